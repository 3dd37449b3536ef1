import { afterEach, expect, test, vi } from 'vitest'
import { makeNoteShelves } from '../../web/offline/notes-vault.ts'
import { forgetRooms, makeShelves } from '../../web/offline/vault.ts'

afterEach(() => vi.unstubAllGlobals())

/** A database as the browser gives it for an upgrade; says what was made in it. */
function aDatabase() {
  const made: Record<string, unknown> = {}
  const createObjectStore = (name: string, { keyPath }: { keyPath?: unknown } = {}) => {
    if (name in made) throw new Error(`${name} is there already`)
    made[name] = keyPath
    return { createIndex: (index: string, path: string) => Object.assign(made, { [`${name}.${index}`]: path }) }
  }
  return { made, db: { createObjectStore } as never }
}

const ofSpares = { trays: ['roomId', 'id'], spares: ['roomId', 'id'], spareBytes: ['roomId', 'id'] }

test('[CL12] a device that kept messages before it could keep photos gets the shelves that it has not, and none again', () => {
  const { made, db } = aDatabase()
  makeShelves(db, 1)
  expect(made).toEqual({ uploads: ['roomId', 'id'], bytes: ['roomId', 'id'], ...ofSpares })
})

test('[CL27] a device that kept photos before it could keep originals gets the shelves for these, and none again', () => {
  const { made, db } = aDatabase()
  makeShelves(db, 2)
  expect(made).toEqual(ofSpares)
})

test('[CL40] a device that kept notes before files could be added to them gets two shelves more, and a new one all', () => {
  const files = { files: ['roomId', 'id'], fileBytes: ['roomId', 'id'] }
  const [kept, fresh] = [aDatabase(), aDatabase()]
  makeNoteShelves(kept.db, 1)
  expect(kept.made).toEqual(files)
  makeNoteShelves(fresh.db, 0)
  const notes = { lists: 'roomId', notes: ['roomId', 'noteId'], unfinished: 'noteId', saves: 'no', heard: undefined }
  expect(fresh.made).toEqual({ ...notes, ...files })
})

test('[CL12] a new device gets all shelves', () => {
  const { made, db } = aDatabase()
  makeShelves(db, 0)
  expect(made).toEqual({
    lobbies: 'organizationId',
    rooms: 'roomId',
    rosters: 'roomId',
    pointers: 'roomId',
    drafts: 'roomId',
    entries: ['roomId', 'seq'],
    marks: ['roomId', 'seq'],
    outbox: 'no',
    'outbox.byId': 'command.id',
    uploads: ['roomId', 'id'],
    bytes: ['roomId', 'id'],
    ...ofSpares,
  })
})

/** What is deleted of which shelf, when rooms are forgotten. */
async function forgotten(isLeft: boolean): Promise<Record<string, unknown[]>> {
  vi.stubGlobal('IDBKeyRange', { bound: (from: unknown, to: unknown) => ({ from, to }) })
  const { made, db } = aDatabase()
  makeShelves(db, 0)
  const deleted: Record<string, unknown[]> = {}
  const rows = [{ roomId: 'r1' }, { roomId: 'r2' }]
  const objectStore = (name: string) => ({
    keyPath: made[name],
    delete: (key: unknown) => Object.assign(deleted, { [name]: [...(deleted[name] ?? []), key] }),
    getAll: async () => rows,
    getAllKeys: async () => [7, 8],
  })
  const vault = { transaction: () => ({ objectStore, done: Promise.resolve() }) }
  await forgetRooms(vault as never, ['r1'], { isLeft })
  return deleted
}

test('[CL12] [CL6] [CL7] who leaves a room leaves nothing of its photos behind; of one that keeps nothing what waits, or lies in the tray, stays until it is sent', async () => {
  const ofRoom = { from: ['r1'], to: ['r1', []] }
  const cached = { rooms: ['r1'], rosters: ['r1'], entries: [ofRoom], marks: [ofRoom] }
  const spare = { spares: [ofRoom], spareBytes: [ofRoom] }
  expect(await forgotten(false)).toEqual({ ...cached, ...spare })
  const own = { pointers: ['r1'], drafts: ['r1'], uploads: [ofRoom], bytes: [ofRoom], trays: [ofRoom], outbox: [7] }
  expect(await forgotten(true)).toEqual({ ...cached, ...spare, ...own })
})
