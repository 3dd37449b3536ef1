import { type NoteBlock, type NoteLink, readNoteLinks, readNoteText } from '../../../core/note-text.ts'

/** A list of links as it is read: rows to be pressed, and what stands between them. */
export type LinksPart = { links: NoteLink[] } | { blocks: NoteBlock[] }

/** Lines with a link in them are rows; all others are text, in their order. */
export function linksParts(body: string): LinksPart[] {
  const parts: LinksPart[] = []
  let text: string[] = []
  const flush = () => {
    const blocks = readNoteText(text.join('\n'))
    if (blocks.length > 0) parts.push({ blocks })
    text = []
  }
  for (const line of body.split('\n')) {
    const links = readNoteLinks(line)
    const last = parts[parts.length - 1]
    if (links.length === 0) {
      text.push(line)
    } else if (text.every((held) => held.trim() === '') && last && 'links' in last) {
      last.links.push(...links)
      text = []
    } else {
      flush()
      parts.push({ links })
    }
  }
  flush()
  return parts
}

/** 「forms.example.jp」; a number or an address of mail as it is. */
export function hostOf(url: string): string {
  if (!URL.canParse(url)) return url
  return new URL(url).host || url.replace(/^(?:tel|mailto):/i, '')
}

/** The place that a note names below a date block, before the next one: 「場所: ○○会館」. */
export function placeBelow(body: string, index: number): string | null {
  let dates = -1
  for (const line of body.split(/\r\n|\r|\n/)) {
    if (/^\s*日時\s*[:：]/.test(line)) dates += 1
    const [, place = ''] = /^\s*(?:[-・] )?場所\s*[:：]\s*(.*)$/.exec(line) ?? []
    if (dates === index && place.trim() !== '') return place.trim()
  }
  return null
}
