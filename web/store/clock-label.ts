import type { EpochMs } from '../../protocol/ids.ts'
import { dayOf, momentLabel, timeOfDay } from './dates.ts'

/** 「14:32」 of today, 「昨日 14:32」「11月20日(金) 9:05」 of before. */
export const clockLabel = (at: EpochMs, now: EpochMs): string =>
  dayOf(at) === dayOf(now) ? timeOfDay(at) : momentLabel(at, now)
