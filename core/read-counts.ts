import type { MemberNo, Seq } from '../protocol/ids.ts'
import { limits } from '../protocol/limits.ts'
import type { Reads } from '../protocol/server-message.ts'
import { readersOf } from './read-ledger.ts'
import { type RoomState, recentAt } from './room-state.ts'
import { covers, type Stay } from './stay.ts'

/** How many have read an entry by `author`: in a desk ↔ seat room those of the other side, elsewhere everyone but the author. */
export function readCount(state: RoomState, seq: Seq, author: MemberNo): number {
  const stay = authorStay(state, seq, author)
  if (stay?.side) return readersOf(state.ledgers[stay.side === 'desk' ? 'seat' : 'desk'], seq)
  const readers = readersOf(state.ledgers.all, seq)
  return stay && stay.pointer >= seq ? readers - 1 : readers
}

/** The stay during which the author wrote the entry. */
function authorStay(state: RoomState, seq: Seq, author: MemberNo): Stay | undefined {
  const newest = state.newest.get(author)
  if (!newest || covers(newest, seq)) return newest
  return state.stays.find((stay) => stay.no === author && covers(stay, seq))
}

/** Counts for entries `from` … `to`; `authorOf` is asked only for what is older than the state remembers. */
export function readsBetween(state: RoomState, from: Seq, to: Seq, authorOf: (seq: Seq) => AuthorOf): Reads {
  const counts: number[] = []
  for (let seq = from; seq <= to; seq += 1) {
    const recent = recentAt(state, seq)
    const { by, counts: isCounted } = recent ?? authorOf(seq)
    counts.push(isCounted ? readCount(state, seq, by) : 0)
  }
  return { from, counts }
}

export type AuthorOf = { by: MemberNo; counts: boolean }

/** The first entry whose count is told live. */
export const liveFrom = (state: RoomState): Seq => Math.max(1, state.head - limits.liveReadTail + 1)

/** Authors, among the newest entries, whose count rises when a pointer moves over (after, upTo]. */
export function authorsBetween(state: RoomState, after: Seq, upTo: Seq): Set<MemberNo> {
  const authors = new Set<MemberNo>()
  for (let seq = Math.max(after + 1, liveFrom(state)); seq <= upTo; seq += 1) {
    const recent = recentAt(state, seq)
    if (recent?.counts) authors.add(recent.by)
  }
  return authors
}
