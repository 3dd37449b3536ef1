import type { Entry, MessageEntry, NoteEntry } from '../protocol/entry.ts'

const mostCharacters = 80

/**
 * The line of an entry in a room list, or null for an entry that is not worth one. A correction shows the newest text of its target;
 * a retracted message shows that it was retracted, and no text.
 */
export function preview(entry: Entry, target: Entry | null): { text: string; retracted?: true } | null {
  if (entry.kind === 'message')
    return entry.retracted ? { text: '', retracted: true } : line(entry.text || filesInWords(entry.files))
  if (entry.kind === 'note') return entry.change === 'archived' ? null : line(noteInWords(entry))
  if (entry.kind === 'correction' && target?.kind === 'message') return target.retracted ? null : line(target.text)
  return null
}

const line = (text = '') => ({ text: [...text.replace(/\s+/g, ' ').trim()].slice(0, mostCharacters).join('') })

/** What a message without words shows of what it carries. */
export function filesInWords(files: MessageEntry['files'] = []): string {
  const photos = files.filter(({ kind }) => kind === 'photo').length
  const others = files.length - photos
  return [photos > 0 ? `写真 ${photos}枚` : '', others > 0 ? `ファイル ${others}件` : ''].filter(Boolean).join('、')
}

/** What a note shows outside of its room. A bereavement shows nothing of itself, since it may be on a locked screen. */
export const noteInWords = ({ noteKind, title }: Pick<NoteEntry, 'noteKind' | 'title'>): string =>
  noteKind === 'bereavement' ? 'お知らせがあります' : `ノート：${title}`
