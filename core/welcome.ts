import type { Hello } from '../protocol/client-message.ts'
import type { Entry, Mark } from '../protocol/entry.ts'
import type { EpochMs, MemberNo, Rev, Seq } from '../protocol/ids.ts'
import { limits } from '../protocol/limits.ts'
import type { Page, Reads, Welcome } from '../protocol/server-message.ts'
import { protocolVersion } from '../protocol/version.ts'
import { planCatchUp } from './catch-up.ts'
import { isCountable } from './change.ts'
import { type AuthorOf, readsBetween } from './read-counts.ts'
import { historyFloor, type RoomState, unreadMentions } from './room-state.ts'
import { rosterOf } from './roster-view.ts'
import { type Stay, unreadOf } from './stay.ts'

/** What a catch-up reads from the log. */
export interface PageReader {
  entries(from: Seq, to: Seq): Entry[]
  /** The same as JSON text, made without looking into what nothing has superseded. */
  encodedEntries(from: Seq, to: Seq): string
  marksSince(rev: Rev): Mark[]
  marksOn(from: Seq, to: Seq): Mark[]
  pins(): Mark[]
}

/** Everything that a member's client missed since its cursor. Reads what was missed, not what the room holds. */
export function welcome(state: RoomState, stay: Stay, hello: Hello, log: PageReader, now: EpochMs): Welcome {
  const { from, ...greeting } = greet(state, stay, hello, log, now)
  const entries = from > state.head ? [] : log.entries(from, state.head)
  if (entries.length <= limits.tailEntries || lengthOf(entries) <= limits.maxCatchUpLength)
    return { ...greeting, entries }
  const { from: newest, ...shorter } = greet(state, stay, hello, log, now, limits.tailEntries)
  return { ...shorter, entries: entries.slice(newest - from) }
}

/** The same as a frame: what was missed goes from the log into the frame as it stands there. */
export function welcomeFrame(state: RoomState, stay: Stay, hello: Hello, log: PageReader, now: EpochMs): string {
  const whole = frameOf(greet(state, stay, hello, log, now), state.head, log)
  if (whole.length <= limits.maxCatchUpLength) return whole
  return frameOf(greet(state, stay, hello, log, now, limits.tailEntries), state.head, log)
}

function frameOf({ from, ...greeting }: ReturnType<typeof greet>, head: Seq, log: PageReader): string {
  const entries = from > head ? '[]' : log.encodedEntries(from, head)
  return `${JSON.stringify(greeting).slice(0, -1)},"entries":${entries}}`
}

const lengthOf = (entries: readonly Entry[]): number =>
  entries.reduce((sum, entry) => sum + ('text' in entry ? (entry.text?.length ?? 0) : 0), 0)

/** A welcome but for its entries, which are those from `from` to the head. */
function greet(
  state: RoomState,
  stay: Stay,
  hello: Hello,
  log: PageReader,
  now: EpochMs,
  most: number = limits.maxCatchUpEntries,
) {
  const floor = historyFloor(state, stay)
  const plan = planCatchUp({ seq: hello.seq, head: state.head, floor, pointer: stay.pointer, most })
  const around = plan.around && log.entries(plan.around.from, plan.around.to)
  const isFresh = plan.gap || hello.seq === 0 || hello.seq > state.head || hello.rev > state.rev
  const marks = isFresh ? freshMarks(log, plan.from, state.head, plan.around) : log.marksSince(hello.rev)
  const readsFromSeq = Math.max(floor, Math.min(plan.from, state.head - limits.liveReadTail + 1), 1)
  const person = state.people[stay.no - 1]
  return {
    from: plan.from,
    t: 'welcome' as const,
    version: protocolVersion,
    now,
    room: state.facts,
    me: stay.no,
    rights: rightsOf(state, stay.no),
    ...(hello.roster === state.revision && person ? {} : { roster: rosterOf(state) }),
    head: state.head,
    rev: state.rev,
    gap: plan.gap,
    ...(around && around.length > 0 ? { around, aroundReads: readsOf(state, around) } : {}),
    marks: marks.filter((mark) => mark.seq >= floor),
    reads: readsBetween(state, readsFromSeq, state.head, authorsFrom(readsFromSeq, state.head, log)),
    pointer: stay.pointer,
    unread: unreadOf(stay, state.countable),
    mentions: unreadMentions(state, stay),
  }
}

/** Older entries before a seq, as many as asked for, never from before the member's history. */
export function olderPage(state: RoomState, stay: Stay, before: Seq, limit: number, log: PageReader): Page {
  const floor = historyFloor(state, stay)
  const to = Math.min(before - 1, state.head)
  const from = Math.max(floor, to - limit + 1)
  const entries = to < from ? [] : log.entries(from, to)
  const marks = to < from ? [] : log.marksOn(from, to)
  return { t: 'page', before, entries, marks, reads: readsOf(state, entries), first: from <= floor }
}

/** What a member may do; in a room where everyone posts, everyone may. */
export function rightsOf(state: RoomState, no: MemberNo) {
  const rights = state.people[no - 1]?.rights ?? { post: false, moderate: false }
  return state.facts.kind === 'announce' ? rights : { ...rights, post: true }
}

/** Read counts for entries just read from the log. */
export function readsOf(state: RoomState, entries: readonly Entry[]): Reads {
  const first = entries[0]
  const last = entries.at(-1)
  return first && last
    ? readsBetween(state, first.seq, last.seq, authorsIn(entries))
    : { from: state.head + 1, counts: [] }
}

/** Who wrote what the state does not remember; the log is read only when somebody asks. */
function authorsFrom(from: Seq, to: Seq, log: PageReader): (seq: Seq) => AuthorOf {
  let authors: ((seq: Seq) => AuthorOf) | undefined
  return (seq) => {
    authors ??= authorsIn(log.entries(from, to))
    return authors(seq)
  }
}

function authorsIn(entries: readonly Entry[]): (seq: Seq) => AuthorOf {
  const first = entries[0]?.seq ?? 0
  return (seq) => {
    const entry = entries[seq - first]
    return { by: entry?.by ?? 0, counts: entry !== undefined && isCountable(entry) }
  }
}

function freshMarks(log: PageReader, from: Seq, head: Seq, around?: { from: Seq; to: Seq }): Mark[] {
  const marks = [...log.pins(), ...log.marksOn(from, head), ...(around ? log.marksOn(around.from, around.to) : [])]
  return [...new Map(marks.map((mark) => [`${mark.seq} ${mark.kind} ${mark.no}`, mark])).values()]
}
