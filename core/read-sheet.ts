import type { MemberNo, Seq } from '../protocol/ids.ts'
import type { Sheet } from '../protocol/server-message.ts'
import type { RoomState } from './room-state.ts'
import { covers, type Stay } from './stay.ts'

/** What must be known of an entry to say who has read it. */
export type SheetTarget = { seq: Seq; by: MemberNo; supersededBy?: Seq; isCorrected: boolean }

export type SheetRows = { members: MemberNo[]; read: boolean[]; stale: boolean[] }

/**
 * Who has and has not read an entry, in order of number. Listed are members present now whose stay covers the entry, and those
 * who left after reading it; never the author, and in a desk ↔ seat room only the other side.
 * stale: has read past the entry, but not past its correction.
 */
export function sheetRows(state: RoomState, target: SheetTarget): SheetRows {
  const side = state.stays.find((stay) => stay.no === target.by && covers(stay, target.seq))?.side
  const stays = new Map<MemberNo, Stay>()
  for (const stay of state.stays) {
    if (stay.no === target.by || !covers(stay, target.seq)) continue
    if (side !== undefined && stay.side === side) continue
    if (stay.leftSeq !== null && stay.pointer < target.seq) continue
    stays.set(stay.no, stay)
  }
  const members = [...stays.keys()].sort((a, b) => a - b)
  const pointers = members.map((no) => (stays.get(no) as Stay).pointer)
  const correction = target.isCorrected ? (target.supersededBy ?? 0) : 0
  return {
    members,
    read: pointers.map((pointer) => pointer >= target.seq),
    stale: pointers.map((pointer) => pointer >= target.seq && pointer < correction),
  }
}

/** The rows as they travel: ranges of numbers, and a bit each. */
export function encodeSheet(seq: Seq, rows: SheetRows): Sheet {
  const sheet: Sheet = { seq, members: toRanges(rows.members), read: toBits(rows.read) }
  return rows.stale.includes(true) ? { ...sheet, stale: toBits(rows.stale) } : sheet
}

/** The rows again, given the ranges that came with this or an earlier frame. */
export function decodeSheet(sheet: Sheet, ranges: readonly number[]): SheetRows {
  const members = fromRanges(ranges)
  return {
    members,
    read: fromBits(sheet.read, members.length),
    stale: sheet.stale === undefined ? members.map(() => false) : fromBits(sheet.stale, members.length),
  }
}

function toRanges(numbers: readonly number[]): number[] {
  const ranges: number[] = []
  for (const number of numbers) {
    if (ranges.length > 0 && ranges[ranges.length - 1] === number - 1) ranges[ranges.length - 1] = number
    else ranges.push(number, number)
  }
  return ranges
}

function fromRanges(ranges: readonly number[]): number[] {
  const numbers: number[] = []
  for (let i = 0; i + 1 < ranges.length; i += 2) {
    for (let number = ranges[i] as number; number <= (ranges[i + 1] as number); number += 1) numbers.push(number)
  }
  return numbers
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Six bits a character, lowest bit first. */
function toBits(bits: readonly boolean[]): string {
  let text = ''
  for (let i = 0; i < bits.length; i += 6) {
    let value = 0
    for (let bit = 0; bit < 6; bit += 1) if (bits[i + bit]) value |= 1 << bit
    text += alphabet[value]
  }
  return text
}

/** The first `length` bits of a bit set of a sheet. */
export function fromBits(text: string, length: number): boolean[] {
  return Array.from({ length }, (_, i) => ((alphabet.indexOf(text[Math.floor(i / 6)] ?? 'A') >> (i % 6)) & 1) === 1)
}
