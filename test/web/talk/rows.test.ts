import { describe, expect, test } from 'vitest'
import { emptyTimeline, foldEntry } from '../../../core/timeline.ts'
import type { Entry, MessageEntry } from '../../../protocol/entry.ts'
import type { Pending } from '../../../web/store/talk/outbox-queue.ts'
import { lineAfter } from '../../../web/store/talk/reading.ts'
import { countAfter, dayAt, type Laid, layOut, type RowsInput, readUpTo } from '../../../web/store/talk/rows.ts'
import { SeededRandom } from '../../support/random.ts'

const me = 1
const seed = 20_261_125
const noon = Date.parse('2026-11-22T12:00:00+09:00')
const minuteMs = 60_000
const message = (seq: number, by: number, rest: Partial<MessageEntry> = {}): Entry => ({
  seq,
  by,
  storedAt: noon + seq * minuteMs,
  kind: 'message',
  text: `text ${seq}`,
  ...rest,
})
const correction = (seq: number, by: number, target: number): Entry => ({
  seq,
  by,
  storedAt: noon + seq * minuteMs,
  kind: 'correction',
  target,
  text: 'new',
  version: 1,
})

function input(entries: Entry[], rest: Partial<RowsInput> = {}): RowsInput {
  return {
    entries: new Map(entries.map((entry) => [entry.seq, entry])),
    seqs: entries.map(({ seq }) => seq),
    isFromStart: true,
    isToHead: true,
    me,
    unreadAfter: null,
    pending: [],
    ...rest,
  }
}
const keys = (of: RowsInput) => layOut(of).rows.map(({ key }) => key)
const day = 'd20779'

