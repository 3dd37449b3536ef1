import type { Page } from 'playwright-core'

/** A row of a shelf; `base64`: what it has as `bytes`. */
export type EarlierRow = { shelf: string; row: object; base64?: string }

/**
 * The device of who is signed in on a page, as an earlier version of the app left it: the second has shelves for what photos and files are made of,
 * which the first has not.
 */
export const plantEarlierVault = (page: Page, version: 1 | 2, rows: readonly EarlierRow[]): Promise<void> =>
  page.evaluate(
    async ({ version, rows }) => {
      const done = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result)
          request.onerror = () => reject(request.error)
        })
      const named = (await indexedDB.databases()).map(({ name = '' }) => name)
      const name = named.find((one) => /^yagura-[0-9a-f]{32}$/.test(one)) ?? ''
      await done(indexedDB.deleteDatabase(name))
      const opening = indexedDB.open(name, version)
      opening.onupgradeneeded = () => {
        const db = opening.result
        db.createObjectStore('lobbies', { keyPath: 'organizationId' })
        for (const shelf of ['rooms', 'rosters', 'pointers', 'drafts'])
          db.createObjectStore(shelf, { keyPath: 'roomId' })
        for (const shelf of ['entries', 'marks']) db.createObjectStore(shelf, { keyPath: ['roomId', 'seq'] })
        for (const shelf of version === 2 ? ['uploads', 'bytes'] : [])
          db.createObjectStore(shelf, { keyPath: ['roomId', 'id'] })
        const outbox = db.createObjectStore('outbox', { keyPath: 'no', autoIncrement: true })
        outbox.createIndex('byId', 'command.id', { unique: true })
      }
      const db = await done(opening)
      for (const { shelf, row, base64 } of rows) {
        const bytes = base64 && Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)).buffer
        await done(
          db
            .transaction(shelf, 'readwrite')
            .objectStore(shelf)
            .add(bytes ? { ...row, bytes } : row),
        )
      }
      db.close()
    },
    { version, rows },
  )
