import type { Entry } from '../protocol/entry.ts'

const mostCharacters = 80

/**
 * The line of an entry in a room list, or null for an entry that is not worth one. A correction shows the newest text of its target;
 * a retracted message shows that it was retracted, and no text.
 */
export function preview(entry: Entry, target: Entry | null): { text: string; retracted?: true } | null {
  if (entry.kind === 'message') return entry.retracted ? { text: '', retracted: true } : line(entry.text)
  if (entry.kind === 'correction' && target?.kind === 'message') return target.retracted ? null : line(target.text)
  return null
}

const line = (text = '') => ({ text: [...text.replace(/\s+/g, ' ').trim()].slice(0, mostCharacters).join('') })
