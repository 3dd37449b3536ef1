import { env, evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { describe, expect, test } from 'vitest'
import type { DeviceSession } from '../../protocol/account-bindings.ts'
import { limits } from '../../protocol/limits.ts'
import { aFakeHouse, anAccount, granted, secretIn } from '../support/account.ts'
import { freshId } from '../support/real-room.ts'

describe('an account object', () => {
  test('[SE1] an account that was never created refuses everything and writes nothing', async () => {
    const stub = env.ACCOUNT.getByName(freshId())
    const deviceId = freshId()
    expect(await stub.openSession('端末')).toMatchObject({ ok: false, refusal: { code: 'not_found' } })
    expect(await stub.admit(deviceId, { kind: 'room', id: freshId() })).toMatchObject({
      refusal: { code: 'signed_out' },
    })
    expect(await stub.refresh(deviceId, 'x'.repeat(43))).toMatchObject({ refusal: { code: 'signed_out' } })
    expect(await stub.endDevice(deviceId)).toMatchObject({ refusal: { code: 'not_found' } })
    expect(await stub.devices(deviceId)).toEqual([])
    await stub.endOthers(null)
    await runInDurableObject(stub, async (_, state) => {
      expect(state.storage.sql.exec("SELECT name FROM sqlite_master WHERE type = 'table'").toArray()).toEqual([])
      expect(await state.storage.getAlarm()).toBeNull()
    })
  })

  test('[SE1] it keeps the newest profile that the directory said, and ignores older ones', async () => {
    const { stub, apply, profile } = await anAccount()
    const { deviceId } = granted(await stub.openSession('端末'))
    await apply({ revision: 7, profile: { ...profile, name: '新しい名' } })
    await apply({ revision: 6, profile: { ...profile, name: '古い名' } })
    expect(granted(await stub.admit(deviceId)).name).toBe('新しい名')
  })

  test('[SE2] evicting the object between any two steps changes nothing', async () => {
    const { stub } = await anAccount()
    const step = async <T>(result: Promise<T>): Promise<T> => {
      const value = await result
      await evictDurableObject(stub)
      return value
    }
    const first = granted(await step(stub.openSession('iPhone')))
    const other = granted(await step(stub.openSession('Android')))
    const second = granted(await step(stub.refresh(first.deviceId, secretIn(first))))
    expect(granted(await step(stub.refresh(first.deviceId, secretIn(first)))).refresh).toBe(second.refresh)
    const third = granted(await step(stub.refresh(first.deviceId, secretIn(second))))
    expect(new Set([first.refresh, second.refresh, third.refresh]).size).toBe(3)
    expect((await step(stub.devices(first.deviceId))).map(({ name, current }) => ({ name, current }))).toEqual(
      expect.arrayContaining([
        { name: 'iPhone', current: true },
        { name: 'Android', current: false },
      ]),
    )
    expect(await step(stub.endDevice(other.deviceId))).toEqual({ ok: true, value: null })
    expect(await step(stub.admit(other.deviceId))).toMatchObject({ ok: false, refusal: { code: 'signed_out' } })
    expect(await step(stub.admit(first.deviceId))).toMatchObject({ ok: true })
  })

  test('[SE3] rotation is atomic: a secret presented fifty times at once has one successor', async () => {
    const { stub } = await anAccount()
    const session = granted(await stub.openSession('端末'))
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => stub.refresh(session.deviceId, secretIn(session))),
    )
    expect(new Set(answers.map((answer) => granted(answer).refresh)).size).toBe(1)
  })

  test('[SE5] a secret that was used long ago ends the device and nobody else', async () => {
    const { stub } = await anAccount()
    const first = granted(await stub.openSession('盗まれた端末'))
    const other = granted(await stub.openSession('別の端末'))
    const second = granted(await stub.refresh(first.deviceId, secretIn(first)))
    const third = granted(await stub.refresh(first.deviceId, secretIn(second)))
    const house = aFakeHouse({ aheadMs: limits.refreshGraceMs + 1_000 })
    await house.in(stub, async (account) => {
      expect(await account.refresh(first.deviceId, secretIn(first))).toMatchObject({ refusal: { code: 'signed_out' } })
      expect(await account.refresh(third.deviceId, secretIn(third))).toMatchObject({ refusal: { code: 'signed_out' } })
      expect(await account.admit(other.deviceId)).toMatchObject({ ok: true })
    })
  })

  test('[SE6] no usable secret is in its storage', async () => {
    const { stub } = await anAccount()
    const first = granted(await stub.openSession('端末'))
    const second = granted(await stub.refresh(first.deviceId, secretIn(first)))
    const stored = await runInDurableObject(stub, (_, state) =>
      JSON.stringify(state.storage.sql.exec('SELECT * FROM device').toArray()),
    )
    expect(stored).not.toContain(secretIn(first))
    expect(stored).not.toContain(secretIn(second))
  })

  test('[SE7] a device that was idle for 90 days has ended', async () => {
    const { stub } = await anAccount()
    const session = granted(await stub.openSession('端末'))
    const later = aFakeHouse({ aheadMs: limits.deviceIdleMs + 60_000 })
    await later.in(stub, async (account) => {
      expect(await account.admit(session.deviceId)).toMatchObject({ refusal: { code: 'signed_out' } })
      expect(await account.refresh(session.deviceId, secretIn(session))).toMatchObject({
        refusal: { code: 'signed_out' },
      })
      expect(await account.devices(session.deviceId)).toEqual([])
    })
  })

  test('[SE7] beyond 20 devices the longest unused one ends', async () => {
    const { stub } = await anAccount()
    const sessions: DeviceSession[] = []
    for (let i = 0; i < limits.maxDevicesPerAccount; i += 1) sessions.push(granted(await stub.openSession(`端末${i}`)))
    // The first one is used again, so that the second one is now the longest unused.
    await aFakeHouse({ aheadMs: 60_000 }).in(stub, (account) =>
      account.refresh(sessions[0]!.deviceId, secretIn(sessions[0]!)),
    )
    const newest = granted(await stub.openSession('もう一台'))
    const alive = (await stub.devices(newest.deviceId)).map(({ id }) => id)
    expect(alive).toHaveLength(limits.maxDevicesPerAccount)
    expect(alive).toContain(sessions[0]!.deviceId)
    expect(alive).not.toContain(sessions[1]!.deviceId)
  })

  test('[SE8] a disabled account has no devices; brought back, it starts with none', async () => {
    const { stub, apply } = await anAccount()
    const session = granted(await stub.openSession('端末'))
    await apply({ revision: 2, disabled: true })
    expect(await stub.admit(session.deviceId)).toMatchObject({ refusal: { code: 'signed_out' } })
    expect(await stub.openSession('端末')).toMatchObject({ ok: false })
    await apply({ revision: 3 })
    expect(await stub.admit(session.deviceId)).toMatchObject({ refusal: { code: 'signed_out' } })
    expect(await stub.openSession('端末')).toMatchObject({ ok: true })
  })

  test('[SE8] after a new password all devices but the own one have ended', async () => {
    const { stub } = await anAccount()
    const own = granted(await stub.openSession('手元'))
    const other = granted(await stub.openSession('別'))
    await stub.endOthers(own.deviceId)
    expect(await stub.admit(own.deviceId)).toMatchObject({ ok: true })
    expect(await stub.refresh(other.deviceId, secretIn(other))).toMatchObject({ refusal: { code: 'signed_out' } })
  })

  test('[SE2] every answer to a renewal cut once, in 200 rotations: 0 sign-outs', async () => {
    const { stub } = await anAccount()
    let held = granted(await stub.openSession('端末'))
    let signOuts = 0
    for (let i = 0; i < 200; i += 1) {
      const cut = await stub.refresh(held.deviceId, secretIn(held))
      const heard = await stub.refresh(held.deviceId, secretIn(held))
      if (!cut.ok || !heard.ok) signOuts += 1
      held = granted(heard)
    }
    expect(signOuts).toBe(0)
  })
})
