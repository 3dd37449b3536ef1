import type { EpochMs } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import type { PushOutcome, RingingFacts, TellRinging } from '../../protocol/ringing.ts'
import { isAwaited } from './outlook.ts'

/** What a device's own word makes of what is known of it. `isSame`: its subscription is the one that is known. */
export function afterTelling(
  held: RingingFacts | null,
  { permission, platform, installed, subscription, shownAt }: TellRinging,
  isSame: boolean,
  now: EpochMs,
): RingingFacts {
  const said = { permission, platform, installed, toldAt: now }
  if (subscription === null) return { ...said, subscribedAt: null, trouble: null, sentAt: null, shownAt: null }
  if (!isSame || held === null) return { ...said, subscribedAt: now, trouble: null, sentAt: null, shownAt: null }
  const toldShown = shownAt !== undefined && shownAt <= now && shownAt >= (held.subscribedAt ?? now) ? shownAt : null
  return { ...held, ...said, shownAt: later(held.shownAt, toldShown) }
}

/** Whether the next push asks for a receipt: not every one does, since each costs the phone a request and the town a row. */
export const wantsReceipt = (facts: RingingFacts, now: EpochMs): boolean =>
  facts.shownAt === null || now - facts.shownAt >= limits.receiptEveryMs || isAwaited(facts)

/**
 * What a push service's answer says of a device. What is refused today may be taken tomorrow; what is gone stays gone. `at` is when it was sent: a
 * receipt may be there before its push service has answered.
 */
export function afterPush(
  facts: RingingFacts,
  outcome: PushOutcome,
  { at, isAsked }: { at: EpochMs; isAsked: boolean },
): RingingFacts {
  switch (outcome) {
    case 'sent':
      return { ...facts, trouble: null, sentAt: isAsked && !isAwaited(facts) ? at : facts.sentAt }
    case 'gone':
      return { ...facts, trouble: 'ended' }
    case 'refused':
      return { ...facts, trouble: 'refused' }
    case 'later':
      return facts
  }
}

export const afterShowing = (facts: RingingFacts, now: EpochMs): RingingFacts => ({
  ...facts,
  shownAt: later(facts.shownAt, now),
})

/** Whether it is worth sending a device a push. */
export const canBeRung = ({ permission, subscribedAt, trouble }: RingingFacts): boolean =>
  permission === 'granted' && subscribedAt !== null && trouble !== 'ended'

const later = (a: EpochMs | null, b: EpochMs | null): EpochMs | null => (a === null || (b !== null && b > a) ? b : a)
