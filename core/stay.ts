import type { MemberNo, Seq } from '../protocol/ids.ts'
import type { Side } from '../protocol/roster.ts'

/** A member's time in a room. After `leftSeq` the pointer is frozen. */
export type Stay = {
  no: MemberNo
  joinedSeq: Seq
  leftSeq: Seq | null
  side?: Side
  /** Highest seq read; moves forward only, never past the head. */
  pointer: Seq
  /** Countable entries up to the pointer. */
  seen: number
  /** Own countable entries after the pointer, ascending; only while something of others stands between. */
  ownAhead: Seq[]
}

export const beginStay = (no: MemberNo, joinedSeq: Seq, seen: number, side?: Side): Stay => {
  const stay: Stay = { no, joinedSeq, leftSeq: null, pointer: joinedSeq, seen, ownAhead: [] }
  return side === undefined ? stay : { ...stay, side }
}

/** Where a pointer stands after a claim: forward only, never past the head. */
export const advance = (pointer: Seq, claimed: Seq, head: Seq): Seq => Math.max(pointer, Math.min(claimed, head))

/** Whether the stay was under way when the entry was stored. */
export const covers = (stay: Stay, seq: Seq): boolean =>
  stay.joinedSeq <= seq && (stay.leftSeq === null || seq < stay.leftSeq)

/** Entries that the member has neither read nor written, of those that count. */
export const unreadOf = (stay: Stay, countable: number): number => countable - stay.seen - stay.ownAhead.length

/**
 * Sets the pointer to `pointer`, with `seen` countable entries up to it, and carries it on over own entries that follow
 * without a hole, so that it never stands right before an own entry. Each own entry in the list is countable.
 */
export function settle(stay: Stay, pointer: Seq, seen: number): void {
  let reached = pointer
  const rest = stay.ownAhead.filter((own) => own > reached)
  while (rest[0] === reached + 1) reached = rest.shift() as Seq
  stay.ownAhead = rest
  stay.seen = seen + (reached - pointer)
  stay.pointer = reached
}
