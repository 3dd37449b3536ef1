import {
  abortAllDurableObjects,
  env,
  evictDurableObject,
  runDurableObjectAlarm,
  runInDurableObject,
} from 'cloudflare:test'
import { describe, expect, test } from 'vitest'
import type { RoomPreference, Rooms } from '../../protocol/lobby-message.ts'
import { clientId, id } from '../support/builders.ts'
import { aRealRoom, freshId } from '../support/real-room.ts'
import { SocketClient } from '../support/socket-client.ts'

const post = (n: number, text = '了解') => ({ t: 'post', id: clientId(n), text }) as const
const actor = (name: string) => ({ accountId: id(name), deviceId: id('phone') })
const isRooms = (frame: { t: string }): frame is Rooms => frame.t === 'rooms'

describe('the lobby', () => {
  test('[LB1] the list of a person comes in one frame, with last line, unread and mentions', async () => {
    const { stub, roomId, lobby } = await aRealRoom(['ami', 'ben'])
    await stub.perform(actor('ami'), post(1, '1行目\n2行目'))
    await stub.perform(actor('ami'), { ...post(2, 'benさんへ'), mentions: [2] })
    await runDurableObjectAlarm(stub)
    const ben = await SocketClient.open(lobby, 'ben')
    expect(await ben.next()).toMatchObject({
      t: 'rooms',
      whole: true,
      rooms: [
        { id: roomId, memberCount: 2, head: 3, unread: 2, mentions: 1, last: { seq: 3, by: 'ami', text: 'benさんへ' } },
      ],
    })
    expect(await lobby.badge(id('ami'))).toEqual({ unread: 0, mentions: 0 })
    expect(await lobby.list(id('zoe'))).toEqual([])
  })

  test('[LB3] after a crash of the room before it told, the counts are right by themselves', async () => {
    const { stub, lobby } = await aRealRoom(['ami', 'ben'])
    await runDurableObjectAlarm(stub)
    await stub.perform(actor('ami'), post(1))
    await abortAllDurableObjects()
    await runDurableObjectAlarm(env.ROOM.get(stub.id))
    expect(await env.LOBBY.get(lobby.id).badge(id('ben'))).toEqual({ unread: 1, mentions: 0 })
  })

  test('[LB3] a lobby that lost everything is told the whole again with the next report', async () => {
    const { stub, lobby } = await aRealRoom(['ami', 'ben'])
    await runDurableObjectAlarm(stub)
    await runInDurableObject(lobby, (_lobby, ctx) => void ctx.storage.sql.exec('DELETE FROM room'))
    await evictDurableObject(lobby)
    expect(await lobby.list(id('ben'))).toEqual([])
    await stub.perform(actor('ami'), post(1))
    await runDurableObjectAlarm(stub)
    await runDurableObjectAlarm(stub)
    expect(await lobby.list(id('ben'))).toMatchObject([{ head: 2, unread: 1 }])
  })

  test('[LB3] a lobby that is away is told later, with what is so by then', async () => {
    const { stub, lobby } = await aRealRoom(['ami', 'ben'])
    await runDurableObjectAlarm(stub)
    const lobbySql = (statement: string) =>
      runInDurableObject(lobby, (_lobby, ctx) => void ctx.storage.sql.exec(statement))
    await lobbySql('ALTER TABLE room RENAME TO away')
    await stub.perform(actor('ami'), post(1))
    await runDurableObjectAlarm(stub)
    expect(await runInDurableObject(stub, (_room, ctx) => ctx.storage.getAlarm())).not.toBeNull()
    await lobbySql('ALTER TABLE away RENAME TO room')
    await runDurableObjectAlarm(stub)
    expect(await lobby.badge(id('ben'))).toEqual({ unread: 1, mentions: 0 })
  })

  test('[LB4] a device hears of a room that changed for it, and of no other', async () => {
    const organizationId = freshId()
    const first = await aRealRoom(['ami', 'ben'], { organizationId })
    const second = await aRealRoom(['ami'], { organizationId })
    for (const { stub } of [first, second]) await runDurableObjectAlarm(stub)
    const ben = await SocketClient.open(first.lobby, 'ben')
    await ben.until(isRooms)
    await second.stub.perform(actor('ami'), post(1))
    await runDurableObjectAlarm(second.stub)
    await first.stub.perform(actor('ami'), post(1))
    await runDurableObjectAlarm(first.stub)
    expect(await ben.until(isRooms)).toMatchObject({ whole: false, rooms: [{ id: first.roomId, unread: 1 }] })
  })

  test('[LB5] a room appears with its member, and is gone with its name and counts when the member leaves', async () => {
    const { stub, roomId, lobby, apply } = await aRealRoom(['ami'])
    await runDurableObjectAlarm(stub)
    const ben = await SocketClient.open(lobby, 'ben')
    expect(await ben.until(isRooms)).toMatchObject({ rooms: [] })
    await apply(['ami', 'ben'], 2)
    await runDurableObjectAlarm(stub)
    expect(await ben.until(isRooms)).toMatchObject({ rooms: [{ id: roomId }] })
    await apply(['ami'], 3)
    await runDurableObjectAlarm(stub)
    expect(await ben.until(isRooms)).toMatchObject({ rooms: [], gone: [roomId] })
    expect(await lobby.list(id('ben'))).toEqual([])
  })

  test('[LB6] what a person sets is told to all own devices at once, to nobody else, and survives an eviction', async () => {
    const { stub, roomId, lobby } = await aRealRoom(['ami', 'ben'])
    await runDurableObjectAlarm(stub)
    // Of the room's first report nothing is waiting to be told.
    await evictDurableObject(lobby)
    const devices = await Promise.all(['phone', 'tablet'].map((device) => SocketClient.open(lobby, 'ami', {}, device)))
    const ben = await SocketClient.open(lobby, 'ben')
    for (const device of [...devices, ben]) await device.until(isRooms)
    expect(await lobby.setPreference(id('ami'), roomId, { pinned: true, ring: 'none' })).toEqual({
      ok: true,
      value: null,
    })
    for (const device of devices)
      expect(await device.until(isRooms)).toMatchObject({
        whole: false,
        rooms: [{ id: roomId, pinned: true, ring: 'none' }],
      })
    await evictDurableObject(lobby)
    expect(await lobby.list(id('ami'))).toMatchObject([{ pinned: true, ring: 'none' }])
    expect((await lobby.list(id('ben')))[0]).not.toHaveProperty('pinned')
    const again = await SocketClient.open(lobby, 'ami', {}, 'phone')
    expect(await again.next()).toMatchObject({ whole: true, rooms: [{ pinned: true, ring: 'none' }] })
    await lobby.setPreference(id('ami'), roomId, { pinned: false, ring: 'none' })
    const told = await again.until(isRooms)
    expect(told.rooms[0]).toMatchObject({ ring: 'none' })
    expect(told.rooms[0]).not.toHaveProperty('pinned')
    await stub.perform(actor('ami'), post(1))
    await runDurableObjectAlarm(stub)
    // The first thing that ben hears of is the message.
    const heard = await ben.until(isRooms)
    expect(heard).toMatchObject({ rooms: [{ head: 2 }] })
    expect(heard.rooms[0]).not.toHaveProperty('ring')
    expect(await again.until(isRooms)).toMatchObject({ rooms: [{ head: 2, ring: 'none' }] })
  })

  test('[LB6] it goes when the person leaves, and does not come back with them; who is not in the room sets nothing', async () => {
    const { stub, roomId, lobby, apply } = await aRealRoom(['ami', 'ben'])
    await runDurableObjectAlarm(stub)
    const both: RoomPreference = { pinned: true, ring: 'none' }
    for (const name of ['ami', 'ben']) await lobby.setPreference(id(name), roomId, both)
    for (const refused of [
      await lobby.setPreference(id('zoe'), roomId, both),
      await lobby.setPreference(id('ami'), freshId(), both),
    ])
      expect(refused).toMatchObject({ ok: false, refusal: { code: 'not_found' } })
    await apply(['ami'], 2)
    await runDurableObjectAlarm(stub)
    const rows = () =>
      runInDurableObject(lobby, (_lobby, ctx) => ctx.storage.sql.exec('SELECT account_id FROM preference').toArray())
    expect(await rows()).toEqual([{ account_id: id('ami') }])
    await apply(['ami', 'ben'], 3)
    await runDurableObjectAlarm(stub)
    expect((await lobby.list(id('ben')))[0]).not.toHaveProperty('pinned')
    expect(await lobby.list(id('ami'))).toMatchObject([both])
  })

  test('[LB3] [LB6] a lobby that was told the whole anew still has what people set, but for those who left meanwhile', async () => {
    const { stub, roomId, lobby, apply } = await aRealRoom(['ami', 'ben'])
    await runDurableObjectAlarm(stub)
    for (const name of ['ami', 'ben']) await lobby.setPreference(id(name), roomId, { pinned: true, ring: 'all' })
    await runInDurableObject(lobby, (_lobby, ctx) => void ctx.storage.sql.exec('DELETE FROM room'))
    await evictDurableObject(lobby)
    await apply(['ami'], 2)
    for (let i = 0; i < 2; i += 1) await runDurableObjectAlarm(stub)
    await apply(['ami', 'ben'], 3)
    await runDurableObjectAlarm(stub)
    expect(await lobby.list(id('ami'))).toMatchObject([{ pinned: true }])
    expect((await lobby.list(id('ben')))[0]).not.toHaveProperty('pinned')
  })

  test('[LG6] a retracted text leaves the preview too', async () => {
    const { stub, lobby } = await aRealRoom(['ami', 'ben'])
    await stub.perform(actor('ami'), post(1, '誤報'))
    await runDurableObjectAlarm(stub)
    await stub.perform(actor('ami'), { t: 'retract', id: clientId(2), target: 2 })
    await runDurableObjectAlarm(stub)
    expect((await lobby.list(id('ben')))[0]?.last).toMatchObject({ seq: 2, text: '', retracted: true })
    expect(
      await runInDurableObject(lobby, (_l, ctx) =>
        JSON.stringify(ctx.storage.sql.exec('SELECT * FROM room').toArray()),
      ),
    ).not.toContain('誤報')
  })
})
