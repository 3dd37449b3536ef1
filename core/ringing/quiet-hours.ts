import type { EpochMs } from '../../protocol/ids.ts'
import type { QuietHours } from '../../protocol/ringing.ts'

/** Tokyo is nine hours ahead of UTC, the whole year (Act No. 59 of 1886; no summer time since 1952). */
const tokyoAheadMinutes = 9 * 60
const dayMinutes = 24 * 60

/** Whether somebody wants not to be rung at this moment; `from` belongs to the hours, `to` does not, and the same twice is never. */
export function isQuiet(hours: QuietHours | null, now: EpochMs): boolean {
  if (hours === null) return false
  const minute = (Math.floor(now / 60_000) + tokyoAheadMinutes) % dayMinutes
  const { from, to } = hours
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to
}
