import { expect, test } from 'vitest'
import { afterPush, afterShowing, afterTelling, canBeRung } from '../../../core/ringing/device-ringing.ts'
import type { RingingFacts, TellRinging } from '../../../protocol/ringing.ts'

const now = Date.UTC(2026, 10, 24, 3)
const told = (some: Partial<TellRinging> = {}): TellRinging => ({
  ...{ permission: 'granted', platform: 'android', installed: true },
  subscription: { endpoint: 'https://fcm.googleapis.com/fcm/send/a', p256dh: 'p', auth: 'a' },
  ...some,
})
const first = afterTelling(null, told(), false, now)
const later = now + 60_000

test('[RG19] a device that subscribes begins anew: nothing was sent, nothing was shown', () => {
  expect(first).toEqual({
    ...{ permission: 'granted', platform: 'android', installed: true, toldAt: now, subscribedAt: now },
    ...{ trouble: null, sentAt: null, shownAt: null },
  })
  const used: RingingFacts = { ...first, sentAt: now, shownAt: now, trouble: 'ended' }
  expect(afterTelling(used, told(), false, later)).toMatchObject({ subscribedAt: later, trouble: null, shownAt: null })
})

test('[RG19] telling the same again keeps what is known of it, a subscription that ended included', () => {
  const used: RingingFacts = { ...first, sentAt: now, trouble: 'ended' }
  expect(afterTelling(used, told(), true, later)).toEqual({ ...used, toldAt: later })
})

test('[RG19] a device tells what a lost receipt did not, and nothing from before its subscription or from the future', () => {
  const shown = (at: number) => afterTelling(first, told({ shownAt: at }), true, later).shownAt
  expect(shown(now + 5)).toBe(now + 5)
  expect(shown(now - 1)).toBeNull()
  expect(shown(later + 1)).toBeNull()
  expect(afterTelling({ ...first, shownAt: later }, told({ shownAt: now + 5 }), true, later).shownAt).toBe(later)
})

test('[RG19] without a subscription nothing is left of it', () => {
  const without = afterTelling(
    { ...first, sentAt: now },
    told({ subscription: null, permission: 'denied' }),
    false,
    later,
  )
  expect(without).toMatchObject({ permission: 'denied', subscribedAt: null, sentAt: null })
  expect(canBeRung(without)).toBe(false)
})

test('[RG9] what a push service does not know is not called again; what it refuses today is tried another time', () => {
  expect(canBeRung(first)).toBe(true)
  expect(canBeRung(afterPush(first, 'gone', later))).toBe(false)
  expect(canBeRung(afterPush(first, 'refused', later))).toBe(true)
  expect(afterPush(afterPush(first, 'refused', later), 'sent', later)).toMatchObject({ trouble: null, sentAt: later })
  expect(afterPush(first, 'later', later)).toEqual(first)
})

test('[RG15] what was shown was shown, and never earlier than it is known to be', () => {
  expect(afterShowing(first, later).shownAt).toBe(later)
  expect(afterShowing({ ...first, shownAt: later }, now).shownAt).toBe(later)
})
