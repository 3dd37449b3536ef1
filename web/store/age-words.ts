import type { EpochMs } from '../../protocol/ids.ts'
import { momentLabel } from './dates.ts'

const [minuteMs, hourMs] = [60_000, 3_600_000]

/** 「たった今」「3分前」「2時間前」, and the day and time of what is older. */
export function ageWords(at: EpochMs, now: EpochMs): string {
  const ageMs = now - at
  if (ageMs < minuteMs) return 'たった今'
  if (ageMs < hourMs) return `${Math.floor(ageMs / minuteMs)}分前`
  return ageMs < 24 * hourMs ? `${Math.floor(ageMs / hourMs)}時間前` : momentLabel(at, now)
}
