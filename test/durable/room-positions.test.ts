import { env, evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { describe, expect, test } from 'vitest'
import { limits } from '../../protocol/limits.ts'
import type { Position } from '../../protocol/position.ts'
import type { Update } from '../../protocol/server-message.ts'
import { clientId, id } from '../support/builders.ts'
import { aRealRoom } from '../support/real-room.ts'
import { SocketClient } from '../support/socket-client.ts'

type Stub = Awaited<ReturnType<typeof aRealRoom>>['stub']

const actor = (name: string, device = 'phone') => ({ accountId: id(name), deviceId: id(device) })
const hello = { version: 1, seq: 0, rev: 0, roster: 0 }
const at = (lat: number | null, n = 1): Position => ({
  ...{ t: 'position', id: clientId(n), lastsMs: limits.shortShareMs },
  place: lat === null ? null : { lat, lon: 140.1, accuracyM: 8, source: 'gps' },
})
const isPositions = (update: Update) => update.positions !== undefined
const seen = async (stub: Stub, name: string) => {
  const all = await stub.positions(actor(name))
  if (!all.ok) return all.refusal.code
  return all.value.held.map(({ no, place }) => [no, place.lat])
}
/** So much time goes by for what is shared. */
const pass = (stub: Stub, ms: number) =>
  runInDurableObject(stub, (_room, ctx) => {
    ctx.storage.sql.exec('UPDATE position SET at = at - ?1, until = until - ?1', ms)
  })
const rows = (stub: Stub) =>
  runInDurableObject(
    stub,
    (_room, ctx) => ctx.storage.sql.exec<{ n: number }>('SELECT count(*) AS n FROM position').one().n,
  )

describe('who is told', () => {
  test('[MP10] a viewer is told all and then each move, and nobody else anything, over evictions too', async () => {
    const { stub } = await aRealRoom(['ami', 'ben', 'cho'])
    await stub.perform(actor('ami'), at(36.1))
    const [ben, cho] = [await SocketClient.open(stub, 'ben'), await SocketClient.open(stub, 'cho')]
    await cho.welcome()
    ben.send({ t: 'map', open: true })
    const first = await ben.update(isPositions)
    expect(first.positions).toMatchObject({ whole: true, held: [{ no: 1, place: { lat: 36.1 } }] })
    await evictDurableObject(stub)
    await pass(stub, limits.positionEveryMs)
    const ami = await SocketClient.open(stub, 'ami')
    ami.send(at(36.2))
    expect((await ami.update((update) => update.answers !== undefined)).answers).toEqual([{ id: clientId(1) }])
    const moved = await ben.update(isPositions)
    expect(moved).toEqual({
      t: 'update',
      positions: {
        now: expect.any(Number),
        held: [{ no: 1, place: at(36.2).place, at: expect.any(Number), until: expect.any(Number) }],
      },
    })
    await evictDurableObject(stub)
    ami.send(at(null))
    expect((await ben.update(isPositions)).positions).toMatchObject({ held: [], gone: [1] })
    ben.send({ t: 'map', open: false })
    await ben.drain()
    await evictDurableObject(stub)
    await stub.perform(actor('ami'), at(36.3, 2))
    expect(await ben.drain()).toEqual([])
    expect(await cho.drain()).toEqual([])
  })

  test('[MP10] over HTTP it is the same, with the same answers', async () => {
    const { stub } = await aRealRoom(['ami', 'ben'])
    expect(await stub.perform(actor('ami'), at(36.1))).toEqual({ ok: true, value: { id: clientId(1) } })
    expect(await seen(stub, 'ben')).toEqual([[1, 36.1]])
    expect(await stub.perform(actor('ami'), at(36.2))).toMatchObject({ refusal: { code: 'slow_down' } })
    const ami = await SocketClient.open(stub, 'ami')
    ami.send(at(36.2))
    const { answers } = await ami.update((update) => update.answers !== undefined)
    expect(answers).toEqual([{ id: clientId(1), refusal: 'slow_down', retryAfterMs: expect.any(Number) }])
    expect(await seen(stub, 'ben')).toEqual([[1, 36.1]])
  })

  test('[MP9] who is not in the room sees and tells nothing; who was removed is gone from every map at once', async () => {
    const { stub, apply } = await aRealRoom(['ami', 'ben'])
    expect(await seen(stub, 'zoe')).toBe('not_found')
    expect(await stub.perform(actor('zoe'), at(36.1))).toMatchObject({ refusal: { code: 'not_found' } })
    const ben = await SocketClient.open(stub, 'ben')
    ben.send({ t: 'map', open: true })
    await ben.update(isPositions)
    await stub.perform(actor('ami'), at(36.1))
    await ben.update(isPositions)
    await apply(['ben'], 2)
    expect((await ben.update(isPositions)).positions).toMatchObject({ held: [], gone: [1] })
    expect(await rows(stub)).toBe(0)
    await apply(['ami', 'ben'], 3)
    expect(await seen(stub, 'ami')).toEqual([])
  })

  test('[MP9] with a device ends what it shared, and no other device’s', async () => {
    const { stub } = await aRealRoom(['ami', 'ben'])
    await stub.perform(actor('ami'), at(36.1))
    await stub.endSessions({ accountId: id('ami'), deviceIds: [id('tablet')] })
    expect(await seen(stub, 'ben')).toEqual([[1, 36.1]])
    await stub.endSessions({ accountId: id('ami'), deviceIds: [id('phone')] })
    expect(await seen(stub, 'ben')).toEqual([])
  })
})

describe('what stays', () => {
  test('[MP5] nothing is in the log, the welcome or the lobby’s list, and a member has one row', async () => {
    const { stub, lobby } = await aRealRoom(['ami', 'ben'])
    const before = [await stub.sync(actor('ben'), hello), await lobby.list(id('ben'))]
    for (const lat of [36.1, 36.2, 36.3]) {
      expect(await stub.perform(actor('ami'), at(lat))).toMatchObject({ ok: true })
      await pass(stub, limits.positionEveryMs)
    }
    expect(await rows(stub)).toBe(1)
    const withoutClock = (value: unknown) => JSON.stringify(value).replace(/"now":\d+/, '')
    const after = [await stub.sync(actor('ben'), hello), await lobby.list(id('ben'))]
    expect(after.map(withoutClock)).toEqual(before.map(withoutClock))
    expect(JSON.stringify(after)).not.toContain('36.3')
  })

  test('[MP7] what was stopped is away at once, and what was under way does not bring it back', async () => {
    const { stub } = await aRealRoom(['ami', 'ben'])
    await stub.perform(actor('ami'), at(36.1))
    await stub.perform(actor('ami', 'tablet'), at(null, 7))
    await evictDurableObject(stub)
    await pass(stub, limits.positionEveryMs)
    expect(await stub.perform(actor('ami'), at(36.2))).toMatchObject({ refusal: { code: 'window_passed' } })
    expect(await seen(stub, 'ben')).toEqual([])
    const kept = await runInDurableObject(stub, (_room, ctx) =>
      ctx.storage.sql.exec('SELECT place FROM position').toArray(),
    )
    expect(kept).toEqual([{ place: null }])
  })

  test('[MP6] after its time the last one stands, and no later one is taken', async () => {
    const { stub } = await aRealRoom(['ami', 'ben'])
    await stub.perform(actor('ami'), at(36.1))
    await pass(stub, limits.shortShareMs)
    expect(await stub.perform(actor('ami'), at(36.2))).toMatchObject({ refusal: { code: 'window_passed' } })
    expect(await seen(stub, 'ben')).toEqual([[1, 36.1]])
  })

  test('[MP8] after 24 hours the alarm erases it, and whoever looks at the map is told; after an eviction too', async () => {
    const { stub } = await aRealRoom(['ami', 'ben', 'cho'])
    await stub.perform(actor('ami'), at(36.1))
    const ben = await SocketClient.open(stub, 'ben')
    ben.send({ t: 'map', open: true })
    await ben.update(isPositions)
    await pass(stub, limits.positionKeptMs - 60_000)
    await stub.perform(actor('cho'), at(36.4))
    await runDurableObjectAlarm(stub)
    expect(await rows(stub)).toBe(2)
    await pass(stub, 60_000)
    expect(await seen(stub, 'ben')).toEqual([[3, 36.4]])
    await runInDurableObject(stub, (_room, ctx) => ctx.storage.deleteAlarm())
    await evictDurableObject(stub)
    // Whatever wakes the room sets the alarm that is due.
    await stub.positions(actor('ben'))
    await runDurableObjectAlarm(stub)
    const gone = await ben.update((update) => update.positions?.gone !== undefined)
    expect(gone.positions).toMatchObject({ held: [], gone: [1] })
    expect(await rows(stub)).toBe(1)
  })

  test('[MP8] the alarm is set for the moment at which the oldest has to go', async () => {
    const { stub } = await aRealRoom(['ami'])
    await runDurableObjectAlarm(stub)
    await stub.perform(actor('ami'), at(36.1))
    const alarm = await runInDurableObject(stub, (_room, ctx) => ctx.storage.getAlarm())
    const oldest = await runInDurableObject(
      stub,
      (_room, ctx) => ctx.storage.sql.exec<{ at: number }>('SELECT min(at) AS at FROM position').one().at,
    )
    expect(alarm).toBe(oldest + limits.positionKeptMs)
  })

  test('[MB7] a room that was never created keeps no position', async () => {
    const absent = env.ROOM.getByName(crypto.randomUUID().replaceAll('-', ''))
    expect(await absent.perform(actor('zoe'), at(36.1))).toMatchObject({ refusal: { code: 'not_found' } })
    expect(await absent.positions(actor('zoe'))).toMatchObject({ refusal: { code: 'not_found' } })
  })
})
