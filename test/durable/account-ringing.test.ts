import { env } from 'cloudflare:test'
import { describe, expect, test } from 'vitest'
import type { Account } from '../../durable/account-object.ts'
import type { RingOf } from '../../protocol/bindings.ts'
import { limits } from '../../protocol/limits.ts'
import type { TellRinging } from '../../protocol/ringing.ts'
import { aFakeHouse } from '../support/account.ts'
import { id } from '../support/builders.ts'
import { freshId } from '../support/real-room.ts'

const origin = 'https://yagura.test'
const told = (endpoint = 'https://fcm.googleapis.com/fcm/send/a', some: Partial<TellRinging> = {}): TellRinging => ({
  ...{ permission: 'granted', platform: 'android', installed: true },
  subscription: { endpoint, p256dh: 'p'.repeat(87), auth: 'a'.repeat(22) },
  ...some,
})
const entry = (seq: number, some: object = {}): RingOf => ({
  ...{ kind: 'entry', roomId: id('room'), roomName: '一斉連絡', seq, round: 0, isLastRound: true, urgent: false },
  ...some,
})

/** An account with signed-in devices; every call may be at a time of its own. */
async function anAccount(devices = ['phone']) {
  const accountId = freshId()
  const stub = env.ACCOUNT.getByName(accountId)
  const at = <T>(aheadMs: number, work: (account: Account) => Promise<T>): Promise<T> =>
    aFakeHouse({ aheadMs }).in(stub, work)
  const organization = {
    ...{ id: id('corps'), name: '消防団', badge: '団', title: '分団長', mayMakeRooms: false, isAdmin: false },
    ...{ leavesNothing: false, sendsAtOnce: false },
  }
  const profile = { accountId, loginId: 'captain', name: '分団長', organizations: [organization] }
  await at(0, (account) => account.applyDirectory({ revision: 1, disabled: false, profile }))
  const ids: string[] = []
  for (const name of devices) {
    const opened = await at(0, (account) => account.openSession(name))
    if (opened.ok) ids.push(opened.value.deviceId)
  }
  return { at, ids, profile, phone: ids[0] ?? '' }
}

const rings = (claim: { targets: { deviceId: string }[] }) => claim.targets.map(({ deviceId }) => deviceId)
const sent = (deviceId: string) => [{ deviceId, outcome: 'sent' as const }]

