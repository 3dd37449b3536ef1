import { diffArrays } from 'diff'
import { limits } from '../../../protocol/limits.ts'
import type { NoteContent } from '../../../protocol/note.ts'

/**
 * Two people changed one note. What both began with, what each made of it, and what comes of both where their changes do not touch
 * each other. Pure: nothing here decides, a person does.
 */
export type Three = { base: NoteContent; mine: NoteContent; theirs: NoteContent }

/** A place where lines of the base were replaced: `to` is the first that stays. */
type Hunk = { from: number; to: number; lines: readonly string[] }

/** Both changes in one content; null where they touch each other, and a person has to read both. */
export function merged({ base, mine, theirs }: Three): NoteContent | null {
  const title = either(base.title, mine.title, theirs.title)
  const body = mergedLines(base.body, mine.body, theirs.body)
  const archiveOn = either(base.archiveOn, mine.archiveOn, theirs.archiveOn)
  const files = mergedFiles(base.files, mine.files, theirs.files)
  if (title === undefined || body === null || archiveOn === undefined || files.length > limits.maxFiles) return null
  return {
    kind: theirs.kind,
    title,
    body,
    files,
    pinned: flipped(base.pinned, mine.pinned, theirs.pinned),
    offline: flipped(base.offline, mine.offline, theirs.offline),
    archiveOn,
  }
}

/** The lines of both; null where their changes touch. */
export function mergedLines(base: string, mine: string, theirs: string): string | null {
  const lines = linesOf(base)
  const hunks = { mine: hunksOf(lines, linesOf(mine)), theirs: hunksOf(lines, linesOf(theirs)) }
  const both = [...hunks.mine]
  for (const hunk of hunks.theirs) {
    const touched = hunks.mine.filter((own) => touches(own, hunk))
    if (touched.length === 0) both.push(hunk)
    else if (!touched.every((own) => isSame(own, hunk))) return null
  }
  both.sort((a, b) => a.from - b.from || a.to - b.to)
  const result: string[] = []
  let at = 0
  for (const { from, to, lines: put } of both) {
    result.push(...lines.slice(at, from), ...put)
    at = to
  }
  return [...result, ...lines.slice(at)].join('\n')
}

/** Their version with one's own under a line that says so: to be made one by hand. */
export const appended = (theirs: NoteContent, mine: NoteContent, line: string): NoteContent => ({
  ...theirs,
  body: `${theirs.body.trimEnd()}\n\n${line}\n${mine.title === theirs.title ? '' : `${mine.title}\n`}${mine.body}`,
  files: mergedFiles([], mine.files, theirs.files),
})

/** Whether two contents are the same to whoever reads them. */
export const isSameContent = (a: NoteContent, b: NoteContent): boolean =>
  a.kind === b.kind &&
  a.title === b.title &&
  a.body === b.body &&
  a.pinned === b.pinned &&
  a.offline === b.offline &&
  a.archiveOn === b.archiveOn &&
  a.files.join() === b.files.join()

const linesOf = (text: string): string[] => text.split('\n')

function hunksOf(base: string[], other: string[]): Hunk[] {
  const hunks: Hunk[] = []
  let at = 0
  let open: { from: number; to: number; lines: string[] } | null = null
  for (const part of diffArrays(base, other)) {
    if (!part.added && !part.removed) {
      at += part.value.length
      open = null
      continue
    }
    if (open === null) {
      open = { from: at, to: at, lines: [] }
      hunks.push(open)
    }
    if (part.added) open.lines.push(...part.value)
    else {
      at += part.value.length
      open.to = at
    }
  }
  return hunks
}

/** Lines that were changed one for one may stand beside each other; what grew or shrank may not touch anything. */
function touches(a: Hunk, b: Hunk): boolean {
  if (a.from < b.to && b.from < a.to) return true
  return (a.to === b.from || b.to === a.from) && !(isLineForLine(a) && isLineForLine(b))
}

const isLineForLine = ({ from, to, lines }: Hunk): boolean => to > from && lines.length === to - from

const isSame = (a: Hunk, b: Hunk): boolean =>
  a.from === b.from &&
  a.to === b.to &&
  a.lines.length === b.lines.length &&
  a.lines.every((line, i) => line === b.lines[i])

/** The one that was changed; undefined where both were, and differently. */
function either<T>(base: T, mine: T, theirs: T): T | undefined {
  if (mine === theirs || mine === base) return theirs
  return theirs === base ? mine : undefined
}

const flipped = (base: boolean, mine: boolean, theirs: boolean): boolean => (mine === base ? theirs : mine)

function mergedFiles(base: readonly string[], mine: readonly string[], theirs: readonly string[]): string[] {
  const removed = new Set(base.filter((id) => !mine.includes(id)))
  return [...new Set([...theirs.filter((id) => !removed.has(id)), ...mine.filter((id) => !base.includes(id))])]
}
