import type { Timeline } from '../../../core/timeline.ts'
import type { Seq } from '../../../protocol/ids.ts'
import { limits } from '../../../protocol/limits.ts'

/** Entries held without a hole between them, both ends included. The talk shows one run at a time. */
export type Run = { from: Seq; to: Seq }

/** The seqs of the entries held, ascending. */
export type HeldSeqs = { entries: ReadonlyMap<Seq, unknown>; seqs: readonly Seq[] }

const ascending = (a: Seq, b: Seq) => a - b

/** Goes on from those of before: what was added to the same entries comes last in them. */
export function heldSeqs(entries: ReadonlyMap<Seq, unknown>, before?: HeldSeqs): HeldSeqs {
  const known = before?.entries === entries && before.seqs.length <= entries.size ? before : null
  if (known?.seqs.length === entries.size) return known
  const added = [...entries.keys()].slice(known?.seqs.length ?? 0).sort(ascending)
  const seqs = [...(known?.seqs ?? []), ...added]
  const isInOrder = (known?.seqs.at(-1) ?? 0) < (added[0] ?? 0)
  return { entries, seqs: isInOrder ? seqs : seqs.sort(ascending) }
}

/** What the reader looks at: the newest, or the surroundings of one entry. */
export type Anchor = 'newest' | Seq

/** The runs of an ascending list of seqs. */
export function runsOf(seqs: readonly Seq[]): Run[] {
  const runs: Run[] = []
  for (const seq of seqs) {
    const last = runs[runs.length - 1]
    if (last && last.to === seq - 1) last.to = seq
    else runs.push({ from: seq, to: seq })
  }
  return runs
}

/** The run that an anchor lies in; null when it is not held. */
export function runAt(runs: readonly Run[], anchor: Anchor): Run | null {
  if (anchor === 'newest') return runs[runs.length - 1] ?? null
  return runs.find(({ from, to }) => from <= anchor && anchor <= to) ?? null
}

/** From which entry on everything is held up to the head, at most `most` entries of it; the one after the head where the newest is not. */
export function wholeFrom({ entries, head }: Pick<Timeline, 'entries' | 'head'>, most: number): Seq {
  let from = head + 1
  while (head + 1 - from < most && entries.has(from - 1)) from -= 1
  return from
}

/** A page to ask for: the `limit` entries before `before`. */
export type PageAsk = { before: Seq; limit: number }

export const olderPage = (run: Run): PageAsk => ({ before: run.from, limit: limits.pageEntries })

/** The page that follows a run; `next` is the first entry held after it, where there is one. */
export function newerPage(run: Run, head: Seq, next: Seq | null): PageAsk {
  const last = Math.min(run.to + limits.pageEntries, head, (next ?? head + 1) - 1)
  return { before: last + 1, limit: last - run.to }
}

/** A page with the entry in its middle, for a jump. */
export const pageAround = (seq: Seq, head: Seq): PageAsk => ({
  before: Math.min(head, seq + limits.pageEntries / 2) + 1,
  limit: limits.pageEntries,
})
