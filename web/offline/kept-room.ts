import type { Entry, Mark } from '../../protocol/entry.ts'
import type { Id, MemberNo, Rev, Seq } from '../../protocol/ids.ts'
import type { Rights, RoomFacts, Roster } from '../../protocol/roster.ts'
import { emptyRoom, type HeldRoom } from '../store/talk/room-fold.ts'
import { wholeFrom } from '../store/talk/runs.ts'

/** What is kept of a room besides its entries, marks and roster, which have shelves of their own. */
export type KeptRoom = {
  roomId: Id
  organizationId: Id
  facts: RoomFacts
  rights: Rights
  me: MemberNo
  /** The cursor that belongs to the entries and marks kept with it. */
  head: Seq
  rev: Rev
  first: Seq | null
  pointer: Seq
  unread: number
  mentions: number
  /** How many have read the entries from `from` on. */
  reads: { from: Seq; counts: number[] }
}

/** A room as it comes back from the shelves. */
export type KeptWhole = {
  room: KeptRoom
  roster: Roster | null
  entries: readonly Entry[]
  marks: readonly { seq: Seq; marks: readonly Mark[] }[]
}

/** So many of the newest entries of a room are kept. */
export const keptEntries = 400

/** From which entry on a room is kept: the newest without a hole, at most `keptEntries` of them. */
export const keptFrom = ({ timeline }: HeldRoom): Seq => wholeFrom(timeline, keptEntries)

/** null while the room has not said what it is. */
export function toKept(held: HeldRoom, from: Seq): KeptRoom | null {
  const { facts, rights, me, timeline, pointer, unread, mentions } = held
  if (facts === null) return null
  const counts: number[] = []
  for (let seq = from; seq <= timeline.head; seq += 1) counts.push(held.reads.get(seq) ?? 0)
  return {
    roomId: facts.id,
    organizationId: facts.organizationId,
    facts,
    rights,
    me,
    head: timeline.head,
    rev: timeline.rev,
    first: held.first,
    pointer,
    unread,
    mentions,
    reads: { from, counts },
  }
}

/** The room as it was held. What does not fit together, as after a write that was cut off, is not taken. */
export function toHeld({ room, roster, entries, marks }: KeptWhole): HeldRoom {
  const { facts, rights, me, first, pointer, unread, mentions, head, rev } = room
  const held: HeldRoom = { ...emptyRoom(), facts, rights, me, roster, first, pointer, unread, mentions }
  held.timeline.head = head
  held.timeline.rev = rev
  for (const entry of entries) if (entry.seq <= head) held.timeline.entries.set(entry.seq, entry)
  for (const { seq, marks: ofEntry } of marks) held.timeline.marks.set(seq, ofEntry)
  room.reads.counts.forEach((count, i) => {
    held.reads.set(room.reads.from + i, count)
  })
  return held
}
