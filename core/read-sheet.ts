import type { Entry, NoteEntry } from '../protocol/entry.ts'
import type { MemberNo, Seq } from '../protocol/ids.ts'
import type { Sheet } from '../protocol/server-message.ts'
import { isCountable } from './change.ts'
import type { LogReader } from './log-reader.ts'
import type { RoomState } from './room-state.ts'
import { covers, type Stay } from './stay.ts'

/** What must be known of an entry to say who has read it. */
export type SheetTarget = {
  seq: Seq
  by: MemberNo
  /** Where its versions stand in the log, oldest first: a message and its newest correction, or the entries of a note. */
  versions: readonly Seq[]
}

export type SheetRows = { members: MemberNo[]; read: boolean[]; stale: boolean[] }

/**
 * Who has and has not read an entry, in order of number. Listed are members present now whose stay covers the entry, and those
 * who left after reading it; never the author, and in a desk ↔ seat room only the other side.
 * read: has read any of its versions. stale: but not the newest.
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
  const listed = members.map((no) => stays.get(no) as Stay)
  const newest = target.versions.at(-1) ?? target.seq
  const read = listed.map((stay) => target.versions.some((seq) => covers(stay, seq) && stay.pointer >= seq))
  return { members, read, stale: listed.map((stay, i) => read[i] === true && stay.pointer < newest) }
}

/** What is to be known of an entry that has a read sheet; null for one that has none. */
export function sheetTarget(entry: Entry, log: Pick<LogReader, 'noteEntries'>): SheetTarget | null {
  if (!isCountable(entry)) return null
  const { seq, by } = entry
  return { seq, by, versions: entry.kind === 'note' ? versionsOfNote(entry, log) : versionsOf(entry) }
}

const versionsOf = (entry: Entry): Seq[] =>
  entry.kind === 'message' && entry.supersededBy !== undefined && !entry.retracted
    ? [entry.seq, entry.supersededBy]
    : [entry.seq]

const versionsOfNote = ({ note }: NoteEntry, log: Pick<LogReader, 'noteEntries'>): Seq[] =>
  log
    .noteEntries(note)
    .filter(({ change }) => change !== 'archived')
    .map(({ seq }) => seq)

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
