import type { EntryBody, LoggedEntry, Person } from '../../core/change.ts'
import type { Stay } from '../../core/stay.ts'
import type { Mark, MarkKind } from '../../protocol/entry.ts'
import type { Rev, Revision } from '../../protocol/ids.ts'
import type { RoomFacts } from '../../protocol/roster.ts'

/** Row ⇄ value, both directions, nothing else. What is stored was checked before it was written, so it is not checked again. */

export type EntryRow = {
  seq: number
  by: number
  stored_at: number
  sent_at: number | null
  client_id: string | null
  countable: number
  body: string
}

export function entryOfRow(row: EntryRow): LoggedEntry {
  return {
    seq: row.seq,
    by: row.by,
    storedAt: row.stored_at,
    ...(row.sent_at === null ? {} : { sentAt: row.sent_at }),
    ...(row.client_id === null ? {} : { clientId: row.client_id }),
    body: JSON.parse(row.body) as EntryBody,
    countable: row.countable,
  }
}

export type MarkRow = {
  seq: number
  kind: string
  no: number
  value: string | null
  by: number | null
  rev: number
  at: number
}

export function markOfRow(row: MarkRow): Mark {
  const { seq, no, value, rev, at } = row
  return { seq, kind: row.kind as MarkKind, no, value, ...(row.by === null ? {} : { by: row.by }), rev, at }
}

/** The facts row: what the directory said last. */
export type FactsRow = { revision: Revision; facts: RoomFacts; people: Person[] }

/** The stays row: who was here when. Changes only with the membership. */
export type StaysRow = Omit<Stay, 'pointer' | 'seen' | 'ownAhead'>[]

/** The pointers row: two numbers a stay, in the order of the stays row, and own entries ahead where there are any. One row a window. */
export type PointersRow = { rev: Rev; at: number[]; ahead: Record<string, number[]> }

export function pointersRow(rev: Rev, stays: readonly Stay[]): PointersRow {
  const at: number[] = []
  const ahead: Record<string, number[]> = {}
  stays.forEach((stay, i) => {
    at.push(stay.pointer, stay.seen)
    if (stay.ownAhead.length > 0) ahead[i] = stay.ownAhead
  })
  return { rev, at, ahead }
}

export function staysOfRows(stays: StaysRow, pointers: PointersRow): Stay[] {
  return stays.map((stay, i) => ({
    ...stay,
    pointer: pointers.at[2 * i] ?? stay.joinedSeq,
    seen: pointers.at[2 * i + 1] ?? 0,
    ownAhead: pointers.ahead[i] ?? [],
  }))
}
