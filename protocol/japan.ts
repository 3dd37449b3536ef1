import type { EpochMs } from './ids.ts'

/** Japan's clock is so far ahead of UTC, all year. */
export const japanMs = 9 * 3_600_000

/** What clocks in Japan show, as `2026-11-26T09:30:00.000Z`; the letter at its end is not meant. */
export const japanTime = (at: EpochMs): string => new Date(at + japanMs).toISOString()
