import { isCountable } from '../../../core/change.ts'
import type { Entry, MessageEntry } from '../../../protocol/entry.ts'
import type { EpochMs, MemberNo, Seq } from '../../../protocol/ids.ts'
import { type Day, dayOf } from '../dates.ts'
import type { Pending } from './outbox-queue.ts'

/** One line of the talk as it is shown. A row that did not change keeps its identity, so that the list leaves it alone. */
export type Row =
  | { kind: 'start'; key: string }
  /** There is more to be loaded, before the first or after the last that is held. */
  | { kind: 'more'; key: 'older' | 'newer' }
  | { kind: 'day'; key: string; day: Day }
  | { kind: 'unread'; key: string }
  | { kind: 'message'; key: string; entry: MessageEntry; isOwn: boolean; startsGroup: boolean }
  | { kind: 'note'; key: string; entry: NotedEntry }
  | { kind: 'pending'; key: string; pending: Pending; startsGroup: boolean }
  /** Room to breathe after the newest. */
  | { kind: 'end'; key: 'end' }

export type NotedEntry = Exclude<Entry, { kind: 'message' | 'retraction' }>

export type RowsInput = {
  entries: ReadonlyMap<Seq, Entry>
  /** Seqs of one run, ascending and without holes. */
  seqs: readonly Seq[]
  /** Whether the run begins with the first entry that this member may see, and whether it ends with the newest. */
  isFromStart: boolean
  isToHead: boolean
  me: MemberNo
  /** The line “unread from here” stands after this seq. */
  unreadAfter: Seq | null
  pending: readonly Pending[]
}

/** Someone who goes on within this time does not need the name again. */
const groupMs = 10 * 60_000

/** A layout, and what it was made of. */
export type Laid = { input: RowsInput; held: readonly Entry[]; rows: readonly Row[] }

/**
 * Lays out what is held, from the oldest to the newest, and what waits to be sent after it. Goes on from the layout before as far as nothing has
 * changed: with ten thousand entries held, one more costs little.
 */
export function layOut(input: RowsInput, before: Laid | null = null): Laid {
  const held = input.seqs.map((seq) => input.entries.get(seq) as Entry)
  const same = before && beginsAlike(before.input, input) ? countAlike(before.held, held) : 0
  const layout = new Layout(
    input,
    before?.rows ?? [],
    same === 0 ? 0 : rowsUpTo(before?.rows ?? [], held[same - 1]?.seq),
  )
  for (let i = same; i < held.length; i += 1) layout.add(held[i] as Entry)
  if (input.isToHead) for (const pending of input.pending) layout.addPending(pending)
  layout.rows.push(input.isToHead ? theEnd : moreToCome)
  return { input, held, rows: layout.rows }
}

const beginsAlike = (a: RowsInput, b: RowsInput): boolean =>
  a.isFromStart === b.isFromStart && a.me === b.me && a.unreadAfter === b.unreadAfter

function countAlike(a: readonly Entry[], b: readonly Entry[]): number {
  let alike = 0
  while (alike < a.length && alike < b.length && a[alike] === b[alike]) alike += 1
  return alike
}

/** How many rows there are up to this entry's; what stands between it and the next entry belongs to that one. */
function rowsUpTo(rows: readonly Row[], last: Seq = 0): number {
  let count = rows.length
  while (count > 1 && !((seqOf(rows[count - 1] as Row) ?? Number.POSITIVE_INFINITY) <= last)) count -= 1
  return count
}

const moreToCome: Row = { kind: 'more', key: 'newer' }
const theEnd: Row = { kind: 'end', key: 'end' }

const byKey = (rows: readonly Row[]): Map<string, Row> => new Map(rows.map((row) => [row.key, row]))

/**
 * How far somebody has read who sees the row at `index` and all before it: what lies between it and the next row has no row of its own.
 * null where the rows say nothing.
 */
export function readUpTo(rows: readonly Row[], index: number, last: Seq): Seq | null {
  let seen = Math.min(index, rows.length - 1)
  while (seen >= 0 && seqOf(rows[seen] as Row) === null) seen -= 1
  if (seen < 0) return null
  for (let i = seen + 1; i < rows.length; i += 1) {
    const next = seqOf(rows[i] as Row)
    if (next !== null) return next - 1
  }
  return last
}

/** The entry of a row, where it has one. */
export const seqOf = (row: Row): Seq | null => (row.kind === 'message' || row.kind === 'note' ? row.entry.seq : null)

/** The calendar day that a row belongs to: its own, or that of the nearest row before it. */
export function dayAt(rows: readonly Row[], index: number): Day | null {
  for (let i = Math.min(index, rows.length - 1); i >= 0; i -= 1) {
    const row = rows[i] as Row
    if (row.kind === 'day') return row.day
    if (row.kind === 'message' || row.kind === 'note') return dayOf(row.entry.storedAt)
  }
  return null
}

