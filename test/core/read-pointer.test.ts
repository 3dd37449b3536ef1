import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCount } from '../../core/read-counts.ts'
import { sheetRows } from '../../core/read-sheet.ts'
import { presentStay } from '../../core/room-state.ts'
import { unreadOf } from '../../core/stay.ts'
import { aMember, aRoom, clientId } from '../support/builders.ts'
import { RoomHarness } from '../support/room-harness.ts'

const post = (n: number) => ({ t: 'post', id: clientId(n), text: '本文' }) as const
const pointer = (room: RoomHarness, name: string) => presentStay(room.state, room.no(name))?.pointer
const unread = (room: RoomHarness, name: string) => {
  const stay = presentStay(room.state, room.no(name))
  return stay ? unreadOf(stay, room.state.countable) : null
}

describe('read pointers', () => {
  test('[RP1] a late or repeated claim changes nothing', () => {
    const room = new RoomHarness(aRoom(['ami', 'ben']))
    for (let n = 1; n <= 5; n += 1) room.perform('ami', post(n))
    room.perform('ben', { t: 'read', seq: 4 })
    const { rev } = room.state
    room.perform('ben', { t: 'read', seq: 2 })
    room.perform('ben', { t: 'read', seq: 4 })
    expect([pointer(room, 'ben'), room.state.rev]).toEqual([4, rev])
  })

  test('[RP2] a read pointer never passes the head', () => {
    const room = new RoomHarness(aRoom(['ami', 'ben']))
    room.perform('ami', post(1))
    room.perform('ben', { t: 'read', seq: 1_000_000 })
    expect(pointer(room, 'ben')).toBe(2)
  })

  test('[RP3] a stay’s pointer starts where it began, and freezes when it ends', () => {
    const room = new RoomHarness(aRoom(['ami', 'ben']))
    room.perform('ami', post(1))
    room.applyDirectory(aRoom(['ami'], { revision: 2 }))
    room.perform('ami', post(2))
    room.applyDirectory(aRoom(['ami', 'ben'], { revision: 3 }))
    room.perform('ben', { t: 'read', seq: 5 })
    expect(room.state.stays.filter((stay) => stay.no === 2).map((stay) => stay.pointer)).toEqual([1, 5])
    expect(unread(room, 'ben')).toBe(0)
  })

  test('[RP5] own entries are never unread, and the pointer passes only those that follow it without a hole', () => {
    const room = new RoomHarness(aRoom(['ami', 'ben']))
    room.perform('ami', post(1))
    expect([pointer(room, 'ami'), unread(room, 'ami'), unread(room, 'ben')]).toEqual([2, 0, 1])
    room.perform('ben', post(1))
    room.perform('ami', post(2))
    expect([pointer(room, 'ami'), unread(room, 'ami'), pointer(room, 'ben'), unread(room, 'ben')]).toEqual([2, 1, 1, 2])
    room.perform('ami', { t: 'read', seq: 3 })
    expect([pointer(room, 'ami'), unread(room, 'ami')]).toEqual([4, 0])
  })

  test('[RP7] who left after reading stays counted, who left before is not named', () => {
    const room = new RoomHarness(aRoom(['ami', 'ben', 'cho', 'dai']))
    room.perform('ami', post(1))
    room.perform('ben', { t: 'read', seq: 2 })
    room.applyDirectory(aRoom(['ami', 'dai', 'eri'], { revision: 2 }))
    expect(readCount(room.state, 2, 1)).toBe(1)
    expect(sheetRows(room.state, { seq: 2, by: 1, versions: [2] })).toMatchObject({
      members: [2, 4],
      read: [true, false],
    })
  })

  test('[RP8] in a desk ↔ seat room each side counts only the other', () => {
    const desk = (name: string) => aMember(name, { side: 'desk' })
    const room = new RoomHarness(
      aRoom([desk('desk1'), desk('desk2'), aMember('captain', { side: 'seat' })], { facts: { kind: 'desk' } }),
    )
    room.perform('desk1', post(1))
    room.perform('desk2', { t: 'read', seq: 2 })
    expect(readCount(room.state, 2, 1)).toBe(0)
    room.perform('captain', { t: 'read', seq: 2 })
    expect(readCount(room.state, 2, 1)).toBe(1)
    room.perform('captain', post(1))
    room.perform('desk2', { t: 'read', seq: 3 })
    expect(readCount(room.state, 3, 3)).toBe(1)
    expect(sheetRows(room.state, { seq: 3, by: 3, versions: [3] }).members).toEqual([1, 2])
  })

  test('[RP9] who has read past a message but not past its correction has read only the old version', () => {
    const room = new RoomHarness(aRoom(['ami', 'ben', 'cho']))
    room.perform('ami', post(1))
    room.perform('ben', { t: 'read', seq: 2 })
    room.perform('ami', { t: 'correct', id: clientId(2), target: 2, text: '場所を直しました' })
    room.perform('cho', { t: 'read', seq: 3 })
    const rows = sheetRows(room.state, { seq: 2, by: 1, versions: [2, 3] })
    expect(rows).toEqual({ members: [2, 3], read: [true, true], stale: [true, false] })
  })
})

