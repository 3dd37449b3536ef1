import { type Accessor, createMemo } from 'solid-js'
import type { Seq } from '../../../protocol/ids.ts'
import type { RoomSession } from './room-session.ts'
import { type Laid, layOut, type Row } from './rows.ts'
import { type Run, runAt, runsOf } from './runs.ts'

/** The rows on screen, and how they came from those before. */
export type TalkLayout = {
  run: Run
  rows: readonly Row[]
  laid: Laid
  /** Rows were put before the others: the list keeps its place counted from the end. */
  isShifted: boolean
  /** The first entry held after the run, where there is one. */
  next: Seq | null
  /** Another list altogether when this changes. */
  identity: string
}

/** The layout of the run that is read; null while it is not there. */
export function createTalkLayout({ view, reading, outbox }: RoomSession): Accessor<TalkLayout | null> {
  const runs = createMemo(() => runsOf(view.seqs()))
  return createMemo<TalkLayout | null>((before) => {
    const run = runAt(runs(), reading.anchor())
    if (!run) return null
    const seqs = view.seqs()
    const start = seqs.indexOf(run.from)
    const input = {
      entries: view.entries(),
      seqs: seqs.slice(start, start + run.to - run.from + 1),
      isFromStart: run.from === view.first(),
      isToHead: run.to === view.head(),
      me: view.me(),
      unreadAfter: reading.unreadAfter(),
      pending: outbox.items(),
    }
    const identity = `${view.generation()} ${reading.anchor()}`
    const kept = before?.identity === identity ? before : null
    const laid = layOut(input, kept?.laid)
    const next = seqs[start + run.to - run.from + 1] ?? null
    return { run, rows: laid.rows, laid, isShifted: kept !== null && run.from < kept.run.from, next, identity }
  }, null)
}
