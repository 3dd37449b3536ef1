import { type Lights, lightsOf, outlookOf } from '../../../core/ringing/outlook.ts'
import type { EpochMs } from '../../../protocol/ids.ts'
import type { Outlook, Permission, Platform, Ringing, RingingFacts } from '../../../protocol/ringing.ts'

/** What this device knows of itself, whatever the town was told. */
export type Here = {
  permission: Permission
  platform: Platform
  installed: boolean
  /** Whether a subscription stands; null: not looked yet. */
  isSubscribed: boolean | null
  /** The last notification that was seen to be shown, by the town's clock. */
  shownAt: EpochMs | null
}

/** What is known of how this device rings; null: the permission is there, and the town has not been heard of. */
export function factsHere(here: Here, known: Ringing | null): RingingFacts | null {
  const { permission, platform, installed, isSubscribed } = here
  const told = known?.devices.find(({ current }) => current)?.facts ?? null
  if (known === null && permission === 'granted') return null
  const shownAt = Math.max(told?.shownAt ?? 0, here.shownAt ?? 0) || null
  return {
    toldAt: told?.toldAt ?? 0,
    sentAt: told?.sentAt ?? null,
    trouble: told?.trouble ?? null,
    permission,
    platform,
    installed,
    subscribedAt: isSubscribed === false ? null : (told?.subscribedAt ?? null),
    shownAt,
  }
}

/** What is to be said of this device: as a whole, and by its lights. */
export type Judged = { outlook: Outlook; lights: Lights }

export const judged = (facts: RingingFacts | null, now: EpochMs): Judged | null =>
  facts && { outlook: outlookOf(facts, now), lights: lightsOf(facts, now) }

/** The three things that can be said of a device in one sentence. */
export type Verdict = 'rings' | 'unsure' | 'silent'

export function verdictOf(outlook: Outlook | null): Verdict {
  if (outlook === 'rings') return 'rings'
  return outlook === null || outlook === 'untried' || outlook === 'late' ? 'unsure' : 'silent'
}

/** Whether this device surely does not ring, and one tap here would change that. */
export const couldRing = (outlook: Outlook | null, known: Ringing | null): boolean =>
  typeof known?.key === 'string' && (outlook === 'unasked' || outlook === 'unsubscribed' || outlook === 'ended')
