import { describe, expect, test } from 'vitest'
import { encodeSheet } from '../../../core/read-sheet.ts'
import type { Entry, Mark } from '../../../protocol/entry.ts'
import type { Roster, RosterMember } from '../../../protocol/roster.ts'
import type { Page, Update, Welcome } from '../../../protocol/server-message.ts'
import { readersByUnit, totals } from '../../../web/store/talk/people.ts'
import { reactionsOn } from '../../../web/store/talk/reactions.ts'
import { answersOf, emptyRoom, fold, type HeldRoom } from '../../../web/store/talk/room-fold.ts'
import { heldSeqs, newerPage, olderPage, pageAround, runAt, runsOf } from '../../../web/store/talk/runs.ts'
import { aFacts, clientId } from '../../support/builders.ts'

const message = (seq: number, text = `text ${seq}`): Entry => ({ seq, by: 2, storedAt: seq, kind: 'message', text })
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => message(from + i))
const reaction = (seq: number, no: number, value: string | null, rev: number): Mark => ({
  seq,
  kind: 'reaction',
  no,
  value,
  rev,
  at: 0,
})
const member = (no: number, unit: number, rest: Partial<RosterMember> = {}): RosterMember => ({
  no,
  name: `person ${no}`,
  title: '',
  unit,
  rank: 1,
  present: true,
  joinedSeq: 1,
  ...rest,
})
const units = [
  { name: '本部', order: 1 },
  { name: '第1分団', order: 2 },
]
const roster = (members: RosterMember[], rest: Partial<Roster> = {}): Roster => ({
  version: 1,
  units,
  members,
  ...rest,
})

const welcome = (entries: Entry[], rest: Partial<Welcome> = {}): Welcome => ({
  t: 'welcome',
  version: 1,
  now: 0,
  room: aFacts(),
  me: 1,
  rights: { post: true, moderate: false },
  head: entries.at(-1)?.seq ?? 0,
  rev: 0,
  entries,
  gap: false,
  marks: [],
  reads: { from: 1, counts: [] },
  pointer: 0,
  unread: 0,
  mentions: 0,
  ...rest,
})
const update = (rest: Omit<Update, 't'>): Update => ({ t: 'update', ...rest })
const page = (entries: Entry[], rest: Partial<Page> = {}): Page => ({
  t: 'page',
  before: (entries.at(-1)?.seq ?? 0) + 1,
  entries,
  marks: [],
  reads: { from: 1, counts: [] },
  first: false,
  ...rest,
})
const seqs = (held: HeldRoom) => [...held.timeline.entries.keys()].sort((a, b) => a - b)
const textOf = (held: HeldRoom, seq: number) => {
  const entry = held.timeline.entries.get(seq)
  return entry && 'text' in entry ? entry.text : undefined
}

