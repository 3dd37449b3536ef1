import * as v from 'valibot'
import { EpochMs, Id, MemberNo } from './ids.ts'

/** Bodies and answers about notifications: what a device says of itself, whether it rings, and who was rung. */

/** A browser's subscription to its push service (RFC 8030); the keys as URL-safe base64 (RFC 8291: 65 and 16 bytes). */
export const PushSubscription = v.strictObject({
  endpoint: v.pipe(v.string(), v.url(), v.maxLength(1_000)),
  p256dh: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{87}$/)),
  auth: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/)),
})
export type PushSubscription = v.InferOutput<typeof PushSubscription>

export const Permission = v.picklist(['granted', 'denied', 'default', 'unsupported'])
export type Permission = v.InferOutput<typeof Permission>
export const Platform = v.picklist(['android', 'ios', 'mac', 'windows', 'linux', 'other'])
export type Platform = v.InferOutput<typeof Platform>

/** What a device says of itself at every launch, and whenever it changes. */
export const TellRinging = v.strictObject({
  permission: Permission,
  platform: Platform,
  /** On the home screen, and not a tab. */
  installed: v.boolean(),
  subscription: v.nullable(PushSubscription),
  /** When the device last showed a notification, as far as it remembers: a receipt may have been lost. */
  shownAt: v.optional(EpochMs),
})
export type TellRinging = v.InferOutput<typeof TellRinging>

/**
 * Whether a device will ring, and if not why: 'rings' is the only yes.
 * untried: nothing was shown on it yet · late: the last push was not shown within ten minutes · not_shown: nor within a day, or nothing was
 * shown for two weeks · ended: the push service no longer knows the subscription · refused: it does not take our pushes · unsubscribed: there
 * is none · denied, unasked, unsupported: the permission · not_installed: an iPhone where the app is not on the home screen · no_device: no
 * device of that person has ever said anything
 */
export const outlooks = [
  'rings',
  'untried',
  'late',
  'not_shown',
  'ended',
  'refused',
  'unsubscribed',
  'denied',
  'unasked',
  'not_installed',
  'unsupported',
  'no_device',
] as const
export const Outlook = v.picklist(outlooks)
export type Outlook = v.InferOutput<typeof Outlook>

/** What is known of how one device rings. */
export const RingingFacts = v.strictObject({
  permission: Permission,
  platform: Platform,
  installed: v.boolean(),
  /** When it last said so. */
  toldAt: EpochMs,
  /** Since when the present subscription stands; null: there is none. */
  subscribedAt: v.nullable(EpochMs),
  /** Why the subscription is no good any more: its push service does not know it, or refuses what we send. */
  trouble: v.nullable(v.picklist(['ended', 'refused'])),
  /** The last push that it was asked a receipt for (the first one, of those that it has not shown), and the last that it showed. */
  sentAt: v.nullable(EpochMs),
  shownAt: v.nullable(EpochMs),
})
export type RingingFacts = v.InferOutput<typeof RingingFacts>

export const RingingDevice = v.strictObject({
  id: Id,
  name: v.string(),
  current: v.boolean(),
  /** null: it has never said anything. */
  facts: v.nullable(RingingFacts),
  outlook: Outlook,
})
export type RingingDevice = v.InferOutput<typeof RingingDevice>

/** Minutes since midnight in Tokyo; `from` after `to` goes over midnight. */
const minuteOfDay = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_439))
export const QuietHours = v.strictObject({ from: minuteOfDay, to: minuteOfDay })
export type QuietHours = v.InferOutput<typeof QuietHours>
export const SetQuietHours = v.strictObject({ quiet: v.nullable(QuietHours) })

/** How the own devices ring. */
export const Ringing = v.strictObject({
  /** The public key to subscribe with (RFC 8292), URL-safe base64; null where this town sends no pushes. */
  key: v.nullable(v.string()),
  devices: v.array(RingingDevice),
  quiet: v.nullable(QuietHours),
  now: EpochMs,
})
export type Ringing = v.InferOutput<typeof Ringing>

/** What became of one push. sent: its push service took it · gone: it does not know the subscription · refused · later: nobody could be reached. */
export const PushOutcome = v.picklist(['sent', 'gone', 'refused', 'later'])
export type PushOutcome = v.InferOutput<typeof PushOutcome>

/** 今すぐ確認: what became of the push to this device. Whether it was shown is seen in `Ringing` afterwards. */
export const RingTested = v.strictObject({ outcome: PushOutcome })
export type RingTested = v.InferOutput<typeof RingTested>

/** From the service worker, signed in or not: the notification was shown. The receipt came in the push. */
export const RingShown = v.strictObject({ receipt: v.pipe(v.string(), v.maxLength(300)) })

/** Whose phone will ring, of a room's present members: each by the best device. */
export const RingBoard = v.strictObject({
  members: v.array(
    v.strictObject({
      no: MemberNo,
      outlook: Outlook,
      /** Of the device that is counted; left out where there is none. */
      platform: v.optional(Platform),
      installed: v.optional(v.boolean()),
      shownAt: v.optional(EpochMs),
      sentAt: v.optional(EpochMs),
    }),
  ),
  now: EpochMs,
})
export type RingBoard = v.InferOutput<typeof RingBoard>

/**
 * What became of ringing one person for one entry. rung: a push service took it · quiet: own quiet hours · no_device: none that could ring ·
 * failed: no push service took it · waiting: still being tried · gave_up: tried for long enough
 */
export const RingState = v.picklist(['rung', 'quiet', 'no_device', 'failed', 'waiting', 'gave_up'])
export type RingState = v.InferOutput<typeof RingState>

/** Who was rung when for one entry, oldest first. Who is not in it was not to be rung: had read it, or looked at the room, or wanted no ring. */
export const RingRecord = v.strictObject({
  rings: v.array(v.strictObject({ no: MemberNo, at: EpochMs, state: RingState })),
  /** 緊急 that still goes on: when it rings next. */
  nextAt: v.optional(EpochMs),
})
export type RingRecord = v.InferOutput<typeof RingRecord>
