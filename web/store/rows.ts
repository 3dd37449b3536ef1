import type { Entry, MessageEntry } from '../../protocol/entry.ts'
import type { EpochMs, MemberNo, Seq } from '../../protocol/ids.ts'
import { type Day, dayOf } from './dates.ts'
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

/** Lays out what is held, from the oldest to the newest, and what waits to be sent after it. */
export function layOut(input: RowsInput, before: ReadonlyMap<string, Row> = new Map()): Row[] {
  const layout = new Layout(input, before)
  for (const seq of input.seqs) layout.add(input.entries.get(seq) as Entry)
  if (!input.isToHead) return [...layout.rows, moreToCome]
  for (const pending of input.pending) layout.addPending(pending)
  return [...layout.rows, theEnd]
}

const moreToCome: Row = { kind: 'more', key: 'newer' }
const theEnd: Row = { kind: 'end', key: 'end' }

export const byKey = (rows: readonly Row[]): Map<string, Row> => new Map(rows.map((row) => [row.key, row]))

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
  readonly rows: Row[] = []
  private day: Day | null = null
  private lastMessage: { by: MemberNo; storedAt: EpochMs } | null = null
  private hasUnreadLine = false

  constructor(
    private readonly input: RowsInput,
    private readonly before: ReadonlyMap<string, Row>,
  ) {
    this.push(input.isFromStart ? { kind: 'start', key: 'start' } : { kind: 'more', key: 'older' })
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
    if (entry.by === me || entry.kind === 'membership' || entry.kind === 'renamed') return
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