describe('folding frames into a room', () => {
  test('[CU8] hearing a frame twice changes nothing', () => {
    const once = emptyRoom()
    const twice = emptyRoom()
    const frames = [
      welcome(range(1, 3), { roster: roster([member(1, 0)]), reads: { from: 1, counts: [0, 1, 2] }, pointer: 2 }),
      update({ entries: [message(4)], marks: [reaction(4, 1, 'roger', 1)], pointer: 3 }),
    ]
    for (const frame of frames) fold(once, frame)
    for (const frame of frames) {
      fold(twice, frame)
      fold(twice, frame)
    }
    expect(twice).toEqual(once)
  })

  test('[LG5] a correction changes its target, wherever it comes from', () => {
    const held = emptyRoom()
    fold(held, welcome(range(1, 2)))
    const before = held.timeline.entries.get(1)
    fold(
      held,
      update({ entries: [{ seq: 3, by: 2, storedAt: 3, kind: 'correction', target: 1, text: 'right', version: 1 }] }),
    )
    expect(textOf(held, 1)).toBe('right')
    expect(held.timeline.entries.get(1)).not.toBe(before)
    expect(held.timeline.entries.get(2)).toMatchObject({ text: 'text 2' })
  })

  test('[CU4] a gap forgets what was held, since it may have changed inside', () => {
    const held = emptyRoom()
    fold(held, welcome(range(1, 3), { marks: [reaction(1, 2, 'roger', 1)] }))
    fold(
      held,
      welcome(range(2_001, 2_100), { gap: true, around: range(50, 99), aroundReads: { from: 50, counts: [7] } }),
    )
    expect(runsOf(seqs(held))).toEqual([
      { from: 50, to: 99 },
      { from: 2_001, to: 2_100 },
    ])
    expect(held.reads.get(50)).toBe(7)
    expect(held.timeline.marks.size).toBe(0)
    expect(held.generation).toBe(1)
  })

  test('[CU2] without a gap what was missed is added', () => {
    const held = emptyRoom()
    fold(held, welcome(range(1, 3)))
    fold(held, welcome(range(4, 6)))
    expect(seqs(held)).toEqual([1, 2, 3, 4, 5, 6])
    expect(held.generation).toBe(0)
  })

  test('[CU5] pages come in front, and the first one says that it is', () => {
    const held = emptyRoom()
    fold(held, welcome(range(101, 200), { gap: true }))
    expect(held.first).toBeNull()
    fold(held, page(range(51, 100)))
    fold(held, page(range(1, 50), { first: true }))
    expect(runsOf(seqs(held))).toEqual([{ from: 1, to: 200 }])
    expect(held.first).toBe(1)
  })

  test('[MB6] a first visit without a gap begins where this member may begin', () => {
    const held = emptyRoom()
    fold(held, welcome(range(40, 45)))
    expect(held.first).toBe(40)
  })

  test('[RP1] the own pointer moves forward only', () => {
    const held = emptyRoom()
    fold(held, welcome(range(1, 9), { pointer: 5 }))
    expect(fold(held, update({ pointer: 3 })).has('pointer')).toBe(false)
    fold(held, update({ pointer: 8 }))
    expect(held.pointer).toBe(8)
  })

  test('[RP12] read counts are state: the last word counts', () => {
    const held = emptyRoom()
    fold(held, welcome(range(1, 3), { reads: { from: 1, counts: [1, 1, 1] } }))
    fold(held, update({ reads: { from: 2, counts: [4, 5] } }))
    expect([1, 2, 3].map((seq) => held.reads.get(seq))).toEqual([1, 4, 5])
  })

  test('[CU3] a roster that tells only what changed leaves the others', () => {
    const held = emptyRoom()
    fold(held, welcome([], { roster: roster([member(1, 0), member(2, 1), member(3, 1)]) }))
    fold(held, update({ roster: roster([member(2, 0, { present: false })], { version: 2, since: 1 }) }))
    expect(held.roster).toMatchObject({ version: 2, members: [{ no: 1 }, { no: 2, present: false }, { no: 3 }] })
    fold(held, update({ roster: roster([member(1, 0)], { version: 3 }) }))
    expect(held.roster?.members).toHaveLength(1)
  })

  test('answers to own commands come with updates', () => {
    expect(answersOf(update({ answers: [{ id: clientId(1), seq: 4 }] }))).toHaveLength(1)
    expect(answersOf(welcome([]))).toEqual([])
  })
})

