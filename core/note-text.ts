/**
 * Reads the text of a note: plain text with a small subset of marks. What comes out is a tree of plain values, never HTML, and nothing of the text is
 * lost: whatever is none of the marks is text as it stands.
 *
 *     # 見出し  ## 小見出し   - 項目   1. 項目   (two spaces before it: one level below)   - [ ] すること   - [x] した
 *     [申請](https://…)  https://…  tel:0296771101  mailto:desk@example.jp
 *     日時: 2026-12-06 09:00-11:30 場所の言葉
 */

/** A piece of a line. Links lead to http, https, tel and mailto, and nowhere else. */
export type NotePiece = { text: string } | { text: string; href: string }

/** `check.index` counts the boxes of the whole text, from 0. */
export type NoteItem = {
  pieces: NotePiece[]
  check?: { index: number; checked: boolean }
  /** As it is written, in a numbered list. */
  number?: number
  children: NoteList[]
}
export type NoteList = { kind: 'list'; isNumbered: boolean; items: NoteItem[] }

/** `start` and `end` are YYYY-MM-DDTHH:MM in Japan, or a day alone; an end at or before the start's time is the next day's. `index` counts from 0. */
export type NoteDate = { kind: 'date'; index: number; start: string; end?: string; words: string }

export type NoteBlock =
  | { kind: 'heading'; level: 1 | 2; pieces: NotePiece[] }
  | { kind: 'paragraph'; lines: NotePiece[][] }
  | NoteList
  | NoteDate

/** Never throws, whatever the text. */
export function readNoteText(body: string): NoteBlock[] {
  const reading = new Reading()
  for (const line of linesOf(body)) reading.add(line)
  return reading.blocks
}

class Reading {
  readonly blocks: NoteBlock[] = []
  private boxes = 0
  private dates = 0
  private isAfterBlank = true

  add(line: string): void {
    const isAfterBlank = this.isAfterBlank
    this.isAfterBlank = line.trim() === ''
    if (this.isAfterBlank) return
    const heading = /^(##?) +(\S.*)$/.exec(line)
    if (heading) return this.addHeading(heading)
    const date = dateOf(line, this.dates)
    if (date) {
      this.dates += 1
      this.blocks.push(date)
      return
    }
    const item = itemPattern.exec(line)
    if (item) return this.addItem(item, isAfterBlank)
    const last = this.blocks.at(-1)
    if (last?.kind === 'paragraph' && !isAfterBlank) last.lines.push(piecesOf(line))
    else this.blocks.push({ kind: 'paragraph', lines: [piecesOf(line)] })
  }

  private addHeading([, marks = '', text = '']: RegExpExecArray): void {
    this.blocks.push({ kind: 'heading', level: marks.length === 1 ? 1 : 2, pieces: piecesOf(text) })
  }

  private addItem([, indent = '', , number, box, text = '']: RegExpExecArray, isAfterBlank: boolean): void {
    const item: NoteItem = { pieces: piecesOf(text), children: [] }
    if (number !== undefined) item.number = Number(number)
    if (box !== undefined) {
      item.check = { index: this.boxes, checked: box !== ' ' }
      this.boxes += 1
    }
    const last = this.blocks.at(-1)
    const parent = indent.length >= 2 && !isAfterBlank && last?.kind === 'list' ? last.items.at(-1) : undefined
    put(parent ? parent.children : this.blocks, item, isAfterBlank)
  }
}

/** Adds an item to the list that is being read, or begins another. */
function put(blocks: NoteBlock[], item: NoteItem, isAfterBlank: boolean): void {
  const last = blocks.at(-1)
  const isNumbered = item.number !== undefined
  if (last?.kind === 'list' && last.isNumbered === isNumbered && !isAfterBlank) last.items.push(item)
  else blocks.push({ kind: 'list', isNumbered, items: [item] })
}

/** Indent, mark, number, what is in the box, text. */
const itemPattern = /^( *)(?:(- )|(\d{1,4})\. )(?:(?<=- )\[([ xX])\](?: |$))?(.*)$/

const linesOf = (body: string): string[] => body.split(/\r\n|\r|\n/)

const datePattern =
  /^\s*日時\s*[:：]\s*(\d{4}-\d{2}-\d{2})(?:\s+(\d{1,2}:\d{2})(?:\s?[-–〜～~]\s?(\d{1,2}:\d{2}))?)?(?:\s+(.*))?$/

function dateOf(line: string, index: number): NoteDate | null {
  const [, day = '', from, to, words = ''] = datePattern.exec(line) ?? []
  if (!isDay(day) || !isTime(from) || !isTime(to)) return null
  const start = from === undefined ? day : `${day}T${padded(from)}`
  const end = from === undefined || to === undefined ? {} : { end: `${endDay(day, from, to)}T${padded(to)}` }
  return { kind: 'date', index, start, ...end, words: words.trim() }
}

const padded = (time: string) => time.padStart(5, '0')
const endDay = (day: string, from: string, to: string) => (padded(to) > padded(from) ? day : dayAfter(day))
const isTime = (time: string | undefined) => time === undefined || /^(?:[01]?\d|2[0-3]):[0-5]\d$/.test(time)

const daysIn = (year: number, month: number): number =>
  month === 2
    ? year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
      ? 29
      : 28
    : [4, 6, 9, 11].includes(month)
      ? 30
      : 31

function isDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number)
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)
}