/** Messages of others after the entry that somebody has read last. */
export const countAfter = (rows: readonly Row[], read: Seq): number =>
  rows.filter((row) => row.kind === 'message' && !row.isOwn && !row.entry.retracted && row.entry.seq > read).length

class Layout {
  readonly rows: Row[]
  private day: Day | null = null
  private lastMessage: { by: MemberNo; storedAt: EpochMs } | null = null
  private hasUnreadLine = false
  /** The rows of before that may come again. */
  private readonly before: ReadonlyMap<string, Row>

  /** Begins with so many rows of before. */
  constructor(
    private readonly input: RowsInput,
    before: readonly Row[],
    kept: number,
  ) {
    this.rows = before.slice(0, kept)
    this.before = byKey(before.slice(kept))
    if (kept === 0) this.push(input.isFromStart ? { kind: 'start', key: 'start' } : { kind: 'more', key: 'older' })
    else this.goOnFrom(this.rows)
  }

  private goOnFrom(rows: readonly Row[]): void {
    const last = rows[rows.length - 1]
    if (last?.kind === 'message') this.lastMessage = { by: last.entry.by, storedAt: last.entry.storedAt }
    for (const row of rows) {
      if (row.kind === 'day') this.day = row.day
      if (row.kind === 'unread') this.hasUnreadLine = true
    }
  }

  add(entry: Entry): void {
    if (entry.kind === 'retraction' || this.isSmallCorrection(entry)) return
    this.addUnreadLine(entry)
    this.addDay(entry.storedAt)
    if (entry.kind === 'message') this.addMessage(entry)
    else this.addNote(entry)
  }

  addPending(pending: Pending): void {
    const { command } = pending
    if (command.t !== 'post' || this.isAlreadyShown(pending)) return
    if (command.sentAt !== undefined) this.addDay(command.sentAt)
    const startsGroup = this.lastMessage?.by !== this.input.me
    this.lastMessage = { by: this.input.me, storedAt: command.sentAt ?? 0 }
    this.push({ kind: 'pending', key: command.id, pending, startsGroup })
  }

  private addMessage(entry: MessageEntry): void {
    const last = this.lastMessage
    const startsGroup = last?.by !== entry.by || entry.storedAt - last.storedAt > groupMs
    this.lastMessage = { by: entry.by, storedAt: entry.storedAt }
    this.push({ kind: 'message', key: `m${entry.seq}`, entry, isOwn: entry.by === this.input.me, startsGroup })
  }

  private addNote(entry: NotedEntry): void {
    this.lastMessage = null
    this.push({ kind: 'note', key: `n${entry.seq}`, entry })
  }

  private addDay(at: EpochMs): void {
    const day = dayOf(at)
    // A clock that was set back makes no second heading of an earlier day.
    if (this.day !== null && day <= this.day) return
    this.day = day
    this.lastMessage = null
    this.push({ kind: 'day', key: `d${day}`, day })
  }

  private addUnreadLine(entry: Entry): void {
    const { unreadAfter, me } = this.input
    if (this.hasUnreadLine || unreadAfter === null || entry.seq <= unreadAfter) return
    if (entry.by === me || !isCountable(entry)) return
    this.hasUnreadLine = true
    this.lastMessage = null
    this.push({ kind: 'unread', key: 'unread' })
  }

  /** A correction that directly follows its message needs no line of its own. */
  private isSmallCorrection(entry: Entry): boolean {
    if (entry.kind !== 'correction') return false
    const target = this.input.entries.get(entry.target)
    if (target?.kind === 'message' && target.retracted) return true
    for (let seq = entry.seq - 1; seq > entry.target; seq -= 1) {
      const between = this.input.entries.get(seq)
      if (between?.kind !== 'correction' || between.target !== entry.target) return false
    }
    return true
  }

  /** Its entry came before the answer did, as after a reconnection. */
  private isAlreadyShown({ command, seq }: Pending): boolean {
    if (command.t !== 'post') return false
    if (seq !== undefined) return this.input.entries.has(seq)
    const recent = this.input.seqs.slice(-200)
    return recent.some((held) => {
      const entry = this.input.entries.get(held)
      return (
        entry?.kind === 'message' &&
        entry.by === this.input.me &&
        entry.sentAt === command.sentAt &&
        entry.text === command.text
      )
    })
  }

  private push(row: Row): void {
    const same = this.before.get(row.key)
    this.rows.push(same && isSame(same, row) ? same : row)
  }
}

function isSame(a: Row, b: Row): boolean {
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>]
  return Object.keys(right).every((field) => left[field] === right[field])
}
