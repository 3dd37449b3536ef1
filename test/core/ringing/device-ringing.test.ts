import { expect, test } from 'vitest'
import { afterPush, afterShowing, afterTelling, canBeRung, wantsReceipt } from '../../../core/ringing/device-ringing.ts'
import type { RingingFacts, TellRinging } from '../../../protocol/ringing.ts'

const now = Date.UTC(2026, 10, 24, 3)
const told = (some: Partial<TellRinging> = {}): TellRinging => ({
  ...{ permission: 'granted', platform: 'android', installed: true },
  subscription: { endpoint: 'https://fcm.googleapis.com/fcm/send/a', p256dh: 'p', auth: 'a' },
  ...some,
})
const first = afterTelling(null, told(), false, now)
const later = now + 60_000
const asked = { at: later, isAsked: true }

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
  expect(canBeRung(afterPush(first, 'gone', asked))).toBe(false)
  expect(canBeRung(afterPush(first, 'refused', asked))).toBe(true)
  expect(afterPush(afterPush(first, 'refused', asked), 'sent', asked)).toMatchObject({ trouble: null, sentAt: later })
  expect(afterPush(first, 'later', asked)).toEqual(first)
})

test('[RG15] what was shown was shown, and never earlier than it is known to be', () => {
  expect(afterShowing(first, later).shownAt).toBe(later)
  expect(afterShowing({ ...first, shownAt: later }, now).shownAt).toBe(later)
})

test('[RG13] a phone that shows nothing is in doubt from the first push that it was asked about, however many follow', () => {
  const first2 = afterPush({ ...first, shownAt: now }, 'sent', asked)
  expect(afterPush(first2, 'sent', { at: later + 60_000, isAsked: true }).sentAt).toBe(later)
  expect(afterPush(afterShowing(first2, later + 5), 'sent', { at: later + 9, isAsked: true }).sentAt).toBe(later + 9)
})

test('[RG15] a receipt is asked for once an hour, and with every push while one is missing', () => {
  const hour = 3_600_000
  expect(wantsReceipt(first, now)).toBe(true)
  const shown = afterShowing(afterPush(first, 'sent', { at: now, isAsked: true }), now + 5)
  expect(wantsReceipt(shown, now + hour)).toBe(false)
  expect(afterPush(shown, 'sent', { at: now + hour, isAsked: false })).toEqual(shown)
  expect(wantsReceipt(shown, now + 5 + hour)).toBe(true)
  const awaited = afterPush(shown, 'sent', { at: now + 5 + hour, isAsked: true })
  expect(wantsReceipt(awaited, now + 6 + hour)).toBe(true)
})
