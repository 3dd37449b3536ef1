import type { MemberNo, Seq } from '../protocol/ids.ts'
import { assertNever } from '../protocol/result.ts'
import { type Change, isCountable, type LoggedEntry, type PointerMove } from './change.ts'
import { addStay, movePointer } from './read-ledger.ts'
import { type LedgerKey, type RecentEntry, type RoomState, recentEntries } from './room-state.ts'
import { beginStay, type Stay, settle } from './stay.ts'

/**
 * The only place that says what is so in a room after a change. Changes `state` in place, since it holds every member;
 * the same changes in the same order always give the same state.
 */
export function evolve(state: RoomState, change: Change): void {
  switch (change.type) {
    case 'entry':
      return appendEntry(state, change.entry)
    case 'mark':
      state.rev = change.mark.rev
      return
    case 'pointers':
      state.rev = change.rev
      for (const move of change.moves) applyMove(state, move)
      return
    case 'directory':
      state.facts = change.facts
      state.revision = change.revision
      state.people = change.people
      state.byAccount = new Map(change.people.map((person) => [person.accountId, person.no]))
      return
    default:
      assertNever(change)
  }
}

function appendEntry(state: RoomState, entry: LoggedEntry): void {
  if (entry.seq !== state.head + 1) throw new Error(`the log must be gapless: ${entry.seq} after ${state.head}`)
  state.head = entry.seq
  state.countable = entry.countable
  rememberRecent(state, entry)
  if (entry.body.kind === 'membership') {
    for (const no of entry.body.left) endStay(state, no, entry.seq)
    for (const no of entry.body.joined) openStay(state, no, entry.seq)
  }
  const author = state.newest.get(entry.by)
  if (author && author.leftSeq === null && isCountable(entry.body)) ownEntry(state, author, entry.seq)
}

/** Adds an entry to the newest ones that the state remembers. */
export function rememberRecent(state: RoomState, entry: LoggedEntry): void {
  const mentions = 'mentions' in entry.body ? (entry.body.mentions ?? []) : []
  state.recent.push({
    seq: entry.seq,
    by: entry.by,
    countable: entry.countable,
    counts: isCountable(entry.body),
    mentions,
  })
  if (state.recent.length > 2 * recentEntries) state.recent = state.recent.slice(-recentEntries)
}

/** Own entries are never unread: the pointer goes over them, or they wait in a list until it reaches them. */
function ownEntry(state: RoomState, stay: Stay, seq: Seq): void {
  const before = stay.pointer
  stay.ownAhead = [...stay.ownAhead, seq]
  settle(stay, before, stay.seen)
  if (stay.pointer !== before) moveInLedgers(state, stay, before)
}

function applyMove(state: RoomState, move: PointerMove): void {
  const stay = state.newest.get(move.no)
  if (!stay || stay.leftSeq !== null || move.seq <= stay.pointer) return
  const before = stay.pointer
  settle(stay, move.seq, move.seen)
  moveInLedgers(state, stay, before)
}

function openStay(state: RoomState, no: MemberNo, seq: Seq): void {
  const side = state.people[no - 1]?.side
  restoreStay(state, beginStay(no, seq, state.countable, side))
}

function endStay(state: RoomState, no: MemberNo, seq: Seq): void {
  const stay = state.newest.get(no)
  if (!stay || stay.leftSeq !== null) return
  stay.leftSeq = seq
  state.present -= 1
}

/**
 * Brings a stored stay's pointer over own entries that were stored after it: storage does not keep those moves, since
 * the newest entries tell them.
 */
export function readOwnEntries(stay: Stay, recent: readonly RecentEntry[]): void {
  if (stay.leftSeq !== null) return
  const own = recent.filter((entry) => entry.by === stay.no && entry.counts && entry.seq > stay.pointer)
  stay.ownAhead = [...new Set([...stay.ownAhead, ...own.map((entry) => entry.seq)])].sort((a, b) => a - b)
  settle(stay, stay.pointer, stay.seen)
}

/** Puts a stay into the state and its ledgers: a new one, or one that storage kept. */
export function restoreStay(state: RoomState, stay: Stay): void {
  state.stays.push(stay)
  if (stay.leftSeq === null) state.present += 1
  state.newest.set(stay.no, stay)
  for (const key of ledgerKeys(stay)) addStay(state.ledgers[key], stay.joinedSeq, stay.pointer)
}

function moveInLedgers(state: RoomState, stay: Stay, from: Seq): void {
  for (const key of ledgerKeys(stay)) movePointer(state.ledgers[key], from, stay.pointer)
}

const ledgerKeys = (stay: Stay): LedgerKey[] => (stay.side ? ['all', stay.side] : ['all'])
