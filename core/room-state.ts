import type { Id, MemberNo, Rev, Revision, Seq } from '../protocol/ids.ts'
import type { RoomFacts, Side } from '../protocol/roster.ts'
import type { Person } from './change.ts'
import { emptyLedger, type ReadLedger } from './read-ledger.ts'
import type { Stay } from './stay.ts'

/** What the newest entries must be known for without asking the log: read counts, mentions, and how far a pointer has seen. */
export type RecentEntry = {
  seq: Seq
  by: MemberNo
  countable: number
  counts: boolean
  mentions: readonly MemberNo[]
}

/**
 * What a room must know to decide and to count: all of it can be made again from storage.
 * Invariants: 1. `people[no - 1].no === no`. 2. at most one stay of a person has no leftSeq, and it is the last of theirs.
 * 3. the ledgers hold exactly the pointers and joinings of `stays`, by side. 4. `present` counts the stays without leftSeq. 5. `recent` ends at the head and has no holes.
 */
export type RoomState = {
  facts: RoomFacts
  revision: Revision
  people: Person[]
  byAccount: Map<Id, MemberNo>
  stays: Stay[]
  /** Newest stay of each person, by number. */
  newest: Map<MemberNo, Stay>
  /** How many are in the room now. */
  present: number
  head: Seq
  countable: number
  rev: Rev
  ledgers: Record<LedgerKey, ReadLedger>
  recent: RecentEntry[]
}

export type LedgerKey = 'all' | Side

/** How many of the newest entries `recent` keeps. */
export const recentEntries = 1_000

export const emptyRoom = (facts: RoomFacts): RoomState => ({
  facts,
  revision: 0,
  people: [],
  byAccount: new Map(),
  stays: [],
  newest: new Map(),
  present: 0,
  head: 0,
  countable: 0,
  rev: 0,
  ledgers: { all: emptyLedger(), desk: emptyLedger(), seat: emptyLedger() },
  recent: [],
})

/** The member's present stay, or null for who is not in the room now. */
export function presentStay(state: RoomState, no: MemberNo): Stay | null {
  const stay = state.newest.get(no)
  return stay && stay.leftSeq === null ? stay : null
}

/** The number of an account that is in the room now, or null: absent and forbidden alike. */
export function presentNo(state: RoomState, accountId: Id): MemberNo | null {
  const no = state.byAccount.get(accountId)
  return no !== undefined && presentStay(state, no) ? no : null
}

export const presentStays = (state: RoomState): Stay[] => state.stays.filter((stay) => stay.leftSeq === null)

/** The first seq that a member may be served. */
export const historyFloor = (state: RoomState, stay: Stay): Seq => (state.facts.history === 'all' ? 1 : stay.joinedSeq)

/** A newest entry, or undefined when it is older than `recent` reaches. */
export function recentAt(state: RoomState, seq: Seq): RecentEntry | undefined {
  const first = state.recent[0]
  return first && seq >= first.seq ? state.recent[seq - first.seq] : undefined
}

/** Unread mentions among the newest entries. */
export function unreadMentions(state: RoomState, stay: Stay): number {
  let count = 0
  for (let i = state.recent.length - 1; i >= 0; i -= 1) {
    const entry = state.recent[i] as RecentEntry
    if (entry.seq <= stay.pointer) break
    if (entry.by !== stay.no && entry.mentions.includes(stay.no)) count += 1
  }
  return count
}