describe('the rows of a talk', () => {
  test('a day is named once, and what comes before and after is told', () => {
    const entries = [message(1, 2), message(2, 2), message(3, 2, { storedAt: noon + 24 * 60 * minuteMs })]
    expect(keys(input(entries))).toEqual(['start', day, 'm1', 'm2', 'd20780', 'm3', 'end'])
    expect(keys(input(entries, { isFromStart: false, isToHead: false }))).toEqual([
      'older',
      day,
      'm1',
      'm2',
      'd20780',
      'm3',
      'newer',
    ])
  })

  test('[LG15] a clock that was set back makes no second heading and moves no message', () => {
    const entries = [message(1, 2), message(2, 2, { storedAt: noon - 48 * 60 * minuteMs }), message(3, 2)]
    expect(keys(input(entries))).toEqual(['start', day, 'm1', 'm2', 'm3', 'end'])
  })

  test('a name stands once per group: until another writes, ten minutes pass, or something stands between', () => {
    const entries = [
      message(1, 2),
      message(2, 2),
      message(3, me),
      message(4, 2),
      message(5, 2, { storedAt: noon + 40 * minuteMs }),
      { seq: 6, by: 0, storedAt: noon + 41 * minuteMs, kind: 'renamed', name: 'new' } as const,
      message(7, 2, { storedAt: noon + 42 * minuteMs }),
    ]
    const starts = layOut(input(entries)).rows.flatMap((row) =>
      row.kind === 'message' && row.startsGroup ? [row.entry.seq] : [],
    )
    expect(starts).toEqual([1, 3, 4, 5, 7])
  })

  test('the unread line stands before the first unread entry of somebody else', () => {
    const entries = [message(1, 2), message(2, me), message(3, me), message(4, 2), message(5, 2)]
    expect(keys(input(entries, { unreadAfter: 1 }))).toEqual([
      'start',
      day,
      'm1',
      'm2',
      'm3',
      'unread',
      'm4',
      'm5',
      'end',
    ])
    expect(keys(input(entries.slice(0, 3), { unreadAfter: 1 }))).not.toContain('unread')
    expect(keys(input(entries, { unreadAfter: null }))).not.toContain('unread')
  })

  test('the unread line stays until all below it was read, and then moves on', () => {
    expect(lineAfter(null, { pointer: 4, headBefore: 6 })).toBe(4)
    expect(lineAfter(4, { pointer: 5, headBefore: 6 })).toBe(4)
    expect(lineAfter(4, { pointer: 6, headBefore: 6 })).toBe(6)
  })

  test('[LG5] a correction of something earlier has a line of its own, one right after its message has not', () => {
    const entries = [message(1, 2), correction(2, 2, 1), message(3, 2), correction(4, 2, 1)]
    expect(keys(input(entries))).toEqual(['start', day, 'm1', 'm3', 'n4', 'end'])
    const tombstone = message(1, 2, { retracted: true, supersededBy: 5 })
    const retraction: Entry = { seq: 5, by: 2, storedAt: noon, kind: 'retraction', target: 1 }
    expect(keys(input([tombstone, ...entries.slice(1), retraction]))).toEqual(['start', day, 'm1', 'm3', 'end'])
  })

  test('a row that did not change keeps its identity', () => {
    const before = layOut(input([message(1, 2), message(2, 2)]))
    const held = new Map(
      before.rows.flatMap((row) => (row.kind === 'message' ? [[row.entry.seq, row.entry] as const] : [])),
    )
    const entries = [...held.values(), message(3, 2)]
    const after = layOut(input(entries), before).rows
    expect(after.slice(0, 4)).toEqual(before.rows.slice(0, 4))
    expect(after.slice(0, 4).every((row, i) => row === before.rows[i])).toBe(true)
  })

  test(`going on from the layout before gives the same as laying out anew (seed ${seed})`, () => {
    const random = new SeededRandom(seed)
    const timeline = emptyTimeline()
    let [laid, from, at, unreadAfter]: [Laid | null, number, number, number | null] = [null, 500, noon, null]
    const next = (): Entry => {
      const [seq, by, target] = [
        timeline.head + 1,
        1 + random.below(3),
        Math.max(from, timeline.head - random.below(9)),
      ]
      at += random.below(8) * minuteMs
      if (random.below(12) === 0) at += 24 * 60 * minuteMs
      const entry = { seq, by, storedAt: at }
      const luck = random.below(10)
      if (luck === 0) return { ...entry, kind: 'retraction', target }
      if (luck < 3) return { ...entry, kind: 'correction', target, text: `new ${seq}`, version: seq }
      if (luck === 3) return { ...entry, by: 0, kind: 'renamed', name: `name ${seq}` }
      return { ...entry, kind: 'message', text: `text ${seq}` }
    }
    timeline.head = from - 1
    for (let step = 0; step < 400; step += 1) {
      if (random.below(20) === 0 && from > 20) {
        const older = Array.from({ length: 20 }, (_, i) =>
          message(from - 20 + i, 2, { storedAt: noon - 60_000 * (600 - from) }),
        )
        from -= 20
        for (const entry of older) foldEntry(timeline, entry)
      } else foldEntry(timeline, next())
      if (random.below(30) === 0) unreadAfter = timeline.head - random.below(5)
      const { entries } = timeline
      const pending: Pending[] =
        random.below(3) === 0 ? [] : [{ command: { t: 'post', id: 'p1', text: 'waits' }, status: 'waiting' }]
      const seqs = [...entries.keys()].sort((a, b) => a - b)
      const now = input([], { entries, seqs, pending, unreadAfter, isToHead: random.below(9) > 0 })
      const anew = layOut(now)
      laid = layOut(now, laid)
      expect(laid.rows).toEqual(anew.rows)
    }
  })

  test('what waits to be sent stands last, until its entry is there', () => {
    const waiting = (n: number, rest: Partial<Pending> = {}): Pending => ({
      command: { t: 'post', id: `p${n}`, text: `text ${n}`, sentAt: noon + n },
      status: 'waiting',
      ...rest,
    })
    const entries = [message(1, 2), message(2, me, { sentAt: noon + 7, text: 'text 7' })]
    expect(
      keys(input(entries, { pending: [waiting(7), waiting(8), waiting(9, { status: 'stored', seq: 2 })] })),
    ).toEqual(['start', day, 'm1', 'm2', 'p8', 'end'])
    expect(keys(input(entries, { isToHead: false, pending: [waiting(8)] }))).not.toContain('p8')
  })
})

describe('how far somebody has read', () => {
  const rows = layOut(
    input([message(1, 2), correction(2, 2, 1), message(3, me), message(4, 2), correction(5, 2, 4)], { unreadAfter: 1 }),
  ).rows
  const indexOf = (key: string) => rows.findIndex((row) => row.key === key)

  test('[RP9] whoever sees a message has seen what directly follows without a row', () => {
    expect(readUpTo(rows, indexOf('m1'), 5)).toBe(2)
    expect(readUpTo(rows, indexOf('m3'), 5)).toBe(3)
    expect(readUpTo(rows, indexOf('m4'), 5)).toBe(5)
    expect(readUpTo(rows, rows.length - 1, 5)).toBe(5)
    expect(readUpTo(rows, 0, 5)).toBeNull()
  })

  test('[RP5] only messages of others are counted as new', () => {
    expect(countAfter(rows, 0)).toBe(2)
    expect(countAfter(rows, 1)).toBe(1)
    expect(countAfter(rows, 4)).toBe(0)
  })

  test('the day on top is that of the row there', () => {
    expect(dayAt(rows, indexOf('m4'))).toBe(20779)
    expect(dayAt(rows, 0)).toBeNull()
  })
})
