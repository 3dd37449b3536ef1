import { isCountable } from '../core/change.ts'
import { filesInWords, noteInWords } from '../core/preview.ts'
import { presentStays, type RoomState } from '../core/room-state.ts'
import type { FreshEntry } from '../protocol/bindings.ts'
import type { Entry } from '../protocol/entry.ts'
import type { EpochMs, Id, MemberNo, Seq } from '../protocol/ids.ts'
import { limits } from '../protocol/limits.ts'
import type { RoomStorage } from './storage/room-storage.ts'

/**
 * What was said since the lobby was last told, and what rings no more, for ringing. Where nobody remembers how far it was told, the newest entries: a lobby
 * passes over what it knows.
 */
export function freshIn(
  state: RoomState,
  storage: RoomStorage,
  toldHead: Seq | null,
  now: EpochMs,
): { fresh: FreshEntry[]; retracted: Seq[] } {
  const from = Math.max(toldHead ?? 0, state.head - limits.maxFreshEntries) + 1
  const entries = from > state.head ? [] : storage.entries(from, state.head)
  return {
    fresh: entries
      .filter(({ storedAt }) => now - storedAt <= limits.ringFreshMs)
      .flatMap((entry) => freshEntry(entry, state, storage) ?? []),
    retracted: entries.flatMap((entry) => overtakenBy(entry, storage)),
  }
}

/** What rings no more because of an entry: the message that it retracts, or the note's version before it, which nobody need read any more. */
function overtakenBy(entry: Entry, storage: RoomStorage): Seq[] {
  if (entry.kind === 'retraction') return [entry.target]
  if (entry.kind !== 'note') return []
  const before = storage.noteEntries(entry.note).findLast(({ seq }) => seq < entry.seq)
  return before ? [before.seq] : []
}

function freshEntry(entry: Entry, state: RoomState, storage: RoomStorage): FreshEntry | null {
  const words = wordsOf(entry)
  if (words === null) return null
  const message = entry.kind === 'correction' ? storage.entry(entry.target) : entry
  const author = state.people[entry.by - 1]
  if (author === undefined) return null
  const only = otherSide(state, entry.by)
  return {
    ...{ seq: entry.seq, storedAt: entry.storedAt, countable: storage.countableAt(entry.seq), by: author.accountId },
    // What sets a 緊急 right must reach whom it reached.
    ...(message?.kind === 'message' && message.urgent && { urgent: true as const }),
    ...('mentions' in entry && entry.mentions && { mentions: entry.mentions.map((no) => accountOf(state, no)) }),
    ...(only && { only }),
    ...(state.facts.ringsShow === 'text' && { line: { by: author.name, text: words.slice(0, mostLine) } }),
  }
}

/** What an entry says on a lock screen; null for what rings nobody, as what something later has taken the place of. */
function wordsOf(entry: Entry): string | null {
  if (entry.kind === 'note') return isCountable(entry) && entry.supersededBy === undefined ? noteInWords(entry) : null
  if ((entry.kind !== 'message' && entry.kind !== 'correction') || entry.text === undefined) return null
  return entry.text || (entry.kind === 'message' ? filesInWords(entry.files) : '')
}

/** More than a lock screen shows. */
const mostLine = 300

/** In a desk room, whom the side of the author writes to. */
function otherSide(state: RoomState, no: MemberNo): Id[] | null {
  const side = state.people[no - 1]?.side
  if (side === undefined) return null
  const other = presentStays(state).filter((stay) => stay.side !== undefined && stay.side !== side)
  return other.map((stay) => accountOf(state, stay.no))
}

const accountOf = (state: RoomState, no: MemberNo): Id => state.people[no - 1]?.accountId ?? ''
