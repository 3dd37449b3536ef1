import { env, evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { describe, expect, test } from 'vitest'
import type { Room, RoomEnv } from '../../durable/room-object.ts'
import type { FileKind } from '../../protocol/file.ts'
import { limits } from '../../protocol/limits.ts'
import { clientId, id as idOf } from '../support/builders.ts'
import { aPhoto } from '../support/file-bodies.ts'
import { aRealRoom } from '../support/real-room.ts'

type Stub = Awaited<ReturnType<typeof aRealRoom>>['stub']
type Row = { state: string; received: number; again_by: number | null }

const id = clientId(1, 7)
const actor = (name: string) => ({ accountId: idOf(name), deviceId: idOf('phone') })
const refusal = (code: string) => ({ ok: false, refusal: { code } })
const factsOf = (bytes: Uint8Array, upload = id) => ({
  ...{ id: upload, kind: 'photo' as FileKind, name: '現場.jpg', size: bytes.length },
})

async function upload(stub: Stub, name: string, bytes: Uint8Array, one = id) {
  await stub.createUpload(actor(name), factsOf(bytes, one))
  return stub.appendUpload(actor(name), one, 0, bytes)
}

/** A photo of ami's in a message that ben sees too, kept in R2 and nowhere else. */
async function aRoomWithPhoto(photo = aPhoto(50_000), members = ['ami', 'ben', 'cho']) {
  const room = await aRealRoom(members)
  await upload(room.stub, 'ami', photo)
  await room.stub.perform(actor('ami'), { t: 'post', id: clientId(1), text: '', files: [{ id }] })
  await runDurableObjectAlarm(room.stub)
  const key = `rooms/${room.roomId}/${id}`
  expect((await env.PHOTOS.head(key))?.size).toBe(photo.length)
  return { ...room, key, photo }
}

const rowOf = (stub: Stub, one = id): Promise<Row | undefined> =>
  runInDurableObject(stub, (_room, ctx) =>
    ctx.storage.sql.exec<Row>('SELECT state, received, again_by FROM upload WHERE id = ?', one).toArray().at(0),
  )

/** So much time goes by for the room's daily look and its alarm comes. */
async function pass(stub: Stub, ms: number): Promise<void> {
  await runInDurableObject(stub, async (_room, ctx) => {
    ctx.storage.sql.exec('UPDATE upload_sum SET check_at = check_at - ?', ms)
    ctx.storage.sql.exec('UPDATE upload SET since = since - ?1, next_at = next_at - ?1', ms)
    await ctx.storage.setAlarm(Date.now() + 60_000)
  })
  await runDurableObjectAlarm(stub)
}

const isDown = (room: Room) => {
  const own = room as unknown as { env: RoomEnv }
  const down = () => {
    throw new Error('R2 is down')
  }
  own.env = { ...own.env, PHOTOS: { put: down, head: down, list: down, delete: down } as unknown as R2Bucket }
}

describe('an entry without bytes', () => {
  test('[FI23] a reader finds it, the room looks itself, and everyone is told it from then on', async () => {
    const { stub, key } = await aRoomWithPhoto()
    expect(await stub.noteLost(actor('ben'), id)).toBe(false)
    expect(await stub.openFile(actor('ben'), id)).toMatchObject({ ok: true })
    await env.PHOTOS.delete(key)
    expect(await stub.noteLost(actor('ben'), id)).toBe(true)
    for (const name of ['ami', 'ben']) expect(await stub.openFile(actor(name), id)).toEqual(refusal('file_lost'))
    await evictDurableObject(stub)
    expect(await stub.openFile(actor('ben'), id)).toEqual(refusal('file_lost'))
    expect(await stub.fileDetails(actor('ben'), id)).toMatchObject({ ok: true, value: { lost: true, file: { id } } })
  })

  test('[FI23] nothing is lost where R2 does not answer, and nobody loses what they cannot see', async () => {
    const { stub, key } = await aRoomWithPhoto()
    await env.PHOTOS.delete(key)
    expect(await stub.noteLost(actor('zoe'), id)).toBe(false)
    await runInDurableObject(stub, isDown)
    expect(await stub.noteLost(actor('ben'), id)).toBe(false)
    await pass(stub, limits.fileCheckMs)
    expect(await rowOf(stub)).toMatchObject({ state: 'kept' })
    await evictDurableObject(stub)
    await pass(stub, limits.fileCheckAgainMs)
    expect(await rowOf(stub)).toMatchObject({ state: 'lost' })
  })

  test('[FI23] what no message carries just goes, and may be sent anew', async () => {
    const { stub, roomId } = await aRealRoom(['ami'])
    await upload(stub, 'ami', aPhoto(1_000))
    await runDurableObjectAlarm(stub)
    await env.PHOTOS.delete(`rooms/${roomId}/${id}`)
    expect(await stub.noteLost(actor('ami'), id)).toBe(true)
    expect(await rowOf(stub)).toBeUndefined()
    expect(await stub.createUpload(actor('ami'), factsOf(aPhoto(2_000)))).toMatchObject({ value: { offset: 0 } })
  })

  test('[FI23] once a day a room looks for some of its files, in turn, and not before', async () => {
    const { stub, key } = await aRoomWithPhoto()
    await env.PHOTOS.delete(key)
    await pass(stub, limits.fileCheckMs / 2)
    expect(await rowOf(stub)).toMatchObject({ state: 'kept' })
    await pass(stub, limits.fileCheckMs / 2)
    expect(await rowOf(stub)).toMatchObject({ state: 'lost' })
    const nextAt = await runInDurableObject(stub, (_room, ctx) => ctx.storage.getAlarm())
    expect(nextAt).toBeGreaterThan(Date.now() + limits.fileCheckMs / 2)
    // Nothing is left to be looked for: the room is not woken for it again.
    await pass(stub, limits.fileCheckMs)
    expect(await runInDurableObject(stub, (_room, ctx) => ctx.storage.getAlarm())).toBeNull()
  })

  test('[FI23] of many files all are looked for in one day, whatever R2 lists at once', async () => {
    const { stub, key } = await aRoomWithPhoto()
    const ids = Array.from({ length: 7 }, (_, n) => clientId(n + 2, 7))
    for (const [n, one] of ids.entries()) {
      await upload(stub, 'ami', aPhoto(500 + n), one)
      await stub.perform(actor('ami'), { t: 'post', id: clientId(n + 2), text: '', files: [{ id: one }] })
    }
    await runDurableObjectAlarm(stub)
    const gone = [ids[0], ids[3], ids[6]].map((one) => one ?? '')
    for (const one of gone) await env.PHOTOS.delete(key.replace(id, one))
    const heads: string[] = []
    await runInDurableObject(stub, (room: Room) => {
      const own = room as unknown as { env: RoomEnv }
      const bucket = {
        list: (options: R2ListOptions) => env.PHOTOS.list({ ...options, limit: 3 }),
        head: (one: string) => {
          heads.push(one)
          return env.PHOTOS.head(one)
        },
      }
      own.env = { ...own.env, PHOTOS: bucket as unknown as R2Bucket }
    })
    await pass(stub, limits.fileCheckMs)
    for (const one of [id, ...ids])
      expect(await rowOf(stub, one)).toMatchObject({ state: gone.includes(one) ? 'lost' : 'kept' })
    // What is listed is not asked for.
    expect(heads).toHaveLength(gone.length)
  })

  test('[FI23] where very many are missing, they are found in turn, an hour apart', async () => {
    const { stub } = await aRoomWithPhoto()
    await runInDurableObject(stub, (_room, { storage: { sql } }) => {
      for (let n = 0; n < limits.mostLostAtOnce + 20; n += 1)
        sql.exec(
          `INSERT INTO upload (id, by, kind, name, size, received, state, type, sha256, seq, since, tries)
           VALUES (?, 1, 'photo', 'a', 1, 1, 'kept', 'image/jpeg', 'ab', 2, 0, 0)`,
          clientId(n, 9),
        )
    })
    const lost = () =>
      runInDurableObject(
        stub,
        (_room, { storage: { sql } }) =>
          sql.exec<{ n: number }>("SELECT count(*) AS n FROM upload WHERE state = 'lost'").one().n,
      )
    await pass(stub, limits.fileCheckMs)
    expect(await lost()).toBe(limits.mostLostAtOnce)
    await pass(stub, limits.fileCheckAgainMs)
    expect(await lost()).toBe(limits.mostLostAtOnce + 20)
  })

  test('[FI23] a room without files is not woken for looking', async () => {
    const { stub } = await aRealRoom(['ami'])
    await runDurableObjectAlarm(stub)
    expect(await runInDurableObject(stub, (_room, ctx) => ctx.storage.getAlarm())).toBeNull()
  })
})

/** The same, and R2 has lost it, which the room knows. */
async function aRoomWithLostPhoto() {
  const room = await aRoomWithPhoto()
  await env.PHOTOS.delete(room.key)
  expect(await room.stub.noteLost(actor('ben'), id)).toBe(true)
  return room
}

describe('sending lost bytes again', () => {
  test.each(['ami', 'ben'])('[FI24] %s, who has the same bytes, sends them, and all read them again', async (name) => {
    const { stub, photo, key } = await aRoomWithLostPhoto()
    expect(await stub.createUpload(actor(name), factsOf(photo))).toMatchObject({ value: { offset: 0, whole: false } })
    expect(await stub.appendUpload(actor(name), id, 0, photo.slice(0, 20_000))).toMatchObject({ ok: true })
    expect(await stub.openFile(actor('cho'), id)).toEqual(refusal('file_lost'))
    await evictDurableObject(stub)
    expect(await stub.uploadStanding(actor(name), id)).toMatchObject({ value: { offset: 20_000, whole: false } })
    const whole = { ok: true, value: { id, size: 50_000, offset: 50_000, whole: true } }
    expect(await stub.appendUpload(actor(name), id, 20_000, photo.slice(20_000))).toEqual(whole)
    // The answer may have been cut off: asked again, it is the same upload.
    expect(await stub.createUpload(actor(name), factsOf(photo))).toEqual(whole)
    expect(await stub.openFile(actor('cho'), id)).toMatchObject({ ok: true, value: { isInRoom: true } })
    await runDurableObjectAlarm(stub)
    expect((await env.PHOTOS.head(key))?.size).toBe(50_000)
    expect(await rowOf(stub)).toMatchObject({ state: 'kept' })
    expect(await stub.openFile(actor('cho'), id)).toMatchObject({ ok: true, value: { isInRoom: false } })
  })

  test('[FI24] other bytes of the same size are refused and leave nothing, and the right ones come after them', async () => {
    const { stub, photo } = await aRoomWithLostPhoto()
    const other = photo.slice()
    other[40_000] = (other[40_000] ?? 0) ^ 1
    await stub.createUpload(actor('ami'), factsOf(other))
    expect(await stub.appendUpload(actor('ami'), id, 0, other)).toEqual(refusal('file_differs'))
    expect(await rowOf(stub)).toEqual({ state: 'lost', received: 0, again_by: null })
    expect(await stub.openFile(actor('ami'), id)).toEqual(refusal('file_lost'))
    expect(await upload(stub, 'ben', photo)).toMatchObject({ ok: true, value: { whole: true } })
    expect(await stub.openFile(actor('ami'), id)).toMatchObject({ ok: true })
  })

  test('[FI24] other facts, and who does not see the message, are told what they are always told', async () => {
    const { stub, photo, apply } = await aRoomWithLostPhoto()
    for (const facts of [
      { ...factsOf(photo), name: '別.jpg' },
      { ...factsOf(photo), size: 49_999 },
      { ...factsOf(photo), kind: 'file' as const },
    ])
      expect(await stub.createUpload(actor('ami'), facts)).toEqual(refusal('client_id_reused'))
    await apply(['ami', 'ben'], 2)
    expect(await stub.createUpload(actor('cho'), factsOf(photo))).toEqual(refusal('not_found'))
    await stub.perform(actor('ami'), { t: 'retract', id: clientId(2), target: 2 })
    expect(await stub.createUpload(actor('ben'), factsOf(photo))).toEqual(refusal('client_id_reused'))
    expect(await stub.openFile(actor('ben'), id)).toEqual(refusal('not_found'))
  })

  test('[FI24] while more waits for R2 than a room holds, lost bytes wait with whoever has them', async () => {
    const { stub, key, photo } = await aRoomWithPhoto()
    await env.PHOTOS.delete(key)
    await stub.noteLost(actor('ben'), id)
    const other = clientId(2, 7)
    await stub.createUpload(actor('cho'), factsOf(photo, other))
    const fill = (bytes: number) =>
      runInDurableObject(
        stub,
        (_room, { storage }) => void storage.sql.exec('UPDATE upload SET size = ? WHERE id = ?', bytes, other),
      )
    await fill(limits.maxWaitingBytes - photo.length + 1)
    expect(await stub.createUpload(actor('ben'), factsOf(photo))).toEqual(refusal('uploads_waiting'))
    await fill(limits.maxWaitingBytes - photo.length)
    expect(await stub.createUpload(actor('ben'), factsOf(photo))).toMatchObject({ ok: true, value: { offset: 0 } })
    // It has been promised its place, and whoever goes on after who stopped needs no other.
    await runInDurableObject(stub, (_room, { storage }) => {
      storage.sql.exec('UPDATE upload SET since = since - ? WHERE id = ?', limits.sendAgainMs, id)
    })
    expect(await stub.createUpload(actor('cho'), factsOf(photo))).toMatchObject({ ok: true })
  })

  test('[FI24] one at a time; who stops halfway gives way to the next, and a day later to nobody', async () => {
    const { stub, photo } = await aRoomWithLostPhoto()
    await stub.createUpload(actor('ben'), factsOf(photo))
    await stub.appendUpload(actor('ben'), id, 0, photo.slice(0, 10_000))
    expect(await stub.createUpload(actor('ami'), factsOf(photo))).toMatchObject({
      refusal: { code: 'slow_down', retryAfterMs: expect.any(Number) },
    })
    expect(await stub.appendUpload(actor('ami'), id, 10_000, photo.slice(10_000))).toEqual(refusal('upload_unknown'))
    await pass(stub, limits.sendAgainMs)
    expect(await stub.createUpload(actor('ami'), factsOf(photo))).toMatchObject({ value: { offset: 0 } })
    expect(await stub.appendUpload(actor('ben'), id, 10_000, photo.slice(10_000))).toEqual(refusal('upload_unknown'))
    await stub.appendUpload(actor('ami'), id, 0, photo.slice(0, 30_000))
    await pass(stub, limits.uploadLifetimeMs)
    expect(await rowOf(stub)).toEqual({ state: 'lost', received: 0, again_by: null })
  })
})