describe('the read sheet', () => {
  const members = [1, 2, 3, 4]
  const sheet = (read: boolean[], stale = read.map(() => false)) => encodeSheet(7, { members, read, stale })
  const people = roster([
    member(1, 1),
    member(2, 0, { rank: 1 }),
    member(3, 0, { rank: 9 }),
    member(4, 1),
    member(5, 1),
  ])

  test('[RP7] is grouped by unit in the units’ order, with counts; higher ranks first', () => {
    const held = emptyRoom()
    fold(held, update({ sheet: sheet([true, false, true, false]) }))
    const byUnit = held.sheet ? readersByUnit(held.sheet, people) : []
    expect(byUnit.map(({ name, total, counts }) => [name, total, counts.unread, counts.read])).toEqual([
      ['本部', 2, 1, 1],
      ['第1分団', 2, 1, 1],
    ])
    expect(byUnit[0]?.people.map(({ member: { no } }) => no)).toEqual([3, 2])
  })

  test('[RP9] who read only the old version is neither read nor unread', () => {
    const held = emptyRoom()
    fold(held, update({ sheet: sheet([true, true, false, false], [false, true, false, false]) }))
    expect(totals(held.sheet ? readersByUnit(held.sheet, people) : [])).toEqual({ unread: 2, read: 1, stale: 1 })
  })

  test('the members travel once; bits alone go on from there, and say nothing without them', () => {
    const held = emptyRoom()
    const { members: _, ...bits } = sheet([true, true, true, true])
    expect(fold(held, update({ sheet: bits })).size).toBe(0)
    fold(held, update({ sheet: sheet([false, false, false, false]) }))
    fold(held, update({ sheet: bits }))
    expect(held.sheet?.read).toEqual([true, true, true, true])
  })
})

describe('reactions', () => {
  const marks = [
    reaction(3, 1, 'roger', 1),
    reaction(3, 2, 'roger', 2),
    reaction(3, 4, null, 3),
    reaction(3, 5, 'a later code', 4),
  ]

  test('[LG11] each member has one, those taken back none, and codes of a later version are left out', () => {
    expect(reactionsOn(marks, 1, [], 3)).toEqual({
      by: { roger: [1, 2], checked: [], can_go: [], cannot_go: [] },
      own: 'roger',
    })
  })

  test('the own one shows at once, and goes when it was refused', () => {
    const command = { t: 'react', id: clientId(1), target: 3, code: 'can_go' } as const
    expect(reactionsOn(marks, 1, [{ command, status: 'underway' }], 3)).toMatchObject({
      by: { roger: [2], can_go: [1] },
      own: 'can_go',
    })
    expect(reactionsOn(marks, 1, [{ command, status: 'failed' }], 3).own).toBe('roger')
  })
})

describe('runs without holes', () => {
  test('held seqs are ascending, whatever came first, and the same while none is added', () => {
    const entries = new Map([9, 10, 7, 8].map((seq) => [seq, seq]))
    const first = heldSeqs(entries)
    expect(first.seqs).toEqual([7, 8, 9, 10])
    entries.set(8, 80)
    expect(heldSeqs(entries, first)).toBe(first)
    const more = heldSeqs(entries.set(11, 11), first)
    expect(more.seqs).toEqual([7, 8, 9, 10, 11])
    expect(heldSeqs(entries.set(3, 3).set(12, 12), more).seqs).toEqual([3, 7, 8, 9, 10, 11, 12])
    expect(heldSeqs(new Map([[5, 5]]), more).seqs).toEqual([5])
  })

  const runs = runsOf([1, 2, 3, 7, 8, 20])

  test('are found, and the one to show is that of the anchor', () => {
    expect(runs).toEqual([
      { from: 1, to: 3 },
      { from: 7, to: 8 },
      { from: 20, to: 20 },
    ])
    expect(runAt(runs, 'newest')).toEqual({ from: 20, to: 20 })
    expect(runAt(runs, 8)).toEqual({ from: 7, to: 8 })
    expect(runAt(runs, 5)).toBeNull()
  })

  test('grow by pages that end where they begin and never reach into the next', () => {
    expect(olderPage({ from: 107, to: 108 })).toEqual({ before: 107, limit: 50 })
    expect(newerPage({ from: 7, to: 8 }, 500, null)).toEqual({ before: 59, limit: 50 })
    expect(newerPage({ from: 7, to: 8 }, 500, 20)).toEqual({ before: 20, limit: 11 })
    expect(newerPage({ from: 7, to: 8 }, 10, null)).toEqual({ before: 11, limit: 2 })
    expect(pageAround(100, 500)).toEqual({ before: 126, limit: 50 })
    expect(pageAround(490, 500)).toEqual({ before: 501, limit: 50 })
  })
})
