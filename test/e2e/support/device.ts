import type { Page } from 'playwright-core'

/** Every row that this page's origin keeps, by database and shelf. */
export const kept = (page: Page): Promise<Record<string, unknown[]>> =>
  page.evaluate(async () => {
    const rows: Record<string, unknown[]> = {}
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    for (const { name = '' } of await indexedDB.databases()) {
      const db = await done(indexedDB.open(name))
      for (const shelf of db.objectStoreNames)
        rows[`${name} ${shelf}`] = await done(db.transaction(shelf).objectStore(shelf).getAll())
      db.close()
    }
    return rows
  })

/** Waits until a shelf holds a row with this text. */
export async function onDevice(page: Page, shelf: string, text: string): Promise<void> {
  for (;;) {
    const rows = await kept(page)
    if (Object.entries(rows).some(([name, held]) => name.endsWith(` ${shelf}`) && JSON.stringify(held).includes(text)))
      return
  }
}

/** Puts rows into a shelf of this page's origin, in the place of those of the same key. Nothing in them may be more than JSON can say. */
export const putRows = (page: Page, shelf: string, rows: readonly unknown[]): Promise<void> =>
  page.evaluate(
    async ({ shelf, rows }) => {
      const done = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result)
          request.onerror = () => reject(request.error)
        })
      for (const { name = '' } of await indexedDB.databases()) {
        const db = await done(indexedDB.open(name))
        if (db.objectStoreNames.contains(shelf))
          for (const row of rows) await done(db.transaction(shelf, 'readwrite').objectStore(shelf).put(row))
        db.close()
      }
    },
    { shelf, rows },
  )

/** All rows that this page's origin keeps on a shelf. */
export const onShelf = async (page: Page, shelf: string): Promise<unknown[]> =>
  Object.entries(await kept(page)).flatMap(([name, rows]) => (name.endsWith(` ${shelf}`) ? rows : []))
