/** A field of text with what is chosen in it. */
export type Edited = { text: string; from: number; to: number }

/**
 * Puts a mark before each line that is chosen, or takes it away where all of them have it. The caret stays in its word; on an empty line it stands
 * after the mark.
 */
export function withLineMark({ text, from, to }: Edited, mark: string): Edited {
  const start = text.lastIndexOf('\n', from - 1) + 1
  const end = to + (text.slice(to).indexOf('\n') + 1 || text.length - to + 1) - 1
  const lines = text.slice(start, end).split('\n')
  const isMarked = lines.every((line) => markOf(line) === mark)
  const changed = lines.map((line) => (isMarked ? withoutMark(line) : mark + withoutMark(line)))
  const grown = changed.join('\n').length - (end - start)
  const first = (changed[0]?.length ?? 0) - (lines[0]?.length ?? 0)
  return {
    text: text.slice(0, start) + changed.join('\n') + text.slice(end),
    from: Math.max(start, from + first),
    to: Math.max(start, to + grown),
  }
}

/** A line has one mark: a heading that becomes a list is no heading any more. */
const markPattern = /^(?:#{1,2} |- \[[ xX]\] |- )/

const withoutMark = (line: string): string => line.replace(markPattern, '')
const markOf = (line: string): string => (markPattern.exec(line)?.[0] ?? '').replace(/x/i, ' ')

/** Puts a line of its own in, below the one with the caret where that is not empty; `chosen` of it is chosen, to be written over. */
export function withLine({ text, to }: Edited, line: string, chosen = ''): Edited {
  const start = text.lastIndexOf('\n', to - 1) + 1
  const end = to + (text.slice(to).indexOf('\n') + 1 || text.length - to + 1) - 1
  const isEmpty = text.slice(start, end).trim() === ''
  const at = isEmpty ? start : end
  const put = isEmpty ? line : `\n${line}`
  const offset = at + put.length - line.length + Math.max(0, line.lastIndexOf(chosen))
  return { text: text.slice(0, at) + put + text.slice(end), from: offset, to: offset + chosen.length }
}

/** What Enter does in a list: the next line has the mark too, and an empty point ends the list. null where it does as always. */
export function afterEnter({ text, from, to }: Edited): Edited | null {
  if (from !== to) return null
  const start = text.lastIndexOf('\n', from - 1) + 1
  const line = text.slice(start, from)
  const [, mark = '', rest = ''] = /^(- (?:\[[ xX]\] )?)(.*)$/.exec(line) ?? []
  if (mark === '') return null
  if (rest === '') return { text: text.slice(0, start) + text.slice(from), from: start, to: start }
  const next = `\n${mark.replace(/\[[xX]\]/, '[ ]')}`
  return { text: text.slice(0, from) + next + text.slice(from), from: from + next.length, to: from + next.length }
}
