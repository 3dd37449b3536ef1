import { env, evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { describe, expect, test } from 'vitest'
import type { Room, RoomEnv } from '../../durable/room-object.ts'
import { limits } from '../../protocol/limits.ts'
import { clientId, id as idOf } from '../support/builders.ts'
import { aPhoto } from '../support/file-bodies.ts'
import { aRealRoom } from '../support/real-room.ts'

type Stub = Awaited<ReturnType<typeof aRealRoom>>['stub']
type Row = { state: string; tries: number; next_at: number | null; seq: number | null }

const id = clientId(1, 7)
const actor = (name: string) => ({ accountId: idOf(name), deviceId: idOf('phone') })
const post = (n: number, ids: string[]) =>
  ({ t: 'post', id: clientId(n), text: '', files: ids.map((one) => ({ id: one })) }) as const
const notFound = { ok: false, refusal: { code: 'not_found' } }

async function upload(stub: Stub, name: string, bytes: Uint8Array, upload = id) {
  await stub.createUpload(actor(name), { id: upload, kind: 'photo', name: '現場.jpg', size: bytes.length })
  return stub.appendUpload(actor(name), upload, 0, bytes)
}

const down = () => {
  throw new Error('R2 is down')
}
const brokenBucket = { put: down, get: down, delete: down } as unknown as R2Bucket

/** Until the object is made anew it has no R2 that works. */
const breakBucket = (room: Room) => {
  const own = room as unknown as { env: RoomEnv }
  own.env = { ...own.env, PHOTOS: brokenBucket }
}
const setBroken = (stub: Stub) => runInDurableObject(stub, breakBucket)

const rowOf = (stub: Stub, upload = id): Promise<Row | undefined> =>
  runInDurableObject(stub, (_room, ctx) =>
    ctx.storage.sql.exec<Row>('SELECT state, tries, next_at, seq FROM upload WHERE id = ?', upload).toArray().at(0),
  )
const pieces = (stub: Stub): Promise<number> =>
  runInDurableObject(
    stub,
    (_room, ctx) => ctx.storage.sql.exec<{ n: number }>('SELECT count(*) AS n FROM upload_piece').one().n,
  )

/** So much time goes by for the uploads of a room, and its alarm comes. */
async function pass(stub: Stub, ms: number): Promise<void> {
  await runInDurableObject(stub, async (_room, ctx) => {
    ctx.storage.sql.exec('UPDATE upload SET since = since - ?1, next_at = next_at - ?1', ms)
    await ctx.storage.setAlarm(Date.now() + 60_000)
  })
  await runDurableObjectAlarm(stub)
}

describe('a look that was cut off', () => {
  test('[FI2] bytes that were all there when the server was killed are looked through when somebody asks', async () => {
    const { stub } = await aRealRoom(['ami'])
    await upload(stub, 'ami', aPhoto(40_000))
    await setBroken(stub)
    await runInDurableObject(stub, (_room, ctx) => {
      ctx.storage.sql.exec("UPDATE upload SET state = 'coming', type = NULL, sha256 = NULL")
      if (ctx.storage.sql.exec('SELECT 1 FROM upload_piece').toArray().length > 0) return
      const bytes = aPhoto(40_000)
      ctx.storage.sql.exec('INSERT INTO upload_piece VALUES (4096, ?)', bytes.slice(0, 32_768).buffer)
      ctx.storage.sql.exec('INSERT INTO upload_piece VALUES (4097, ?)', bytes.slice(32_768).buffer)
    })
    expect(await stub.perform(actor('ami'), post(1, [id]))).toMatchObject({ refusal: { code: 'upload_unknown' } })
    expect(await stub.uploadStanding(actor('ami'), id)).toMatchObject({ value: { offset: 40_000, whole: true } })
    expect(await stub.perform(actor('ami'), post(1, [id]))).toMatchObject({ ok: true })
  })
})

describe('on the way to R2', () => {
  test('[FI9] a whole upload becomes one object under room and upload id, and its pieces go', async () => {
    const { stub, roomId } = await aRealRoom(['ami'])
    const photo = aPhoto(100_000)
    expect(await upload(stub, 'ami', photo)).toMatchObject({ ok: true, value: { whole: true } })
    await pass(stub, 0)
    expect(await rowOf(stub)).toMatchObject({ state: 'kept', tries: 0 })
    expect(await pieces(stub)).toBe(0)
    const object = await env.PHOTOS.get(`rooms/${roomId}/${id}`)
    expect(new Uint8Array(await object!.arrayBuffer())).toEqual(photo)
    expect(await stub.openFile(actor('ami'), id)).toMatchObject({ ok: true, value: { isInRoom: false } })
  })

  test('[FI9] while R2 is down it waits and is served; tries come with growing pauses, and R2 gets it when it is back', async () => {
    const { stub, roomId } = await aRealRoom(['ami'])
    await setBroken(stub)
    const photo = aPhoto(100_000)
    await upload(stub, 'ami', photo)
    await stub.perform(actor('ami'), post(1, [id]))
    const pauses: number[] = []
    for (let n = 0; n < 8; n += 1) {
      await pass(stub, limits.maxRetryMs)
      pauses.push(((await rowOf(stub))?.next_at ?? 0) - Date.now())
    }
    expect(pauses.every((pause, n) => pause > (pauses[n - 1] ?? 0) - 1_000)).toBe(true)
    expect(pauses.at(-1)).toBeGreaterThan(limits.maxRetryMs - 5_000)
    expect(await stub.openFile(actor('ami'), id)).toMatchObject({ ok: true, value: { isInRoom: true } })
    expect(await stub.filePiece(actor('ami'), id, 90_000)).toEqual(photo.slice(90_000))

    await evictDurableObject(stub)
    await pass(stub, limits.maxRetryMs)
    expect(await rowOf(stub)).toMatchObject({ state: 'kept', next_at: null, seq: 2 })
    expect((await env.PHOTOS.head(`rooms/${roomId}/${id}`))?.size).toBe(100_000)
  })

  test('[FI9] after an eviction the alarm comes for what waits, and a later one never takes its place', async () => {
    const { stub } = await aRealRoom(['ami'])
    await setBroken(stub)
    await upload(stub, 'ami', aPhoto(1_000))
    await runDurableObjectAlarm(stub)
    await evictDurableObject(stub)
    const dueAt = await runInDurableObject(stub, async (room: Room, ctx) => {
      breakBucket(room)
      await room.createUpload(actor('ami'), { id: clientId(2, 7), kind: 'file', name: 'a', size: 5 })
      return (await ctx.storage.getAlarm()) ?? Infinity
    })
    expect(dueAt).toBeLessThan(Date.now() + limits.maxRetryMs)
  })
})

describe('who may read a file', () => {
  test('[FI6] members who may see its message, its uploader before there is one, and nobody else', async () => {
    const { stub, apply } = await aRealRoom(['ami', 'ben'])
    const isRead = async (name: string) => (await stub.openFile(actor(name), id)).ok
    expect(await stub.openFile(actor('ami'), id)).toEqual(notFound)
    await stub.createUpload(actor('ami'), { id, kind: 'photo', name: 'a.jpg', size: 1_000 })
    expect(await isRead('ami')).toBe(false)
    await stub.appendUpload(actor('ami'), id, 0, aPhoto(1_000))
    expect([await isRead('ami'), await isRead('ben'), await isRead('zoe')]).toEqual([true, false, false])
    await stub.perform(actor('ami'), post(1, [id]))
    expect([await isRead('ami'), await isRead('ben'), await isRead('zoe')]).toEqual([true, true, false])
    await apply(['ami'], 2)
    expect(await stub.openFile(actor('ben'), id)).toEqual(notFound)
    expect(await stub.filePiece(actor('ben'), id, 0)).toBeNull()
    for (const asked of [
      stub.createUpload(actor('ben'), { id: clientId(3), kind: 'file', name: 'a', size: 1 }),
      stub.uploadStanding(actor('ben'), id),
      stub.appendUpload(actor('ben'), id, 0, new Uint8Array(1)),
      stub.endUpload(actor('ben'), id),
    ]) {
      expect(await asked).toEqual(notFound)
    }
    await stub.perform(actor('ami'), { t: 'retract', id: clientId(2), target: 2 })
    expect(await isRead('ami')).toBe(false)
  })

  test('[FI6] [MB6] where history is since joining, not what came before', async () => {
    const { stub, apply } = await aRealRoom(['ami'], { history: 'since-joining' })
    await upload(stub, 'ami', aPhoto(1_000))
    await stub.perform(actor('ami'), post(1, [id]))
    await apply(['ami', 'ben'], 2)
    expect(await stub.openFile(actor('ben'), id)).toEqual(notFound)
    await upload(stub, 'ami', aPhoto(1_000), clientId(2, 7))
    await stub.perform(actor('ami'), post(2, [clientId(2, 7)]))
    expect(await stub.openFile(actor('ben'), clientId(2, 7))).toMatchObject({ ok: true })
  })

  test('[FI6] [LG10] who may not post may not upload', async () => {
    const { stub } = await aRealRoom(['ami'], { kind: 'announce' })
    const { stub: silent } = await aRealRoom(
      [
        {
          ...{ accountId: idOf('ami'), name: 'ami', title: '', rank: 1, unitId: idOf('u'), unitName: '', unitOrder: 1 },
          rights: { post: false, moderate: false },
        },
      ],
      { kind: 'announce' },
    )
    const facts = { id, kind: 'file', name: 'a', size: 5 } as const
    expect(await stub.createUpload(actor('ami'), facts)).toMatchObject({ ok: true })
    expect(await silent.createUpload(actor('ami'), facts)).toEqual({ ok: false, refusal: { code: 'read_only_room' } })
  })
})

describe('what nobody sent', () => {
  test('[FI10] what did not become whole goes after a day, and not before', async () => {
    const { stub } = await aRealRoom(['ami'])
    await stub.createUpload(actor('ami'), { id, kind: 'photo', name: 'a.jpg', size: 100_000 })
    await stub.appendUpload(actor('ami'), id, 0, aPhoto(70_000))
    await pass(stub, limits.uploadLifetimeMs - 60_000)
    expect(await rowOf(stub)).toMatchObject({ state: 'coming' })
    await pass(stub, 120_000)
    expect([await rowOf(stub), await pieces(stub)]).toEqual([undefined, 0])
  })

  test('[FI10] what no message names goes after a day from the room and from R2, what one names stays', async () => {
    const { stub, roomId } = await aRealRoom(['ami'])
    const carried = clientId(2, 7)
    await upload(stub, 'ami', aPhoto(1_000))
    await upload(stub, 'ami', aPhoto(2_000), carried)
    await stub.perform(actor('ami'), post(1, [carried]))
    await pass(stub, 0)
    const isThere = async (one: string) => (await env.PHOTOS.head(`rooms/${roomId}/${one}`)) !== null
    expect([await isThere(id), await isThere(carried)]).toEqual([true, true])
    await pass(stub, limits.uploadLifetimeMs)
    expect([await isThere(id), await isThere(carried)]).toEqual([false, true])
    expect([await rowOf(stub), (await rowOf(stub, carried))?.next_at]).toEqual([undefined, null])
    expect(await stub.openFile(actor('ami'), id)).toEqual(notFound)
    expect(await stub.perform(actor('ami'), post(2, [id]))).toEqual({ ok: false, refusal: { code: 'upload_unknown' } })
  })

  test('[FI10] what is taken away while R2 is down is gone for people at once, and in R2 later', async () => {
    const { stub, roomId } = await aRealRoom(['ami'])
    await upload(stub, 'ami', aPhoto(1_000))
    await pass(stub, 0)
    await setBroken(stub)
    expect(await stub.endUpload(actor('ami'), id)).toEqual({ ok: true, value: null })
    expect(await stub.openFile(actor('ami'), id)).toEqual(notFound)
    await pass(stub, 0)
    expect(await rowOf(stub)).toMatchObject({ state: 'going' })
    expect(await env.PHOTOS.head(`rooms/${roomId}/${id}`)).not.toBeNull()
    await evictDurableObject(stub)
    await pass(stub, limits.maxRetryMs)
    expect([await rowOf(stub), await env.PHOTOS.head(`rooms/${roomId}/${id}`)]).toEqual([undefined, null])
  })

  test('[MB7] a room that was never created keeps no uploads', async () => {
    const absent = env.ROOM.getByName(crypto.randomUUID())
    expect(await absent.createUpload(actor('ami'), { id, kind: 'file', name: 'a', size: 5 })).toEqual(notFound)
    await runInDurableObject(absent, (_room, ctx) => {
      const tables = ctx.storage.sql.exec("SELECT name FROM sqlite_master WHERE name = 'upload'").toArray()
      expect(tables).toEqual([])
    })
  })
})
