import { runDurableObjectAlarm } from 'cloudflare:test'
import { describe, expect, test } from 'vitest'
import type { Place } from '../../protocol/account-bindings.ts'
import { actorHeader } from '../../protocol/bindings.ts'
import { closeCodes } from '../../protocol/close-codes.ts'
import { protocolVersion } from '../../protocol/version.ts'
import { aFakeHouse, anAccount, granted } from '../support/account.ts'
import { aMember } from '../support/builders.ts'
import { aRealRoom, freshId } from '../support/real-room.ts'

/** A second, by the rule; what a busy machine adds is not the room's. */
const promptMs = 3_000

/** Opens a socket of a device in a real room or lobby. */
async function openSocket(
  stub: Fetcher,
  actor: { accountId: string; deviceId: string },
): Promise<{ closed: Promise<number> }> {
  const response = await stub.fetch(`https://object/socket?v=${protocolVersion}`, {
    headers: { upgrade: 'websocket', [actorHeader]: JSON.stringify(actor) },
  })
  const socket = response.webSocket!
  const closed = new Promise<number>((resolve) => socket.addEventListener('close', ({ code }) => resolve(code)))
  socket.accept()
  return { closed }
}

describe('what an account does after its answer', () => {
  test('[SE9] ending a device closes its sockets in rooms and lobbies within a second, and no other device’s', async () => {
    const { stub, accountId } = await anAccount()
    const room = await aRealRoom([{ ...aMember('ami'), accountId }])
    const ended = granted(await stub.openSession('終わる端末')).deviceId
    const kept = granted(await stub.openSession('残る端末')).deviceId
    const places: Place[] = [
      { kind: 'room', id: room.roomId },
      { kind: 'lobby', id: room.organizationId },
    ]
    for (const place of places) for (const deviceId of [ended, kept]) granted(await stub.admit(deviceId, place))
    const inRoom = await openSocket(room.stub, { accountId, deviceId: ended })
    const inLobby = await openSocket(room.lobby, { accountId, deviceId: ended })
    const keptOne = await openSocket(room.stub, { accountId, deviceId: kept })

    const startedAt = Date.now()
    granted(await stub.endDevice(ended))
    expect(await Promise.all([inRoom.closed, inLobby.closed])).toEqual([
      closeCodes.sessionEnded,
      closeCodes.sessionEnded,
    ])
    expect(Date.now() - startedAt).toBeLessThan(promptMs)
    expect(await Promise.race([keptOne.closed, Promise.resolve('open')])).toBe('open')
  })

  test('[SE9] a place that does not answer is told again by the alarm, until it has answered', async () => {
    const { stub, accountId } = await anAccount()
    const { deviceId } = granted(await stub.openSession('端末'))
    const [reached, away] = [freshId(), freshId()]
    for (const id of [reached, away]) granted(await stub.admit(deviceId, { kind: 'room', id }))

    const house = aFakeHouse({ away: new Set([away]) })
    await house.in(stub, async (account, state) => {
      await account.endDevice(deviceId)
      await house.settled()
      expect(house.told).toEqual([{ id: reached, accountId, deviceIds: [deviceId] }])
      expect(await state.storage.getAlarm()).toBeLessThanOrEqual(Date.now() + 1_000)
      for (const [aheadMs, answers] of [
        [2_000, false],
        [5_000, false],
        [60_000, true],
      ] as const) {
        house.env.CLOCK_AHEAD_MS = `${aheadMs}`
        if (answers) house.away.clear()
        await account.alarm()
      }
      expect(house.told.slice(1)).toEqual([{ id: away, accountId, deviceIds: [deviceId] }])
      expect(state.storage.sql.exec('SELECT * FROM notice').toArray()).toEqual([])
      expect(state.storage.sql.exec("SELECT * FROM errand WHERE name = 'notices'").toArray()).toEqual([])
    })
  })

  test('[SE9] a notice that comes late does not end a device of after', async () => {
    const { stub, apply } = await anAccount()
    const { deviceId } = granted(await stub.openSession('前の端末'))
    const roomId = freshId()
    granted(await stub.admit(deviceId, { kind: 'room', id: roomId }))
    const house = aFakeHouse({ away: new Set([roomId]) })
    await house.in(stub, async (account) => {
      await account.applyDirectory({ ...(await apply.last()), revision: 2, disabled: true })
      await account.applyDirectory({ ...(await apply.last()), revision: 3, disabled: false })
      await account.openSession('後の端末')
      house.away.clear()
      house.env.CLOCK_AHEAD_MS = '60000'
      await account.alarm()
      expect(house.told.map(({ deviceIds }) => deviceIds)).toEqual([[deviceId]])
    })
  })

  test('[SE10] the device list is copied to the directory, gathered, and again until it was taken', async () => {
    const { stub, accountId } = await anAccount()
    const house = aFakeHouse({ isDirectoryAway: true })
    await house.in(stub, async (account, state) => {
      granted(await account.openSession('一台目'))
      house.env.CLOCK_AHEAD_MS = '1' // later than the first, however quick this is
      granted(await account.openSession('二台目'))
      expect(house.copies).toEqual([])
      house.env.CLOCK_AHEAD_MS = '3000'
      await account.alarm()
      expect(house.copies).toEqual([])
      house.isDirectoryAway = false
      house.env.CLOCK_AHEAD_MS = '60000'
      await account.alarm()
      expect(house.copies).toHaveLength(1)
      expect(house.copies[0]).toMatchObject({ accountId, devices: [{ name: '一台目' }, { name: '二台目' }] })
      expect(state.storage.sql.exec('SELECT * FROM errand').toArray()).toEqual([])
    })
  })

  test('[SE10] without a directory everything goes on, and the copy wakes nobody', async () => {
    const { stub } = await anAccount()
    const house = aFakeHouse()
    delete (house.env as { DIRECTORY?: unknown }).DIRECTORY
    await house.in(stub, async (account, state) => {
      await state.storage.deleteAlarm()
      const session = granted(await account.openSession('端末'))
      expect(await account.admit(session.deviceId)).toMatchObject({ ok: true })
      expect(await state.storage.getAlarm()).toBeNull()
    })
    expect(await runDurableObjectAlarm(stub)).toBe(false)
  })
})
