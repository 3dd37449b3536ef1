import { env, runInDurableObject } from 'cloudflare:test'
import { describe, expect, test } from 'vitest'
import type { Room } from '../../durable/room-object.ts'
import { actorHeader } from '../../protocol/bindings.ts'
import { clientId, id } from '../support/builders.ts'
import { aRealRoom, freshId } from '../support/real-room.ts'
import { SocketClient } from '../support/socket-client.ts'

const post = (n: number, text = '了解') => ({ t: 'post', id: clientId(n), text }) as const
const actor = (name: string) => ({ accountId: id(name), deviceId: id('phone') })
const hello = { version: 1, seq: 0, rev: 0, roster: 0 }

describe('a room in its object', () => {
  test('[CU1] [LG2] a member opens with one welcome, posts, and the other hears of it', async () => {
    const { stub } = await aRealRoom(['ami', 'ben'])
    const ami = await SocketClient.open(stub, 'ami')
    const ben = await SocketClient.open(stub, 'ben')
    expect(await ami.welcome()).toMatchObject({
      me: 1,
      head: 1,
      roster: { members: [{ name: 'ami' }, { name: 'ben' }] },
    })
    ami.send(post(1, '第3分団、出動できます'))
    expect((await ami.update()).answers).toEqual([{ id: clientId(1), seq: 2 }])
    await ben.welcome()
    expect(await ben.update()).toMatchObject({ entries: [{ seq: 2, by: 1, text: '第3分団、出動できます' }] })
  })

  test('[CU1] the welcome is the first frame also for who opens while a frame for all waits to be joined', async () => {
    const { stub } = await aRealRoom(['ami', 'ben'])
    const heard = await runInDurableObject(stub, async (room: Room) => {
      // The second message comes within the joining time of the first, and waits.
      await room.perform(actor('ami'), post(1))
      await room.perform(actor('ami'), post(2))
      const headers = { upgrade: 'websocket', [actorHeader]: JSON.stringify(actor('ben')) }
      const { webSocket } = await room.fetch(new Request('https://object/socket?v=1', { headers }))
      return new Promise<string>((resolve) => {
        webSocket?.addEventListener('message', ({ data }) => resolve(String(data)), { once: true })
        webSocket?.accept()
      })
    })
    expect(JSON.parse(heard)).toMatchObject({ t: 'welcome', head: 3 })
  })

  test('[MB1] an absent room and a room of others answer the same', async () => {
    const { stub } = await aRealRoom(['ami'])
    const absent = env.ROOM.getByName(freshId())
    for (const room of [stub, absent]) {
      expect(await SocketClient.tryOpen(room, 'zoe')).toBe(404)
      expect(await room.sync(actor('zoe'), hello)).toEqual({ ok: false, refusal: { code: 'not_found' } })
      expect(await room.perform(actor('zoe'), post(1))).toEqual({ ok: false, refusal: { code: 'not_found' } })
      expect(await room.ask(actor('zoe'), { t: 'page', before: 9 })).toEqual({
        ok: false,
        refusal: { code: 'not_found' },
      })
    }
  })

  test('[MB7] asking an absent room for anything writes nothing there', async () => {
    const absent = env.ROOM.getByName(freshId())
    await absent.sync(actor('zoe'), hello)
    await absent.perform(actor('zoe'), post(1))
    await absent.endSessions({ accountId: id('zoe'), deviceIds: 'all' })
    await runInDurableObject(absent, async (_room, ctx) => {
      expect(
        ctx.storage.sql.exec("SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_%' ESCAPE '\\'").toArray(),
      ).toEqual([])
      expect(await ctx.storage.getAlarm()).toBeNull()
    })
  })

  test('a close is answered with a close, so that no browser waits for it', async () => {
    const { stub } = await aRealRoom(['ami'])
    const ami = await SocketClient.open(stub, 'ami')
    await ami.welcome()
    ami.close()
    expect(await ami.closed).toBe(1005)
  })

  test('[CU6] a socket of an unknown version is told to reload by its close code', async () => {
    const { stub } = await aRealRoom(['ami'])
    const old = await SocketClient.open(stub, 'ami', { v: 0 })
    expect(await old.closed).toBe(4010)
    expect(await stub.sync(actor('ami'), { ...hello, version: 99 })).toEqual({
      ok: false,
      refusal: { code: 'reload_required' },
    })
  })

  test('[CU7] [LG3] the same message over the socket and over HTTP, before and after an eviction, is one entry', async () => {
    const { stub } = await aRealRoom(['ami', 'ben'])
    const ami = await SocketClient.open(stub, 'ami')
    ami.send(post(1))
    const { answers } = await ami.update((update) => update.answers !== undefined)
    for (let n = 0; n < 3; n += 1)
      expect(await stub.perform(actor('ami'), post(1))).toEqual({ ok: true, value: answers?.[0] })
    const welcome = await stub.sync(actor('ben'), hello)
    expect(welcome).toMatchObject({ ok: true, value: { head: 2, unread: 1 } })
  })

  test('[CU7] who polls reads, counts and catches up as who has a socket', async () => {
    const { stub } = await aRealRoom(['ami', 'ben'])
    const ami = await SocketClient.open(stub, 'ami')
    await stub.perform(actor('ben'), post(1, 'HTTPから'))
    expect(await ami.update()).toMatchObject({ entries: [{ text: 'HTTPから' }] })
    ami.send(post(1, 'ソケットから'))
    await ami.update((update) => update.answers !== undefined)
    const poll = await stub.sync(actor('ben'), { ...hello, seq: 2, read: 3 })
    expect(poll).toMatchObject({
      ok: true,
      value: { entries: [{ seq: 3, text: 'ソケットから' }], pointer: 3, unread: 0 },
    })
    const { reads } = await ami.update((update) => update.reads !== undefined)
    expect(reads?.counts[3 - reads.from]).toBe(1)
  })

  test('[FO1] [FO2] what one socket sends wrong closes that socket alone', async () => {
    const { stub } = await aRealRoom(['ami', 'ben'])
    const [bad, large, ben] = [
      await SocketClient.open(stub, 'ami'),
      await SocketClient.open(stub, 'ami'),
      await SocketClient.open(stub, 'ben'),
    ]
    for (let n = 0; n < 6; n += 1) bad.send(`{"t":"nothing","n":${n}}`)
    large.send(JSON.stringify(post(1, 'x'.repeat(70_000))))
    expect([await bad.closed, await large.closed]).toEqual([4400, 1009])
    await stub.perform(actor('ami'), post(2))
    await ben.welcome()
    expect(await ben.update()).toMatchObject({ entries: [{ seq: 2 }] })
  })

  test('[MB5] a removed member’s sockets close, and the room is gone for them', async () => {
    const { stub, apply } = await aRealRoom(['ami', 'ben'])
    const ben = await SocketClient.open(stub, 'ben')
    await ben.welcome()
    await apply(['ami'], 2)
    expect(await ben.closed).toBe(4403)
    expect(await SocketClient.tryOpen(stub, 'ben')).toBe(404)
  })

  test('[RP10] one’s own pointer moves on all of one’s devices', async () => {
    const { stub } = await aRealRoom(['ami', 'ben'])
    await stub.perform(actor('ami'), post(1))
    const phone = await SocketClient.open(stub, 'ben', {}, 'phone')
    const tablet = await SocketClient.open(stub, 'ben', {}, 'tablet')
    phone.send({ t: 'read', seq: 2 })
    for (const device of [phone, tablet])
      expect((await device.update((update) => update.pointer !== undefined)).pointer).toBe(2)
  })

  test('a person’s twenty-first socket takes the place of the oldest', async () => {
    const { stub } = await aRealRoom(['ami'])
    const sockets = []
    for (let n = 0; n < 21; n += 1) sockets.push(await SocketClient.open(stub, 'ami'))
    expect(await sockets[0]?.closed).toBe(4409)
  })

  test('a ping is answered without waking the room', async () => {
    const { stub } = await aRealRoom(['ami'])
    const ami = await SocketClient.open(stub, 'ami')
    await ami.welcome()
    ami.send('ping')
    expect(await ami.next()).toEqual({ t: 'pong' })
  })
})
