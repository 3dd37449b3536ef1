import type { Notice, Rung } from './notice.ts'

/** What a browser knows of a notification and its types do not: they are Chromium's (2026). */
export type ShownOptions = NotificationOptions & { tag: string; renotify: boolean; vibrate?: number[] }

/** What goes with a notification to where it is tapped, and to where the room is read. */
export type ShownData = { path: string; receipt: string | null } & (
  | { roomId: string; seq: number; round: number }
  | { roomId?: undefined }
)

/** A notification that stands there, as far as it matters here. */
export type Standing = Pick<Notification, 'title' | 'body' | 'data'>

const icon = '/icon-192.png'
/** The small picture in the bar of an Android phone, which takes nothing but its outline. */
const badge = '/badge-96.png'
const urgentBeat = [600, 200, 600, 200, 600, 200, 1_000]
/** So many entries of one room are remembered as rung. */
const remembered = 8

/**
 * Whether it was rung before: the push service may deliver twice, and late. A message that is older than one that was rung says nothing new;
 * 緊急 rings for each entry in each round.
 */
export function isRepeated({ entry, isUrgent }: Notice, rung: readonly Rung[]): boolean {
  if (entry === null) return false
  return rung.some(({ seq, round }) => (isUrgent ? seq === entry.seq && round >= entry.round : seq >= entry.seq))
}

/** What is remembered as rung, with this one. */
export function rungWith(rung: readonly Rung[], { seq, round }: Rung): Rung[] {
  const before = rung.find((one) => one.seq === seq)
  const newest = { seq, round: Math.max(round, before?.round ?? 0) }
  return [newest, ...rung.filter((one) => one !== before)].slice(0, remembered)
}

/** What rang according to the notifications that stand there. */
export const rungBy = (standing: readonly Standing[]): Rung[] =>
  standing.flatMap(({ data }) => (Number.isInteger(data?.seq) ? [{ seq: data.seq, round: data.round ?? 0 }] : []))

/** Whether a notification makes itself heard. */
export const isHeard = (notice: Notice, { isRepeat, isLooking }: { isRepeat: boolean; isLooking: boolean }): boolean =>
  notice.kind !== 'probe' && !isRepeat && (!isLooking || notice.isUrgent)

/** A notification as the browser is asked to show it. What was repeated late does not take the words of a newer one away. */
export function shownAs(
  notice: Notice,
  heard: boolean,
  standing: readonly Standing[] = [],
): { title: string; options: ShownOptions } {
  const { entry, isUrgent, tag } = notice
  const newer = heard ? undefined : standing.find(({ data }) => entry !== null && data?.seq > entry.seq)
  const data: ShownData = newer?.data ?? { path: notice.path, receipt: notice.receipt, ...entry }
  return {
    title: newer?.title ?? notice.title,
    options: {
      body: newer?.body ?? notice.body,
      tag,
      data,
      icon,
      badge,
      lang: 'ja',
      dir: 'ltr',
      renotify: heard,
      silent: !heard,
      requireInteraction: isUrgent,
      // A silent one that shakes is refused.
      ...(isUrgent && heard ? { vibrate: urgentBeat } : {}),
    },
  }
}