describe('an account', () => {
  test('[RG6] gives out a device once for an entry and round, however often it is asked', async () => {
    const { at, phone } = await anAccount()
    await at(0, async (account) => {
      await account.tellRinging(phone, told(), origin)
      expect(await account.claimRing(entry(5))).toMatchObject({
        targets: [{ deviceId: phone, origin, subscription: told().subscription }],
        elsewhere: [id('corps')],
      })
      // Somebody is at it.
      for (let i = 0; i < 4; i += 1)
        expect(await account.claimRing(entry(5))).toMatchObject({ targets: [], state: 'waiting' })
      await account.settlePushes(entry(5), sent(phone))
      expect(await account.claimRing(entry(5))).toMatchObject({ targets: [], state: 'rung' })
      expect(await account.claimRing(entry(4))).toMatchObject({ targets: [], state: 'rung' })
      expect(rings(await account.claimRing(entry(6)))).toEqual([phone])
    })
  })

  test('[RG6] remembers what was rung, and gives out again what nobody finished', async () => {
    const { at, phone } = await anAccount()
    await at(0, async (account) => {
      await account.tellRinging(phone, told(), origin)
      await account.claimRing(entry(5))
    })
    // The object anew: what was under way is forgotten.
    await at(0, async (account) => {
      expect(rings(await account.claimRing(entry(5)))).toEqual([phone])
      await account.settlePushes(entry(5), sent(phone))
    })
    await at(0, async (account) => expect(rings(await account.claimRing(entry(5)))).toEqual([]))
  })

  test('[RG10] gives out again at once what could not be sent', async () => {
    const { at, phone } = await anAccount()
    await at(0, async (account) => {
      await account.tellRinging(phone, told(), origin)
      await account.claimRing(entry(5))
      await account.settlePushes(entry(5), [{ deviceId: phone, outcome: 'later' }])
      expect(rings(await account.claimRing(entry(5)))).toEqual([phone])
    })
  })

  test('[RG5] [RG11] rounds of a 緊急 ring anew, and neither 緊急 nor other talk stands for the other', async () => {
    const { at, phone } = await anAccount()
    await at(0, async (account) => {
      await account.tellRinging(phone, told(), origin)
      for (const ring of [entry(5), entry(4, { urgent: true }), entry(4, { urgent: true, round: 1 }), entry(6)]) {
        expect(rings(await account.claimRing(ring)), JSON.stringify(ring)).toEqual([phone])
        await account.settlePushes(ring, sent(phone))
        expect(rings(await account.claimRing(ring))).toEqual([])
      }
    })
  })

  test('[RG3] rings nothing in quiet hours but 緊急', async () => {
    const { at, phone } = await anAccount()
    const minute = (Math.floor(Date.now() / 60_000) + 9 * 60) % 1_440
    await at(0, async (account) => {
      await account.tellRinging(phone, told(), origin)
      await account.setQuietHours({ from: (minute + 1_430) % 1_440, to: (minute + 10) % 1_440 })
      expect(await account.claimRing(entry(5))).toMatchObject({ targets: [], state: 'quiet' })
      expect(rings(await account.claimRing(entry(5, { urgent: true })))).toEqual([phone])
      await account.setQuietHours(null)
      expect(rings(await account.claimRing(entry(5)))).toEqual([phone])
      expect((await account.ringing(phone)).quiet).toBeNull()
    })
  })

  test('[RG9] [RG13] stops at what a push service does not know, and shows it at once, until the device subscribes anew', async () => {
    const { at, phone } = await anAccount()
    await at(0, async (account) => {
      await account.tellRinging(phone, told(), origin)
      await account.claimRing(entry(5))
      await account.settlePushes(entry(5), [{ deviceId: phone, outcome: 'gone' }])
      expect(await account.outlook()).toMatchObject({ outlook: 'ended' })
      expect(await account.claimRing(entry(6))).toMatchObject({ targets: [], state: 'no_device' })
      await account.tellRinging(phone, told(), origin)
      expect(rings(await account.claimRing(entry(6)))).toEqual([])
      await account.tellRinging(phone, told('https://fcm.googleapis.com/fcm/send/b'), origin)
      expect(rings(await account.claimRing(entry(6)))).toEqual([phone])
      expect(await account.outlook()).toMatchObject({ outlook: 'untried' })
    })
  })

  test('[RG6] rings a phone once that is known as two devices', async () => {
    const { at, ids } = await anAccount(['before', 'now'])
    await at(0, async (account) => {
      for (const device of ids) await account.tellRinging(device, told(), origin)
      expect(rings(await account.claimRing(entry(5)))).toEqual([ids[1]])
    })
  })

  test('[RG12] sends nothing to a device that ended, nor to any of a disabled account', async () => {
    const { at, ids, profile } = await anAccount(['phone', 'desk'])
    const [phone = '', desk = ''] = ids
    await at(0, async (account) => {
      for (const device of ids) await account.tellRinging(device, told(`https://fcm.googleapis.com/${device}`), origin)
      await account.endDevice(phone, desk)
      expect(rings(await account.claimRing(entry(5)))).toEqual([desk])
      expect((await account.ringing(desk)).devices.map(({ id: one }) => one)).toEqual([desk])
      await account.applyDirectory({ revision: 2, disabled: true, profile })
      expect(await account.claimRing(entry(6))).toMatchObject({ targets: [], state: 'no_device' })
      expect(await account.outlook()).toEqual({ outlook: 'no_device', facts: null })
    })
  })

  test('[RG15] [RG13] [RG14] is counted by the best device once that has shown something', async () => {
    const { at, ids } = await anAccount(['phone', 'desk'])
    const [phone = '', desk = ''] = ids
    await at(0, async (account) => {
      await account.tellRinging(
        desk,
        told(undefined, { permission: 'denied', platform: 'windows', subscription: null }),
        origin,
      )
      expect(await account.outlook()).toMatchObject({ outlook: 'denied', facts: { platform: 'windows' } })
      await account.tellRinging(phone, told(), origin)
      expect(await account.outlook()).toMatchObject({ outlook: 'untried' })
      await account.settlePushes(null, sent(phone))
      await account.noteShown(phone)
      await account.noteShown(freshId())
      expect(await account.outlook()).toMatchObject({ outlook: 'rings', facts: { platform: 'android' } })
    })
    await at(16 * 24 * 3_600_000, async (account) =>
      expect(await account.outlook()).toMatchObject({ outlook: 'not_shown' }),
    )
  })

  test('[RG16] is probed where nothing was shown for long, and by a desk wherever it has not been yet', async () => {
    const { at, phone } = await anAccount()
    const weekly = (now: number): RingOf => ({ kind: 'probe', at: now, ifQuietFor: 6 * 24 * 3_600_000 })
    const week = limits.probeEveryMs
    await at(0, async (account) => {
      await account.tellRinging(phone, told(), origin)
      await account.noteShown(phone)
      expect(rings(await account.claimRing(weekly(Date.now())))).toEqual([])
      const asked: RingOf = { kind: 'probe', at: Date.now() + 1, ifQuietFor: 0 }
      expect(rings(await account.claimRing(asked))).toEqual([phone])
    })
    await at(week, async (account) => {
      const probe = weekly(Date.now() + week)
      expect(rings(await account.claimRing(probe))).toEqual([phone])
      await account.settlePushes(probe, sent(phone))
      expect(rings(await account.claimRing(probe))).toEqual([])
    })
  })

  test('[RG16] a device tests itself, at most every five seconds', async () => {
    const { at, phone } = await anAccount()
    await at(0, async (account) => {
      expect(await account.claimTest(phone)).toMatchObject({ refusal: { code: 'not_found' } })
      await account.tellRinging(phone, told(), origin)
      expect(await account.claimTest(phone)).toMatchObject({ ok: true, value: { deviceId: phone } })
      expect(await account.claimTest(phone)).toMatchObject({ refusal: { code: 'slow_down' } })
    })
  })
})
