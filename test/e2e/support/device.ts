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
