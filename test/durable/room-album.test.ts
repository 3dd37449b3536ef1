import { runInDurableObject } from 'cloudflare:test'
import { describe, expect, test } from 'vitest'
import { RoomAlbum } from '../../durable/room-album.ts'
import type { Room } from '../../durable/room-object.ts'
import { RoomOriginals } from '../../durable/room-originals.ts'
import { RoomService } from '../../durable/room-service.ts'
import { RoomUploads } from '../../durable/room-uploads.ts'
import { SqlRoomStorage } from '../../durable/storage/sql-room-storage.ts'
import type { RoomPhotos } from '../../protocol/file.ts'
import { clientId, id as idOf } from '../support/builders.ts'
import { aRealRoom } from '../support/real-room.ts'

type Stub = Awaited<ReturnType<typeof aRealRoom>>['stub']

const actor = (name: string) => ({ accountId: idOf(name), deviceId: idOf('phone') })
const newest = Number.MAX_SAFE_INTEGER

/** So many photos that R2 has, ten to a message, by the room's own log. */
async function withPhotos(stub: Stub, count: number): Promise<void> {
  await runInDurableObject(stub, async (room: Room, ctx) => {
    for (let n = 0; n < count; n += 1) {
      ctx.storage.sql.exec(
        `INSERT INTO upload (id, by, kind, name, size, received, state, type, sha256, since, tries)
         VALUES (?, 1, 'photo', '現場.jpg', 9, 9, 'kept', 'image/jpeg', 'ab', 0, 0)`,
        clientId(n, 8),
      )
    }
    const steps = Array.from({ length: count / 10 }, (_, n) => ({
      accountId: idOf('ami'),
      at: 1_000 + n,
      command: {
        ...({ t: 'post', id: clientId(n), text: `${n}` } as const),
        files: Array.from({ length: 10 }, (_, i) => ({ id: clientId(10 * n + i, 8) })),
      },
    }))
    await room.bringIn(steps)
  })
}

async function pages(stub: Stub, limit: number, name = 'ami'): Promise<RoomPhotos['items'][]> {
  const all: RoomPhotos['items'][] = []
  for (let before: number | null = newest; before !== null; ) {
    const page = await stub.photos(actor(name), { kind: 'photo', before, limit })
    if (!page.ok) throw new Error(page.refusal.code)
    all.push(page.value.items)
    before = page.value.next
  }
  return all
}

/** Rows that a page of the album reads. */
const rowsRead = (stub: Stub, before: number, limit: number): Promise<number> =>
  runInDurableObject(stub, (_room, ctx) => {
    const cursors: SqlStorageCursor<never>[] = []
    const sql = new Proxy(ctx.storage.sql, {
      get: (target, name) =>
        name === 'exec'
          ? (query: string, ...bindings: never[]) => {
              const cursor = target.exec<never>(query, ...bindings)
              cursors.push(cursor)
              return cursor
            }
          : Reflect.get(target, name, target),
    })
    const storage = new SqlRoomStorage({ sql } as DurableObjectStorage)
    const service = new RoomService(storage)
    service.state()
    const originals = new RoomOriginals({ service, storage, changed: () => {} })
    const uploads = new RoomUploads({ service, storage, originals, bucket: () => undefined, wake: () => {} })
    cursors.length = 0
    const page = new RoomAlbum({ service, storage, uploads }).page(1, { kind: 'photo', before, limit })
    expect(page.ok && page.value.items.length).toBeGreaterThanOrEqual(limit)
    return cursors.reduce((rows, cursor) => rows + cursor.rowsRead, 0)
  })

describe('the album of a room', () => {
  test('[FI13] every photo once, newest message first and whole, on pages that read no more in a long history', async () => {
    const { stub } = await aRealRoom(['ami'])
    await withPhotos(stub, 1_000)
    const all = await pages(stub, 64)
    const ids = all.flat().map(({ file }) => file.id)
    expect([ids.length, new Set(ids).size]).toEqual([1_000, 1_000])
    const seqs = all.flat().map(({ seq }) => seq)
    expect(seqs).toEqual(seqs.toSorted((a, b) => b - a))
    for (const page of all) expect(page.length % 10).toBe(0)
    expect(all[0]?.[0]).toMatchObject({ text: '99', storedAt: 1_099, by: 1, file: { name: '現場.jpg' } })
    const short = await aRealRoom(['ami'])
    await withPhotos(short.stub, 60)
    const [long, brief] = [await rowsRead(stub, newest, 50), await rowsRead(short.stub, newest, 50)]
    const deep = await rowsRead(stub, 80, 50)
    // Where the history ends, one row more is looked at or not.
    for (const rows of [long, deep, brief]) expect(rows).toBeLessThanOrEqual(50 + 10)
    expect(Math.abs(long - brief)).toBeLessThanOrEqual(1)
  })

  test('[FI13] what was retracted is not there, and the pages go on behind it', async () => {
    const { stub } = await aRealRoom(['ami'], { changeWindowMs: newest })
    await withPhotos(stub, 60)
    for (const n of [3, 4, 5])
      expect(await stub.perform(actor('ami'), { t: 'retract', id: clientId(100 + n), target: 2 + n })).toMatchObject({
        ok: true,
      })
    const all = await pages(stub, 10)
    expect(all.map((page) => page.length)).toEqual([0, 0, 0, 10, 10, 10, 0])
    expect(all.flat().map(({ text }) => text)).not.toContain('5')
  })

  test('[FI6] [FI13] who joined later sees what came since, where the room says so, and who left sees nothing', async () => {
    const { stub, apply } = await aRealRoom(['ami'], { history: 'since-joining' })
    await withPhotos(stub, 20)
    await apply(['ami', 'ben'], 2)
    expect((await pages(stub, 50, 'ben')).flat()).toEqual([])
    expect((await pages(stub, 50, 'ami')).flat()).toHaveLength(20)
    await apply(['ben'], 3)
    const none = { ok: false, refusal: { code: 'not_found' } }
    for (const name of ['ami', 'cho'])
      expect(await stub.photos(actor(name), { kind: 'photo', before: newest, limit: 10 })).toEqual(none)
  })
})
