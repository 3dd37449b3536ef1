import type { EpochMs } from '../protocol/ids.ts'
import { limits } from '../protocol/limits.ts'

/**
 * When what is told about read pointers goes out.
 *
 * Terms: near – the authors' devices and open sheets; wide – everyone else, and the readers' own acknowledgements.
 * States: quiet (nothing untold) → gathering (moves since `firstNearAt` / `firstWideAt`) → quiet again, each cadence by itself.
 * Invariants: 1. near is due one window after the first claim. 2. wide is due a gathering time after the first untold move when enough
 * moved, else a quiet time after the last move. 3. acknowledgements are due with the wide gathering time, so that a storm costs one frame each.
 */
export type Gathering = {
  firstNearAt: EpochMs | null
  firstWideAt: EpochMs | null
  lastClaimAt: EpochMs
  /** Stored moves since the last wide telling. */
  moved: number
  /** Somebody's own pointer waits to be acknowledged since then. */
  firstAckAt: EpochMs | null
}

export const quiet = (): Gathering => ({
  firstNearAt: null,
  firstWideAt: null,
  lastClaimAt: 0,
  moved: 0,
  firstAckAt: null,
})

/** A claim has come in; it is stored, and becomes a move, with the near window. */
export function noteClaim(gathering: Gathering, now: EpochMs): void {
  gathering.firstNearAt ??= now
  gathering.firstAckAt ??= now
  gathering.lastClaimAt = now
}

/**
 * Claims were stored as moves. `since` is when the first of them came in. Only what is stored counts for the wide cadence: a claim that is
 * still waiting when everyone is told belongs to the next telling.
 */
export function noteMoves(gathering: Gathering, moves: number, since: EpochMs): void {
  gathering.firstWideAt ??= since
  gathering.moved += moves
}

export type Due = { near: EpochMs | null; ack: EpochMs | null; wide: EpochMs | null }

/** When each cadence is due; null for nothing to tell. */
export function dueTimes(gathering: Gathering, members: number, windowMs: number = limits.gatherWindowMs): Due {
  const { firstNearAt, firstWideAt, firstAckAt, lastClaimAt, moved } = gathering
  const isMuch = moved >= Math.max(1, Math.ceil(members * limits.wideShare))
  return {
    near: firstNearAt === null ? null : firstNearAt + windowMs,
    ack: firstAckAt === null ? null : firstAckAt + limits.wideGatherMs,
    wide: firstWideAt === null ? null : isMuch ? firstWideAt + limits.wideGatherMs : lastClaimAt + limits.wideQuietMs,
  }
}

export function toldNear(gathering: Gathering): void {
  gathering.firstNearAt = null
}

/** Everyone's own pointer was acknowledged as it is stored. Who has a claim that still waits for that is told with the next. */
export function toldAcks(gathering: Gathering): void {
  gathering.firstAckAt = gathering.firstNearAt
}

export function toldWide(gathering: Gathering): void {
  gathering.firstWideAt = null
  gathering.moved = 0
}
