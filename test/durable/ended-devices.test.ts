import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { describe, expect, test } from 'vitest'
import type { DeviceSession } from '../../protocol/account-bindings.ts'
import { limits } from '../../protocol/limits.ts'
import { aFakeHouse, anAccount, granted, secretIn } from '../support/account.ts'

type Account = Awaited<ReturnType<typeof anAccount>>['stub']

/** What a device hears that comes again with a secret. */
async function heardBy(account: Pick<Account, 'refresh'>, { deviceId }: DeviceSession, secret: string) {
  const answer = await account.refresh(deviceId, secret)
  return answer.ok ? 'goes on' : answer.refusal.code
}

const opened = async (stub: Account, name: string) => granted(await stub.openSession(name))
const rowsOf = (stub: Account) =>
  runInDurableObject(stub, (_, { storage }) => storage.sql.exec('SELECT * FROM ended_device').toArray())

describe('a device that has ended', () => {
  test('[SE20] from another device: it is told so with each secret that was its own, after an eviction too', async () => {
    const { stub } = await anAccount()
    const [own, lost] = [await opened(stub, '手元'), await opened(stub, 'なくした端末')]
    const secrets = [secretIn(lost)]
    for (let i = 0; i < 3; i += 1) secrets.push(secretIn(granted(await stub.refresh(lost.deviceId, secrets[i]!))))
    await stub.endDevice(lost.deviceId, own.deviceId)
    for (const secret of secrets) expect(await heardBy(stub, lost, secret)).toBe('device_ended')
    await evictDurableObject(stub)
    for (const secret of secrets) expect(await heardBy(stub, lost, secret)).toBe('device_ended')
    expect(await heardBy(stub, own, secretIn(own))).toBe('goes on')
  })

  test('[SE20] anybody else, with another secret or another device’s, is signed_out', async () => {
    const { stub } = await anAccount()
    const [own, lost] = [await opened(stub, '手元'), await opened(stub, 'なくした端末')]
    await stub.endDevice(lost.deviceId, own.deviceId)
    for (const secret of ['A'.repeat(43), secretIn(own)])
      expect(await heardBy(stub, lost, secret), secret).toBe('signed_out')
    expect(await stub.admit(lost.deviceId)).toMatchObject({ refusal: { code: 'signed_out' } })
  })

  test('[SE20] with its disabled account: each device is told so, also when the account is back', async () => {
    const { stub, apply } = await anAccount()
    const [phone, tablet, gone] = [await opened(stub, '電話'), await opened(stub, '板'), await opened(stub, '前の')]
    await stub.endDevice(gone.deviceId)
    await apply({ revision: 2, disabled: true })
    const hear = () => Promise.all([phone, tablet, gone].map((device) => heardBy(stub, device, secretIn(device))))
    expect(await hear()).toEqual(['device_ended', 'device_ended', 'signed_out'])
    await apply({ revision: 3 })
    expect(await hear()).toEqual(['device_ended', 'device_ended', 'signed_out'])
    expect(await heardBy(stub, await opened(stub, '新しい端末'), secretIn(phone))).toBe('signed_out')
  })

  test('[SE20] by itself, by a new password, by its age, by a used secret or as one too many: it is signed_out', async () => {
    const { stub } = await anAccount()
    const first = await opened(stub, '使われない端末')
    for (let i = 0; i < limits.maxDevicesPerAccount; i += 1) await opened(stub, `端末${i}`)
    const itself = await opened(stub, '自分で終わる')
    await stub.endDevice(itself.deviceId)
    const named = await opened(stub, '自分で終わる')
    await stub.endDevice(named.deviceId, named.deviceId)
    const other = await opened(stub, 'パスワードの前')
    await stub.endOthers(null)
    const stolen = await opened(stub, '盗まれた端末')
    const second = granted(await stub.refresh(stolen.deviceId, secretIn(stolen)))
    await stub.refresh(stolen.deviceId, secretIn(second))
    await aFakeHouse({ aheadMs: limits.refreshGraceMs + 1_000 }).in(stub, async (account) => {
      expect(await heardBy(account, stolen, secretIn(stolen))).toBe('signed_out')
    })
    const idle = await opened(stub, '古い端末')
    await aFakeHouse({ aheadMs: limits.deviceIdleMs + 60_000 }).in(stub, async (account) => {
      await account.openSession('新しい端末')
      expect(await heardBy(account, idle, secretIn(idle))).toBe('signed_out')
    })
    for (const device of [first, itself, named, other, stolen])
      expect(await heardBy(stub, device, secretIn(device))).toBe('signed_out')
    expect(await rowsOf(stub)).toEqual([])
  })

  test('[SE20] it is forgotten after 90 days, and the oldest above the bound', async () => {
    const { stub } = await anAccount()
    const own = await opened(stub, '手元')
    const ended: DeviceSession[] = []
    for (let i = 0; i <= limits.maxEndedDevices; i += 1) {
      const device = await opened(stub, `端末${i}`)
      // Some time apart, so that it is known which is the oldest.
      const house = aFakeHouse({ aheadMs: i * 1_000 })
      await house.in(stub, (account) => account.endDevice(device.deviceId, own.deviceId))
      ended.push(device)
    }
    expect(await rowsOf(stub)).toHaveLength(limits.maxEndedDevices)
    expect(await heardBy(stub, ended[0]!, secretIn(ended[0]!))).toBe('signed_out')
    expect(await heardBy(stub, ended.at(-1)!, secretIn(ended.at(-1)!))).toBe('device_ended')
    await aFakeHouse({ aheadMs: limits.deviceIdleMs + 60_000 }).in(stub, async (account) => {
      expect(await heardBy(account, ended.at(-1)!, secretIn(ended.at(-1)!))).toBe('signed_out')
      await account.openSession('新しい端末')
    })
    expect(await rowsOf(stub)).toEqual([])
  })

  test('[SE6] [SE20] no usable secret is in what is kept of it', async () => {
    const { stub } = await anAccount()
    const [own, lost] = [await opened(stub, '手元'), await opened(stub, 'なくした端末')]
    const second = granted(await stub.refresh(lost.deviceId, secretIn(lost)))
    await stub.endDevice(lost.deviceId, own.deviceId)
    const kept = JSON.stringify(await rowsOf(stub))
    expect(kept).toContain(lost.deviceId)
    for (const secret of [secretIn(lost), secretIn(second)]) expect(kept).not.toContain(secret)
  })
})
