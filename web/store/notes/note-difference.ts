import { diffArrays } from 'diff'

/** A line of one of two versions, cut where its words differ from the other's; or so many lines that are the same in both. */
export type DifferenceLine =
  | { kind: 'same' | 'added' | 'removed'; pieces: readonly DifferencePiece[] }
  | { kind: 'skipped'; count: number }

export type DifferencePiece = { text: string; isChanged: boolean }

/** So many lines that are the same are shown beside each change. */
const context = 2

/** What was taken away and what was added, line by line, with the words that differ. Empty where nothing did. */
export function differenceOf(before: string, after: string): DifferenceLine[] {
  if (before === after) return []
  const lines: DifferenceLine[] = []
  const parts = diffArrays(before.split('\n'), after.split('\n'))
  for (let i = 0; i < parts.length; i += 1) {
    const part = parts[i]
    const next = parts[i + 1]
    if (!part) continue
    if (part.removed && next?.added) {
      lines.push(...replaced(part.value, next.value))
      i += 1
    } else {
      const kind = part.added ? 'added' : part.removed ? 'removed' : 'same'
      for (const text of part.value) lines.push({ kind, pieces: [{ text, isChanged: kind !== 'same' }] })
    }
  }
  return withoutLongRuns(lines)
}

/** How many lines were added and taken away, for one sentence. */
export function countsOf(lines: readonly DifferenceLine[]): { added: number; removed: number } {
  const of = (kind: DifferenceLine['kind']) => lines.filter((line) => line.kind === kind).length
  return { added: of('added'), removed: of('removed') }
}

/** Lines that were put for others: each beside the one it stands for, as far as there are as many. */
function replaced(removed: readonly string[], added: readonly string[]): DifferenceLine[] {
  const pairs = removed.map((text, i) => wordsOf(text, added[i]))
  return [
    ...removed.map((text, i): DifferenceLine => ({ kind: 'removed', pieces: pairs[i]?.before ?? whole(text) })),
    ...added.map((text, i): DifferenceLine => ({ kind: 'added', pieces: pairs[i]?.after ?? whole(text) })),
  ]
}

const whole = (text: string): DifferencePiece[] => [{ text, isChanged: true }]

function wordsOf(before: string, after: string | undefined) {
  if (after === undefined) return null
  const parts = diffArrays(segmentsOf(before), segmentsOf(after))
  const kept = parts.filter(({ added, removed }) => !added && !removed).flatMap(({ value }) => value)
  // Two lines that have next to nothing in common are two lines, and not one that changed.
  if (kept.join('').length * 4 < Math.max(before.length, after.length)) return null
  const side = (hidden: 'added' | 'removed') =>
    parts
      .filter((part) => !part[hidden])
      .map(({ value, added, removed }) => ({ text: value.join(''), isChanged: added || removed }))
  return { before: side('added'), after: side('removed') }
}

/** Words where the browser knows where Japanese words end, and signs where it does not. */
function segmentsOf(text: string): string[] {
  if (!('Segmenter' in Intl)) return [...text]
  return [...new Intl.Segmenter('ja', { granularity: 'word' }).segment(text)].map(({ segment }) => segment)
}

function withoutLongRuns(lines: readonly DifferenceLine[]): DifferenceLine[] {
  const isNear = (at: number) =>
    lines.slice(Math.max(0, at - context), at + context + 1).some(({ kind }) => kind !== 'same')
  const shown: DifferenceLine[] = []
  for (const [at, line] of lines.entries()) {
    const last = shown[shown.length - 1]
    if (isNear(at)) shown.push(line)
    else if (last?.kind === 'skipped') last.count += 1
    else shown.push({ kind: 'skipped', count: 1 })
  }
  return shown
}
