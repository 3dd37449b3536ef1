import type { Seq } from '../protocol/ids.ts'
import { limits } from '../protocol/limits.ts'

export type CatchUpAsk = {
  /** Newest entry that the client holds; 0 for nothing. */
  seq: Seq
  head: Seq
  /** First entry that this member may be served. */
  floor: Seq
  pointer: Seq
  /** Entries that a client which holds something is served at once; `limits.maxCatchUpEntries`, or fewer where those are too long. */
  most: number
}

/** Entries from `from` to the head; with a gap also `around`, both ends included. An empty range has from = head + 1. */
export type CatchUpPlan = { from: Seq; gap: boolean; around?: { from: Seq; to: Seq } }

/**
 * Which entries a client is served: all it missed, or, when that is too much or it holds nothing, the newest ones, and the page
 * around the own pointer where those do not reach it. A cursor after the head (a room restored from a copy) is a cursor of nothing.
 */
export function planCatchUp({ seq, head, floor, pointer, most: mostHeld }: CatchUpAsk): CatchUpPlan {
  const held = seq > head ? 0 : seq
  const next = Math.max(held + 1, floor)
  const missed = head - next + 1
  const most = held === 0 ? limits.tailEntries : mostHeld
  if (missed <= most) return { from: next, gap: false }
  const from = head - limits.tailEntries + 1
  const first = Math.max(floor, pointer + 1 - limits.pageEntries / 2)
  if (pointer + 1 >= from) return { from, gap: true }
  return { from, gap: true, around: { from: first, to: Math.min(from - 1, first + limits.pageEntries - 1) } }
}
