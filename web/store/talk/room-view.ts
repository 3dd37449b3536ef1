import { type Accessor, batch, createMemo, createSignal } from 'solid-js'
import type { Entry, Mark } from '../../../protocol/entry.ts'
import type { MemberNo, Seq } from '../../../protocol/ids.ts'
import type { Rights, RoomFacts, Roster, RosterMember } from '../../../protocol/roster.ts'
import type { ServerMessage, Versions } from '../../../protocol/server-message.ts'
import { emptyRoom, fold, type HeldRoom, type HeldSheet, type Touched } from './room-fold.ts'
import { type HeldSeqs, heldSeqs } from './runs.ts'

type Part = Touched extends Set<infer P> ? P : never

/** A room as the screens see it: what is held, behind signals that tell when to look again. */
export type RoomView = {
  apply: (message: ServerMessage) => void
  /** Shows the room as this device kept it. */
  restore: (kept: HeldRoom) => void
  facts: Accessor<RoomFacts | null>
  rights: Accessor<Rights>
  me: Accessor<MemberNo>
  roster: Accessor<Roster | null>
  member: (no: MemberNo) => RosterMember | undefined
  /** Held seqs, ascending. */
  seqs: Accessor<readonly Seq[]>
  entries: Accessor<ReadonlyMap<Seq, Entry>>
  entry: (seq: Seq) => Entry | undefined
  head: Accessor<Seq>
  first: Accessor<Seq | null>
  generation: Accessor<number>
  marks: (seq: Seq) => readonly Mark[]
  /** Entries that are pinned now, newest first. */
  pins: Accessor<readonly Seq[]>
  readCount: (seq: Seq) => number
  pointer: Accessor<Seq>
  unread: Accessor<number>
  sheet: Accessor<HeldSheet | null>
  closeSheet: () => void
  versions: Accessor<Versions | null>
  /** For the next hello; not tracked. */
  held: HeldRoom
}

export function createRoomView(): RoomView {
  const held = emptyRoom()
  const told = createTelling()
  const look = <T>(part: Part, read: () => T): Accessor<T> => {
    return () => {
      told.listen(part)
      return read()
    }
  }
  const members = createMemo(() => {
    told.listen('roster')
    return new Map(held.roster?.members.map((member) => [member.no, member]))
  })
  const seqs = createMemo<HeldSeqs | undefined>((before) => {
    told.listen('entries')
    return heldSeqs(held.timeline.entries, before)
  })
  const pins = createMemo(() => {
    told.listen('marks')
    told.listen('entries')
    return pinnedSeqs(held)
  })
  return {
    apply(message) {
      const touched = fold(held, message)
      batch(() => {
        for (const part of touched) told.tell(part)
      })
    },
    restore(kept) {
      Object.assign(held, kept)
      batch(() => {
        for (const part of restored) told.tell(part)
      })
    },
    facts: look('facts', () => held.facts),
    rights: look('facts', () => held.rights),
    me: look('facts', () => held.me),
    roster: look('roster', () => held.roster),
    member: (no) => members().get(no),
    seqs: () => seqs()?.seqs ?? [],
    entries: look('entries', () => held.timeline.entries),
    entry(seq) {
      told.listen('entries')
      return held.timeline.entries.get(seq)
    },
    head: look('entries', () => held.timeline.head),
    first: look('entries', () => held.first),
    generation: look('entries', () => held.generation),
    marks(seq) {
      told.listen('marks')
      return held.timeline.marks.get(seq) ?? none
    },
    pins,
    readCount(seq) {
      told.listen('reads')
      return held.reads.get(seq) ?? 0
    },
    pointer: look('pointer', () => held.pointer),
    unread: look('pointer', () => held.unread),
    sheet: look('sheet', () => held.sheet),
    closeSheet() {
      held.sheet = null
      told.tell('sheet')
    },
    versions: look('versions', () => held.versions),
    held,
  }
}

const restored: readonly Part[] = ['facts', 'roster', 'entries', 'marks', 'reads', 'pointer']

const none: readonly Mark[] = []

function pinnedSeqs({ timeline }: HeldRoom): Seq[] {
  const pinned: { seq: Seq; rev: number }[] = []
  for (const [seq, marks] of timeline.marks) {
    const pin = marks.find((mark) => mark.kind === 'pin' && mark.value !== null)
    const entry = timeline.entries.get(seq)
    const isGone = entry?.kind === 'message' && entry.retracted === true
    if (pin && !isGone) pinned.push({ seq, rev: pin.rev })
  }
  return pinned.sort((a, b) => b.rev - a.rev).map(({ seq }) => seq)
}

/** One counter for each part: listening makes an effect depend on it, telling runs it again. */
function createTelling() {
  const counters = new Map<Part, ReturnType<typeof createSignal<number>>>()
  const counter = (part: Part) => {
    const known = counters.get(part) ?? createSignal(0)
    counters.set(part, known)
    return known
  }
  return {
    listen: (part: Part) => void counter(part)[0](),
    tell: (part: Part) => void counter(part)[1]((count) => count + 1),
  }
}
