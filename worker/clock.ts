import type { EpochMs } from '../protocol/ids.ts'

/** The Worker's clock, read once per request. A local town may set it ahead. */
export const now = (env: { CLOCK_AHEAD_MS?: string }): EpochMs => Date.now() + Number(env.CLOCK_AHEAD_MS ?? 0)
