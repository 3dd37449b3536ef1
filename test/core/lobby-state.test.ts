import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  badgeFor,
  decidePreference,
  type LobbyRoom,
  leftBehind,
  listFor,
  summaryFor,
  takeReport,
} from '../../core/lobby-state.ts'
import type { RoomReport } from '../../protocol/bindings.ts'
import type { RoomPreference } from '../../protocol/lobby-message.ts'
import { id } from '../support/builders.ts'

const aReport = (report: Partial<RoomReport> = {}): RoomReport => ({
  roomId: id('room'),
  version: 1,
  since: 0,
  name: '一斉連絡',
  kind: 'open',
  memberCount: 2,
  head: 1,
  countable: 0,
  members: [
    { accountId: id('ami'), read: 0, mentions: 0 },
    { accountId: id('ben'), read: 0, mentions: 0 },
  ],
  whole: true,
  gone: [],
  fresh: [],
  retracted: [],
  ...{ bytes: 0, quota: 1_000, revision: 1 },
  ...report,
})

function taken(held: LobbyRoom | undefined, report: RoomReport) {
  const outcome = takeReport(held, report)
  if (outcome.kind !== 'taken') throw new Error(outcome.kind)
  return outcome
}

describe('what a lobby knows', () => {
  test('[LB2] an older report changes nothing, and one that builds on what is not held asks for the whole', () => {
    const { room } = taken(undefined, aReport({ version: 5 }))
    expect(takeReport(room, aReport({ version: 4 })).kind).toBe('older')
    expect(takeReport(room, aReport({ version: 9, since: 8, whole: false })).kind).toBe('wants-whole')
    expect(takeReport(undefined, aReport({ version: 2, since: 1, whole: false })).kind).toBe('wants-whole')
  })

  test('[LB2] the reports of any run, repeated and late, leave what the last one says', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { minLength: 1, maxLength: 20 }),
        fc.infiniteStream(fc.nat()),
        (counts, order) => {
          let countable = 0
          let read = 0
          const reports = counts.map(([said, seen], i) => {
            countable += said
            read = Math.min(countable, read + seen)
            const members = [{ accountId: id('ami'), read, mentions: 0 }]
            return aReport({ version: i + 1, since: i, whole: i === 0, countable, head: countable + 1, members })
          })
          let held: LobbyRoom | undefined
          const hear = (report: RoomReport) => {
            const outcome = takeReport(held, report)
            if (outcome.kind === 'taken') held = outcome.room
          }
          for (const [i, report] of reports.entries()) {
            hear(report)
            const earlier = reports[(order.next().value as number) % (i + 1)]
            if (earlier) hear(earlier)
          }
          expect(summaryFor(held!, id('ami'))?.unread).toBe(countable - read)
        },
      ),
    )
  })

  test('[LB1] a list is newest first, and its counts are those of the person', () => {
    const quiet = taken(undefined, aReport({ roomId: id('quiet'), name: '静か' })).room
    const last = { seq: 3, storedAt: 9, by: 'ben', text: '新しい' }
    const members = [{ accountId: id('ami'), read: 1, mentions: 2 }]
    const busy = taken(undefined, aReport({ countable: 4, last, members })).room
    expect(listFor([quiet, busy], id('ami')).map(({ unread, mentions }) => [unread, mentions])).toEqual([
      [3, 2],
      [0, 0],
    ])
    expect(badgeFor([quiet, busy], id('ami'))).toEqual({ unread: 3, mentions: 2 })
    expect(listFor([quiet, busy], id('ben'))).toHaveLength(1)
  })

  test('[LB4] a report of pointers concerns only those who moved, one with an entry everyone', () => {
    const { room } = taken(undefined, aReport())
    const moved = aReport({
      version: 2,
      since: 1,
      whole: false,
      members: [{ accountId: id('ben'), read: 0, mentions: 0 }],
    })
    expect(taken(room, moved).concerned).toEqual({ members: [id('ben')], gone: [] })
    expect(taken(room, { ...moved, head: 2, countable: 1 }).concerned).toEqual({ members: 'all', gone: [] })
  })

  test('[LB5] who left is gone from the room, by name or by a whole report', () => {
    const { room } = taken(undefined, aReport())
    const left = taken(room, aReport({ version: 2, since: 1, whole: false, members: [], gone: [id('ben')] }))
    const whole = taken(room, aReport({ version: 2, members: [{ accountId: id('ami'), read: 0, mentions: 0 }] }))
    for (const outcome of [left, whole]) {
      expect(outcome.concerned.gone).toEqual([id('ben')])
      expect(summaryFor(outcome.room, id('ben'))).toBeNull()
    }
  })
})