function dayAfter(text: string): string {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number)
  const isLast = day === daysIn(year, month)
  const next = isLast ? (month === 12 ? [year + 1, 1, 1] : [year, month + 1, 1]) : [year, month, day + 1]
  return next.map((part, i) => `${part}`.padStart(i === 0 ? 4 : 2, '0')).join('-')
}

/** A link with a label, or an address by itself. Each repetition is bounded, so that no text takes long. */
const linkPattern =
  /\[([^[\]]{1,200})\]\(([^()\s]{1,2000})\)|(?:https?:\/\/|tel:|mailto:)[^\s<>"「」（）【】、。]{1,2000}/gi

/** A line in pieces; their texts, and the addresses of links with labels, are the line without its marks. */
export function piecesOf(line: string): NotePiece[] {
  const pieces: NotePiece[] = []
  let done = 0
  const text = (to: number) => {
    if (to > done) pieces.push({ text: line.slice(done, to) })
  }
  for (const { 0: match, 1: label, 2: address, index } of line.matchAll(linkPattern)) {
    const href = address ?? match.replace(/[.,;:!?)\]'*]{1,50}$/, '')
    if (!isSafe(href)) continue
    text(index)
    pieces.push({ text: label ?? href, href })
    done = index + (address === undefined ? href.length : match.length)
  }
  text(line.length)
  return pieces
}

/** Addresses that may be followed: they run nothing, and do not turn the direction of reading. */
const isSafe = (href: string): boolean =>
  /^(?:https?:\/\/[^/?#\s]|tel:\+?[\d-]{3}|mailto:[^@\s]+@[^@\s]+\.)/i.test(href) && !/[\p{Cc}\p{Cf}\s\\]/u.test(href)

/** The line of a box: what stands before what is in it, that, and what stands after it. */
const boxPattern = /^( *- \[)([ xX])(\](?: .*)?)$/

/** The text with the box of this index ticked or not; as it is where there is no such box. */
export function tickAt(body: string, index: number, checked: boolean): string {
  let boxes = -1
  return body.replace(/[^\r\n]+/g, (line) => {
    const [, before, , after] = boxPattern.exec(line) ?? []
    if (before === undefined) return line
    boxes += 1
    return boxes === index ? `${before}${checked ? 'x' : ' '}${after}` : line
  })
}

/** Whether two texts are the same but for what is in their boxes. */
export const differsInTicksOnly = (a: string, b: string): boolean => a !== b && unticked(a) === unticked(b)

const unticked = (body: string) => body.replace(/[^\r\n]+/g, (line) => line.replace(boxPattern, '$1 $3'))

export type NoteLink = { label: string; url: string; note?: string }

/**
 * The rows of a list of links, a line each: `label https://… note`, or `[label](https://…) note`, with a list's mark or without. A line without
 * a link is left out; the address is the label where there is none.
 */
export function readNoteLinks(body: string): NoteLink[] {
  return linesOf(body).flatMap((line) => {
    const pieces = piecesOf(line.replace(/^\s*(?:#{1,2} |- (?:\[[ xX]\] )?|\d{1,4}\. )?/, ''))
    const at = pieces.findIndex((piece) => 'href' in piece)
    const link = pieces[at]
    if (!link || !('href' in link)) return []
    const before = trimmed(pieces.slice(0, at))
    const after = trimmed(pieces.slice(at + 1))
    const isNamed = link.text !== link.href
    const label = isNamed ? link.text : before || link.href
    const note = [isNamed ? before : '', after].filter(Boolean).join(' ')
    return [{ label, url: link.href, ...(note && { note }) }]
  })
}

const trimmed = (pieces: readonly NotePiece[]): string =>
  pieces
    .map(({ text }) => text)
    .join('')
    .replace(/^[\s:：、,|\-–—]+|[\s:：、,|\-–—]+$/g, '')

const excerptCharacters = 80

/** The beginning of a text in plain words, on one line. */
export const noteExcerpt = (body: string): string =>
  [...readNoteText(body).flatMap(wordsOf).join(' ').replace(/\s+/g, ' ').trim()].slice(0, excerptCharacters).join('')

function wordsOf(block: NoteBlock): string[] {
  switch (block.kind) {
    case 'heading':
      return [joined(block.pieces)]
    case 'paragraph':
      return block.lines.map(joined)
    case 'list':
      return block.items.flatMap((item) => [joined(item.pieces), ...item.children.flatMap(wordsOf)])
    case 'date':
      return [[block.start.replace('T', ' '), block.words].filter(Boolean).join(' ')]
  }
}

const joined = (pieces: readonly NotePiece[]) => pieces.map(({ text }) => text).join('')
