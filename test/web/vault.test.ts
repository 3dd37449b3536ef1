import { expect, test } from 'vitest'
import { makeShelves } from '../../web/offline/vault.ts'

/** A database as the browser gives it for an upgrade; says what was made in it. */
function aDatabase() {
  const made: Record<string, unknown> = {}
  const createObjectStore = (name: string, { keyPath }: { keyPath: unknown }) => {
    if (name in made) throw new Error(`${name} is there already`)
    made[name] = keyPath
    return { createIndex: (index: string, path: string) => Object.assign(made, { [`${name}.${index}`]: path }) }
  }
  return { made, db: { createObjectStore } as never }
}

test('[CL12] a device that kept messages before it could keep photos gets two shelves more, and none again', () => {
  const { made, db } = aDatabase()
  makeShelves(db, 1)
  expect(made).toEqual({ uploads: ['roomId', 'id'], bytes: ['roomId', 'id'] })
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
  })
})