describe('what a person sets for a room', () => {
  const { room } = taken(undefined, aReport())
  const pinned: RoomPreference = { pinned: true, ring: 'all' }
  const muted: RoomPreference = { pinned: false, ring: 'none' }
  const neither: RoomPreference = { pinned: false, ring: 'all' }

  test('[LB6] is kept for members alone; neither is the same as nothing, and what is so already changes nothing', () => {
    const kept = (keep: object | null) => ({ ok: true, value: { keep } })
    const same = { ok: true, value: 'same' }
    expect(decidePreference(room, id('ami'), undefined, pinned)).toEqual(kept(pinned))
    expect(decidePreference(room, id('ami'), pinned, muted)).toEqual(kept(muted))
    expect(decidePreference(room, id('ami'), pinned, neither)).toEqual(kept(null))
    expect(decidePreference(room, id('ami'), muted, muted)).toEqual(same)
    expect(decidePreference(room, id('ami'), undefined, neither)).toEqual(same)
    for (const absent of [
      decidePreference(room, id('zoe'), undefined, pinned),
      decidePreference(undefined, id('ami'), pinned, muted),
    ])
      expect(absent).toEqual({ ok: false, refusal: { code: 'not_found' } })
  })

  test('[LB6] is in the own summary alone, and only what is so', () => {
    const preferences = new Map([[id('ami'), { pinned: true, ring: 'none' } as RoomPreference]])
    expect(summaryFor(room, id('ami'), preferences)).toMatchObject({ pinned: true, ring: 'none' })
    for (const other of [summaryFor(room, id('ben'), preferences), summaryFor(room, id('ami'))])
      expect(Object.keys(other ?? {})).not.toEqual(expect.arrayContaining([expect.stringMatching(/pinned|ring/)]))
    expect(summaryFor(room, id('ami'), new Map([[id('ami'), muted]]))).not.toHaveProperty('pinned')
  })

  test('[LB6] puts pinned rooms first, by their newest talk, and leaves a muted one in its place and its counts', () => {
    const talked = (name: string, storedAt: number) =>
      taken(
        undefined,
        aReport({ roomId: id(name), name, countable: 1, last: { seq: 2, storedAt, by: 'ben', text: name } }),
      ).room
    const rooms = [talked('a', 1), talked('b', 2), talked('c', 3), talked('d', 4)]
    const own = (name: string, preference: RoomPreference) => [id(name), new Map([[id('ami'), preference]])] as const
    const preferences = new Map([own('a', pinned), own('b', { pinned: true, ring: 'none' }), own('c', muted)])
    expect(listFor(rooms, id('ami'), preferences).map(({ name }) => name)).toEqual(['b', 'a', 'd', 'c'])
    expect(listFor(rooms, id('ben'), preferences).map(({ name }) => name)).toEqual(['d', 'c', 'b', 'a'])
    expect(listFor(rooms, id('ami'), preferences).map(({ unread }) => unread)).toEqual([1, 1, 1, 1])
  })

  test('[LB6] is left behind by who is no longer in the room', () => {
    const preferences = new Map([
      [id('ami'), pinned],
      [id('ben'), muted],
    ])
    const { room: without } = taken(
      room,
      aReport({ version: 2, since: 1, whole: false, members: [], gone: [id('ben')] }),
    )
    expect(leftBehind(room, preferences)).toEqual([])
    expect(leftBehind(without, preferences)).toEqual([id('ben')])
  })
})
