import { describe, expect, test } from 'vitest'
import { best, lightsOf, outlookOf } from '../../../core/ringing/outlook.ts'
import { limits } from '../../../protocol/limits.ts'
import { outlooks, type RingingFacts } from '../../../protocol/ringing.ts'

const now = Date.UTC(2026, 10, 24, 3)
const minute = 60_000
const day = 24 * 60 * minute

const facts = (some: Partial<RingingFacts> = {}): RingingFacts => ({
  permission: 'granted',
  platform: 'android',
  installed: true,
  toldAt: now - day,
  subscribedAt: now - 10 * day,
  trouble: null,
  sentAt: now - 2 * day,
  shownAt: now - 2 * day + 1_000,
  ...some,
})
const outlook = (some: Partial<RingingFacts>) => outlookOf(facts(some), now)

describe('a device', () => {
  test('[RG13] is expected to ring when it may, is subscribed, and has shown its last push', () => {
    expect(outlook({})).toBe('rings')
    expect(outlookOf(null, now)).toBe('no_device')
  })

  test.each([
    ['denied', { permission: 'denied' }],
    ['unasked', { permission: 'default' }],
    ['unsupported', { permission: 'unsupported' }],
    ['not_installed', { platform: 'ios', installed: false, permission: 'unsupported' }],
    ['not_installed', { platform: 'ios', installed: false, permission: 'default' }],
    ['unsubscribed', { subscribedAt: null }],
    ['ended', { trouble: 'ended' }],
    ['refused', { trouble: 'refused' }],
    ['untried', { shownAt: null, sentAt: null }],
    ['untried', { shownAt: null, sentAt: now - minute }],
  ] as const)('[RG13] is %s, and does not ring: %o', (expected, some) => {
    expect(outlook(some)).toBe(expected)
  })

  test('[RG13] is late when its last push was not shown within ten minutes, and not counted on after a day', () => {
    const sent = (ago: number) => outlook({ sentAt: now - ago, shownAt: now - 3 * day })
    expect(sent(limits.shownWithinMs)).toBe('rings')
    expect(sent(limits.shownWithinMs + 1)).toBe('late')
    expect(sent(limits.shownAtLastMs)).toBe('late')
    expect(sent(limits.shownAtLastMs + 1)).toBe('not_shown')
  })

  test('[RG13] is not counted on when nothing was shown for fifteen days: two weekly probes did not come', () => {
    const shown = (ago: number) => outlook({ sentAt: now - ago - 1_000, shownAt: now - ago })
    expect(shown(15 * day)).toBe('rings')
    expect(shown(15 * day + 1)).toBe('not_shown')
  })
})

test('[RG14] a person is counted by the device that is most likely to ring', () => {
  const devices = outlooks.map((one) => ({ outlook: one }))
  expect(best(devices.toReversed())).toEqual({ outlook: 'rings' })
  expect(best(devices.filter(({ outlook: one }) => one !== 'rings').toReversed())).toEqual({ outlook: 'untried' })
  expect(best([])).toBeUndefined()
})

describe('three lights', () => {
  const lights = (some: Partial<RingingFacts> | null) => Object.values(lightsOf(some && facts(some), now)).join(' ')
  test.each([
    ['green green green', {}],
    ['yellow off off', null],
    ['yellow off off', { permission: 'default' }],
    ['red off off', { permission: 'denied' }],
    ['red off off', { platform: 'ios', installed: false, permission: 'default' }],
    ['green red off', { subscribedAt: null }],
    ['green red off', { trouble: 'ended' }],
    ['green green yellow', { shownAt: null, sentAt: null }],
    ['green green yellow', { sentAt: now - 20 * minute }],
    ['green green red', { sentAt: now - 2 * day, shownAt: now - 3 * day }],
  ] as const)('[RG13] %s: %o', (expected, some) => {
    expect(lights(some)).toBe(expected)
  })

  test('[RG13] are all green for a device that is expected to ring, and for no other', () => {
    const shownAgo = [null, 0, 20 * minute, 3 * day, 16 * day]
    for (const permission of ['granted', 'denied', 'default', 'unsupported'] as const)
      for (const subscribedAt of [null, now - 20 * day])
        for (const trouble of [null, 'ended', 'refused'] as const)
          for (const sent of shownAgo)
            for (const shown of shownAgo) {
              const at = (ago: number | null) => (ago === null ? null : now - ago)
              const some = { permission, subscribedAt, trouble, sentAt: at(sent), shownAt: at(shown) }
              expect(lights(some) === 'green green green', JSON.stringify(some)).toBe(outlook(some) === 'rings')
            }
  })
})
