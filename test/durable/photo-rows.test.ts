import { env, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { expect, test } from 'vitest'
import type { Room, RoomEnv } from '../../durable/room-object.ts'
import { clientId, id as idOf } from '../support/builders.ts'
import { aPhoto } from '../support/file-bodies.ts'
import { aRealRoom } from '../support/real-room.ts'

type Counts = { read: number; written: number; alarms: number; puts: number; heads: number }

const actor = { accountId: idOf('m0'), deviceId: idOf('phone') }
const [photo, thumb] = [aPhoto(350 * 1024), aPhoto(12_000)]

/** Rows as the runtime counts them for billing, alarms that are set, and what is asked of R2. */
async function counting(stub: DurableObjectStub): Promise<() => Promise<Counts>> {
  let counts: Counts = { read: 0, written: 0, alarms: 0, puts: 0, heads: 0 }
  await runInDurableObject(stub, (room, ctx) => {
    const { sql } = ctx.storage
    const exec = sql.exec.bind(sql)
    // Cursors count while they are read, so they are looked at when all is done.
    const cursors: SqlStorageCursor<Record<string, SqlStorageValue>>[] = []
    sql.exec = ((...args: Parameters<typeof exec>) => {
      const cursor = exec(...args)
      cursors.push(cursor)
      return cursor
    }) as typeof sql.exec
    const setAlarm = ctx.storage.setAlarm.bind(ctx.storage)
    ctx.storage.setAlarm = (...args) => {
      counts.alarms += 1
      return setAlarm(...args)
    }
    const own = room as unknown as { env: RoomEnv; cursors: typeof cursors }
    own.cursors = cursors
    const bucket = {
      put: (...args: Parameters<R2Bucket['put']>) => {
        counts.puts += 1
        return env.PHOTOS.put(...args)
      },
      head: (key: string) => {
        counts.heads += 1
        return env.PHOTOS.head(key)
      },
    }
    own.env = { ...own.env, PHOTOS: bucket as unknown as R2Bucket }
  })
  return async () => {
    await runInDurableObject(stub, (room: Room) => {
      const { cursors } = room as unknown as { cursors: { rowsRead: number; rowsWritten: number }[] }
      for (const { rowsRead, rowsWritten } of cursors.splice(0)) {
        counts.read += rowsRead
        counts.written += rowsWritten
      }
    })
    const counted = counts
    counts = { read: 0, written: 0, alarms: 0, puts: 0, heads: 0 }
    return counted
  }
}

async function send(stub: Awaited<ReturnType<typeof aRealRoom>>['stub'], n: number): Promise<void> {
  for (const [id, kind, bytes] of [
    [clientId(n, 7), 'photo', photo],
    [clientId(n, 8), 'thumb', thumb],
  ] as const) {
    await stub.createUpload(actor, { id, kind, name: '現場.jpg', size: bytes.length })
    for (let at = 0; at < bytes.length; at += 32 * 1024)
      await stub.appendUpload(actor, id, at, bytes.slice(at, at + 32 * 1024))
  }
  const files = [{ id: clientId(n, 7), thumb: clientId(n, 8) }]
  await stub.perform(actor, { t: 'post', id: clientId(n), text: '', files })
}

async function wayOfAPhoto(members: number, before: number) {
  const { stub } = await aRealRoom(Array.from({ length: members }, (_, i) => `m${i}`))
  for (let n = 1; n <= before; n += 1) await send(stub, n)
  await runDurableObjectAlarm(stub)
  const taken = await counting(stub)
  await send(stub, before + 1)
  const sent = await taken()
  await runDurableObjectAlarm(stub)
  const kept = await taken()
  await stub.openFile(actor, clientId(before + 1, 8))
  const opened = await taken()
  const album = await stub.photos(actor, { kind: 'photo', before: before + 9, limit: 3 })
  expect(album).toMatchObject({ ok: true })
  return { sent, kept, opened, page: await taken() }
}

test('[FI38] the way of a photo costs the same rows, whoever is in the room and whatever it holds', async () => {
  for (const [members, before] of [
    [3, 3],
    [200, 20],
  ] as const) {
    const { sent, kept, opened, page } = await wayOfAPhoto(members, before)
    // 12 rows of bytes, each with how far it has come; docs/decisions/0016-bytes-in-a-room.md has the figures.
    expect(sent.written).toBeLessThanOrEqual(50)
    expect(sent.read).toBeLessThanOrEqual(85)
    expect(kept).toMatchObject({ puts: 2, heads: 0 })
    expect(kept.written).toBeLessThanOrEqual(20)
    expect(kept.read).toBeLessThanOrEqual(55)
    expect(opened.read).toBeLessThanOrEqual(3)
    // Three photos, each with its message.
    expect(page.read).toBeLessThanOrEqual(10)
    expect([opened.written, page.written]).toEqual([0, 0])
    for (const { alarms } of [sent, kept]) expect(alarms).toBeLessThanOrEqual(1)
  }
})
