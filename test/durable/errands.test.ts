import { env, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { describe, expect, test } from 'vitest'
import type { Room, RoomEnv } from '../../durable/room-object.ts'
import { clientId, id as idOf } from '../support/builders.ts'
import { aPhoto } from '../support/file-bodies.ts'
import { aRealRoom } from '../support/real-room.ts'

const ami = { accountId: idOf('ami'), deviceId: idOf('phone') }
const id = clientId(1, 7)
const photo = aPhoto(40_000)

type Stub = Awaited<ReturnType<typeof aRealRoom>>['stub']

/** R2 takes what it is given and answers when it is let go. */
const slowBucket = (stub: Stub) =>
  runInDurableObject(stub, (room: Room) => {
    const held: (() => void)[] = []
    const put = async (key: string, value: ArrayBufferView, more: R2PutOptions) => {
      await new Promise<void>((resolve) => held.push(resolve))
      return env.PHOTOS.put(key, value, more)
    }
    const own = room as unknown as { env: RoomEnv; held: typeof held }
    own.held = held
    own.env = { ...own.env, PHOTOS: { put, head: (key: string) => env.PHOTOS.head(key) } as unknown as R2Bucket }
  })

const letGo = (stub: Stub) =>
  runInDurableObject(stub, (room: Room) => {
    for (const go of (room as unknown as { held: (() => void)[] }).held) go()
  })

const stateOf = (stub: Stub) =>
  runInDurableObject(
    stub,
    (_room, { storage }) =>
      storage.sql.exec<{ state: string }>('SELECT state FROM upload WHERE id = ?', id).one().state,
  )

describe('what the alarm sees to', () => {
  test('[FI37] while R2 does not answer, the lobby hears of what is said all the same, and R2 is not asked twice', async () => {
    const { stub, lobby, roomId } = await aRealRoom(['ami', 'ben'])
    await slowBucket(stub)
    await stub.createUpload(ami, { id, kind: 'photo', name: '現場.jpg', size: photo.length })
    await stub.appendUpload(ami, id, 0, photo)
    await runDurableObjectAlarm(stub)
    await stub.perform(ami, { t: 'post', id: clientId(1), text: '', files: [{ id }] })
    await stub.perform(ami, { t: 'post', id: clientId(2), text: '到着しました' })
    await runDurableObjectAlarm(stub)
    const told = await lobby.list(idOf('ben'))
    expect(told.find((room) => room.id === roomId)).toMatchObject({ unread: 2 })
    expect(await runInDurableObject(stub, (room: Room) => Reflect.get(room, 'held').length)).toBe(1)
    await letGo(stub)
    await expect.poll(() => stateOf(stub)).toBe('kept')
  })
})
