import { decodeSheet } from '../../../core/read-sheet.ts'
import { emptyTimeline, foldEntry, foldMark, type Timeline } from '../../../core/timeline.ts'
import type { Hello } from '../../../protocol/client-message.ts'
import type { Entry, Mark } from '../../../protocol/entry.ts'
import type { MemberNo, Seq } from '../../../protocol/ids.ts'
import { assertNever } from '../../../protocol/result.ts'
import type { Rights, RoomFacts, Roster } from '../../../protocol/roster.ts'
import type {
  Answer,
  Page,
  Reads,
  ServerMessage,
  Sheet,
  Update,
  Versions,
  Welcome,
} from '../../../protocol/server-message.ts'
import { protocolVersion } from '../../../protocol/version.ts'

/** All that this client holds of one room. Changed in place by `fold`; entries and marks inside are replaced, never changed. */
export type HeldRoom = {
  facts: RoomFacts | null
  rights: Rights
  me: MemberNo
  roster: Roster | null
  timeline: Timeline
  /** How many have read, by entry. */
  reads: Map<Seq, number>
  /** Own read pointer, as the room knows it. */
  pointer: Seq
  unread: number
  mentions: number
  /** The first entry that this member may see, once it is known. */
  first: Seq | null
  /** Counts how often all entries were forgotten. */
  generation: number
  sheet: HeldSheet | null
  versions: Versions | null
}

/** The open read sheet: who should read the entry, who has, and who only before it was corrected. */
export type HeldSheet = { seq: Seq; ranges: readonly number[]; members: MemberNo[]; read: boolean[]; stale: boolean[] }

/** What a message changed, so that only those who show it look again. */
export type Touched = Set<'facts' | 'roster' | 'entries' | 'marks' | 'reads' | 'pointer' | 'sheet' | 'versions'>

export const emptyRoom = (): HeldRoom => ({
  facts: null,
  rights: { post: false, moderate: false },
  me: 0,
  roster: null,
  timeline: emptyTimeline(),
  reads: new Map(),
  pointer: 0,
  unread: 0,
  mentions: 0,
  first: null,
  generation: 0,
  sheet: null,
  versions: null,
})

/** Folds a server message into what is held. Hearing it twice changes nothing more. */
export function fold(held: HeldRoom, message: ServerMessage): Touched {
  switch (message.t) {
    case 'welcome':
      return foldWelcome(held, message)
    case 'update':
      return foldUpdate(held, message)
    case 'page':
      return foldPage(held, message)
    case 'versions':
      held.versions = message
      return new Set(['versions'])
    case 'refused':
      return new Set()
    default:
      return assertNever(message)
  }
}

/** What is asked for when the room is opened: everything after what is held. */
export const helloOf = ({ timeline, roster }: HeldRoom): Hello => ({
  version: protocolVersion,
  seq: timeline.head,
  rev: timeline.rev,
  roster: roster?.version ?? 0,
})

/** Answers to own commands that a message carries. */
export const answersOf = (message: ServerMessage): readonly Answer[] =>
  message.t === 'update' ? (message.answers ?? []) : []

function foldWelcome(held: HeldRoom, welcome: Welcome): Touched {
  // What was held before a gap may have been corrected inside it.
  if (welcome.gap) forgetEntries(held)
  const isFirstVisit = held.timeline.entries.size === 0
  held.facts = welcome.room
  held.rights = welcome.rights
  held.me = welcome.me
  if (welcome.roster) takeRoster(held, welcome.roster)
  takeEntries(held, welcome.around ?? [])
  takeEntries(held, welcome.entries)
  takeMarks(held, welcome.marks)
  takeReads(held, welcome.reads)
  if (welcome.aroundReads) takeReads(held, welcome.aroundReads)
  held.timeline.rev = Math.max(held.timeline.rev, welcome.rev)
  held.pointer = Math.max(held.pointer, welcome.pointer)
  held.unread = welcome.unread
  held.mentions = welcome.mentions
  if (isFirstVisit && !welcome.gap) held.first = welcome.entries[0]?.seq ?? null
  return new Set(['facts', 'roster', 'entries', 'marks', 'reads', 'pointer'])
}

function foldUpdate(held: HeldRoom, update: Update): Touched {
  const touched: Touched = new Set()
  if (update.room) {
    held.facts = update.room
    touched.add('facts')
  }
  if (update.rights) {
    held.rights = update.rights
    touched.add('facts')
  }
  if (update.roster) {
    takeRoster(held, update.roster)
    touched.add('roster')
  }
  if (update.entries && takeEntries(held, update.entries)) touched.add('entries')
  if (update.marks && takeMarks(held, update.marks)) touched.add('marks')
  if (update.reads && takeReads(held, update.reads)) touched.add('reads')
  if (update.pointer !== undefined && update.pointer > held.pointer) {
    held.pointer = update.pointer
    touched.add('pointer')
  }
  if (update.sheet && takeSheet(held, update.sheet)) touched.add('sheet')
  return touched
}

function foldPage(held: HeldRoom, page: Page): Touched {
  takeEntries(held, page.entries)
  takeMarks(held, page.marks)
  takeReads(held, page.reads)
  if (page.first) held.first = page.entries[0]?.seq ?? page.before
  return new Set(['entries', 'marks', 'reads'])
}

function forgetEntries(held: HeldRoom): void {
  held.timeline = { ...emptyTimeline(), head: held.timeline.head, rev: held.timeline.rev }
  held.reads = new Map()
  held.generation += 1
}

function takeEntries(held: HeldRoom, entries: readonly Entry[]): boolean {
  for (const entry of entries) foldEntry(held.timeline, entry)
  return entries.length > 0
}

function takeMarks(held: HeldRoom, marks: readonly Mark[]): boolean {
  for (const mark of marks) foldMark(held.timeline, mark)
  return marks.length > 0
}

function takeReads(held: HeldRoom, { from, counts }: Reads): boolean {
  counts.forEach((count, i) => {
    held.reads.set(from + i, count)
  })
  return counts.length > 0
}

/** A roster that tells only what changed leaves the others as they were, except that all units come anew. */
function takeRoster(held: HeldRoom, roster: Roster): void {
  const stayed = roster.since === undefined ? [] : (held.roster?.members ?? [])
  const changed = new Set(roster.members.map(({ no }) => no))
  const members = [...stayed.filter(({ no }) => !changed.has(no)), ...roster.members].sort((a, b) => a.no - b.no)
  held.roster = { ...roster, members }
}

/** The members travel only when they changed; without them a sheet that is not held says nothing. */
function takeSheet(held: HeldRoom, sheet: Sheet): boolean {
  const ranges = sheet.members ?? (held.sheet?.seq === sheet.seq ? held.sheet.ranges : null)
  if (!ranges) return false
  held.sheet = { seq: sheet.seq, ranges, ...decodeSheet(sheet, ranges) }
  return true
}
