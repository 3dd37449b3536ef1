import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { expect, test } from 'vitest'
import { RoomSession } from '../../durable/session.ts'
import { SocketRegistry } from '../../durable/socket-registry.ts'
import { limits } from '../../protocol/limits.ts'
import { id } from '../support/builders.ts'
import { aRealRoom } from '../support/real-room.ts'
import { SocketClient } from '../support/socket-client.ts'

test('[RG1] who has the room on screen is whose client says so, on any socket, also after an eviction', async () => {
  const { stub } = await aRealRoom(['ami', 'ben', 'chi'])
  const [ami, phone, desk] = [
    await SocketClient.open(stub, 'ami'),
    await SocketClient.open(stub, 'ben', {}, 'phone'),
    await SocketClient.open(stub, 'ben', {}, 'desk'),
  ]
  const onScreen = async () => (await stub.onScreen()).toSorted()
  expect(await onScreen()).toEqual([id('ami'), id('ben')].toSorted())
  phone.send({ t: 'look', here: false })
  ami.send({ t: 'look', here: false })
  await expect.poll(onScreen).toEqual([id('ben')])
  desk.send({ t: 'look', here: false })
  await expect.poll(onScreen).toEqual([])
  ami.send({ t: 'look', here: true })
  await expect.poll(onScreen).toEqual([id('ami')])
  await evictDurableObject(stub)
  expect(await onScreen()).toEqual([id('ami')])
})

test('[RG1] a socket that has not asked for a while is on nobody’s screen, and one that asks is', async () => {
  const { stub } = await aRealRoom(['ami', 'ben'])
  const ami = await SocketClient.open(stub, 'ami')
  await SocketClient.open(stub, 'ben')
  const aliveIn = (laterMs: number) =>
    runInDurableObject(stub, (_room, ctx) =>
      new SocketRegistry(ctx, RoomSession)
        .aliveWithin(limits.onScreenMs, Date.now() + laterMs)
        .map(({ accountId }) => accountId),
    )
  expect((await aliveIn(limits.onScreenMs - 1_000)).toSorted()).toEqual([id('ami'), id('ben')].toSorted())
  expect(await aliveIn(limits.onScreenMs + 1_000)).toEqual([])
  // The runtime answers by itself and keeps when.
  ami.send('ping')
  await ami.until((frame) => (frame as { t: string }).t === 'pong')
  expect(await aliveIn(limits.onScreenMs + 1_000)).toEqual([id('ami')])
})
