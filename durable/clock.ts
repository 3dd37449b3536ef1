import type { EpochMs } from '../protocol/ids.ts'

/** The objects' clock, read once where a request, a frame or an alarm comes in. A local town may set it ahead. */
export const now = (env: { CLOCK_AHEAD_MS?: string }): EpochMs => Date.now() + Number(env.CLOCK_AHEAD_MS ?? 0)
