import type { EpochMs } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import { type Outlook, outlooks, type RingingFacts } from '../../protocol/ringing.ts'

/**
 * Whether a device will ring, from what is known of it. Only what was shown not long ago is a yes: a permission and a subscription are promises, and
 * phones lose subscriptions without a word.
 */
export function outlookOf(facts: RingingFacts | null, now: EpochMs): Outlook {
  if (facts === null) return 'no_device'
  return permissionTrouble(facts) ?? subscriptionTrouble(facts) ?? shownTrouble(facts, now) ?? 'rings'
}

function permissionTrouble({ permission, platform, installed }: RingingFacts): Outlook | null {
  // Safari on an iPhone has notifications for apps on the home screen only.
  if (platform === 'ios' && !installed && permission !== 'granted') return 'not_installed'
  if (permission === 'granted') return null
  return permission === 'default' ? 'unasked' : permission
}

const subscriptionTrouble = ({ subscribedAt, trouble }: RingingFacts): Outlook | null =>
  trouble ?? (subscribedAt === null ? 'unsubscribed' : null)

function shownTrouble(facts: RingingFacts, now: EpochMs): Outlook | null {
  const { sentAt, shownAt } = facts
  const awaitedMs = isAwaited(facts) ? now - (sentAt ?? now) : 0
  if (awaitedMs > limits.shownAtLastMs) return 'not_shown'
  if (awaitedMs > limits.shownWithinMs) return 'late'
  if (shownAt === null) return 'untried'
  return now - shownAt > 2 * limits.probeEveryMs + limits.shownAtLastMs ? 'not_shown' : null
}

/** Whether it has not shown what it was asked to. */
export const isAwaited = ({ sentAt, shownAt }: RingingFacts): boolean =>
  sentAt !== null && (shownAt === null || shownAt < sentAt)

/** The device that is counted for its person: the one that is most likely to ring. */
export function best<T extends { outlook: Outlook }>(devices: readonly T[]): T | undefined {
  return devices.toSorted((a, b) => outlooks.indexOf(a.outlook) - outlooks.indexOf(b.outlook))[0]
}

/** What somebody can see at a glance, and mend one by one. off: not to be judged while an earlier one is not green. */
export type Light = 'green' | 'yellow' | 'red' | 'off'
export type Lights = { permission: Light; subscription: Light; shown: Light }

/** The three lights of a device: whether it may ring, whether the town can reach it, whether it did. */
export function lightsOf(facts: RingingFacts | null, now: EpochMs): Lights {
  const permission = facts && permissionTrouble(facts)
  if (facts === null || permission !== null)
    return {
      permission: facts === null || permission === 'unasked' ? 'yellow' : 'red',
      subscription: 'off',
      shown: 'off',
    }
  if (subscriptionTrouble(facts) !== null) return { permission: 'green', subscription: 'red', shown: 'off' }
  const shown = shownTrouble(facts, now)
  return {
    permission: 'green',
    subscription: 'green',
    shown: shown === null ? 'green' : shown === 'not_shown' ? 'red' : 'yellow',
  }
}