/** What the script says, computed the slow way: for each person and stay, everything that was read. */
class Oracle {
  head = 0
  readonly entries: { seq: number; by: number; counts: boolean }[] = []
  readonly stays: { no: number; from: number; to: number | null; read: Set<number>; pointer: number }[] = []

  append(by: number, counts = true): number {
    this.head += 1
    this.entries.push({ seq: this.head, by, counts })
    return this.head
  }

  present(no: number) {
    return this.stays.find((stay) => stay.no === no && stay.to === null)
  }

  read(no: number, seq: number): void {
    const stay = this.present(no)
    if (stay) stay.pointer = Math.max(stay.pointer, Math.min(seq, this.head))
  }

  /** Has read: reached by the pointer, or an unbroken run of own entries after it. */
  reached(stay: Oracle['stays'][number]): number {
    let at = stay.pointer
    while (this.entries[at]?.by === stay.no && this.entries[at]?.counts && this.covers(stay, at + 1)) at += 1
    return at
  }

  covers(stay: Oracle['stays'][number], seq: number): boolean {
    return stay.from <= seq && (stay.to === null || seq < stay.to)
  }

  readers(seq: number): number[] {
    const { by } = this.entries[seq - 1]!
    return this.stays
      .filter((stay) => stay.no !== by && this.covers(stay, seq) && this.reached(stay) >= seq)
      .map((stay) => stay.no)
  }

  unread(no: number): number {
    const stay = this.present(no)!
    return this.entries.filter((entry) => entry.counts && entry.by !== no && entry.seq > this.reached(stay)).length
  }
}

const names = ['ami', 'ben', 'cho', 'dai', 'eri', 'fuu']
const step = fc.oneof(
  fc.record({ kind: fc.constant('post' as const), who: fc.nat(5) }),
  fc.record({ kind: fc.constant('read' as const), who: fc.nat(5), back: fc.nat(6) }),
  fc.record({ kind: fc.constant('move' as const), members: fc.uniqueArray(fc.nat(5), { minLength: 1 }) }),
  fc.record({ kind: fc.constant('evict' as const) }),
)

test('[RP4] [RP6] counts and unread equal an oracle of the script, never go down and never pass the members, for any script', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (script) => {
      const room = new RoomHarness(aRoom(names))
      const oracle = new Oracle()
      const first = oracle.append(0, false)
      for (let no = 1; no <= 6; no += 1)
        oracle.stays.push({ no, from: first, to: null, read: new Set(), pointer: first })
      const counted = new Map<number, number>()
      let revision = 1
      let sent = 0
      for (const action of script) {
        if (action.kind === 'evict') room.evict()
        if (action.kind === 'post' && oracle.present(action.who + 1)) {
          sent += 1
          room.perform(names[action.who]!, post(sent))
          oracle.append(action.who + 1)
        }
        if (action.kind === 'read' && oracle.present(action.who + 1)) {
          room.perform(names[action.who]!, { t: 'read', seq: Math.max(0, oracle.head - action.back) })
          oracle.read(action.who + 1, oracle.head - action.back)
        }
        if (action.kind === 'move') {
          revision += 1
          const wanted = new Set(action.members.map((member) => member + 1))
          const leaving = oracle.stays.filter((stay) => stay.to === null && !wanted.has(stay.no))
          const joining = [...wanted].filter((no) => !oracle.present(no))
          room.applyDirectory(
            aRoom(
              action.members.map((member) => names[member]!),
              { revision },
            ),
          )
          if (leaving.length + joining.length > 0) {
            for (const stay of leaving) stay.pointer = oracle.reached(stay)
            const seq = oracle.append(0, false)
            for (const stay of leaving) stay.to = seq
            for (const no of joining) oracle.stays.push({ no, from: seq, to: null, read: new Set(), pointer: seq })
          }
        }
        for (const { seq, by, counts } of oracle.entries) {
          if (!counts) continue
          const count = readCount(room.state, seq, by)
          expect(count).toBe(oracle.readers(seq).length)
          expect(count).toBeGreaterThanOrEqual(counted.get(seq) ?? 0)
          counted.set(seq, count)
        }
        for (const stay of oracle.stays)
          if (stay.to === null) expect(unread(room, names[stay.no - 1]!)).toBe(oracle.unread(stay.no))
      }
    }),
    { numRuns: 300 },
  )
})

test('[RP7] the sheet names exactly the oracle’s readers, for any script of reads', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(5), fc.nat(8)), { maxLength: 30 }), (reads) => {
      const room = new RoomHarness(aRoom(names))
      for (let n = 1; n <= 6; n += 1) room.perform('ami', post(n))
      for (const [who, seq] of reads) room.perform(names[who]!, { t: 'read', seq })
      for (let seq = 2; seq <= 7; seq += 1) {
        const rows = sheetRows(room.state, { seq, by: 1, versions: [seq] })
        const readers = rows.members.filter((_, i) => rows.read[i])
        const expected = [2, 3, 4, 5, 6].filter((no) =>
          reads.some(([who, to]) => who === no - 1 && Math.min(to, 7) >= seq),
        )
        expect(readers).toEqual(expected)
        expect(readers).toHaveLength(readCount(room.state, seq, 1))
      }
    }),
  )
})
