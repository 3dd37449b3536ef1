import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { badgeFor, type LobbyRoom, listFor, summaryFor, takeReport } from '../../core/lobby-state.ts'
import type { RoomReport } from '../../protocol/bindings.ts'
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
