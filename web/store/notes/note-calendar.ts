import type { ClientId, EpochMs } from '../../../protocol/ids.ts'

/** What a date block of a note says, and the note it stands in. */
export type CalendarEvent = {
  note: ClientId
  /** Which date block of the note it is, from 0: the same block of a newer version replaces the event in a calendar. */
  block: number
  version: number
  /** When that version was saved. */
  savedAt: EpochMs
  /** YYYY-MM-DDTHH:MM in Japan, or a day alone: then it is the whole day. */
  start: string
  end?: string | undefined
  words: string
  place: string | null
  /** Where the note is read. */
  url: string
}

/** Japan has known no summer time since 1951, so that one rule is enough. */
const japan = [
  'BEGIN:VTIMEZONE',
  'TZID:Asia/Tokyo',
  'BEGIN:STANDARD',
  'DTSTART:19700101T000000',
  'TZOFFSETFROM:+0900',
  'TZOFFSETTO:+0900',
  'TZNAME:JST',
  'END:STANDARD',
  'END:VTIMEZONE',
]

/** One event as a file for any calendar (RFC 5545). */
export function calendarFile(event: CalendarEvent): string {
  const { start, end, words, place, url } = event
  const isTimed = start.includes('T')
  const lines = [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Yagura//Notes//JA', 'CALSCALE:GREGORIAN', 'METHOD:PUBLISH'],
    ...(isTimed ? japan : []),
    'BEGIN:VEVENT',
    `UID:${event.note}-${event.block}@yagura`,
    `SEQUENCE:${event.version}`,
    `DTSTAMP:${utc(event.savedAt)}`,
    ...(isTimed ? timed(start, end) : wholeDay(start)),
    `SUMMARY:${escaped(words)}`,
    ...(place === null ? [] : [`LOCATION:${escaped(place)}`]),
    `URL:${url}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${folded(line)}\r\n`).join('')
}

const wholeDay = (day: string) => [`DTSTART;VALUE=DATE:${plain(day)}`, `DTEND;VALUE=DATE:${plain(dayAfter(day))}`]

function timed(start: string, end: string | undefined): string[] {
  const at = (time: string) => `;TZID=Asia/Tokyo:${plain(time).replace(':', '')}00`
  return [`DTSTART${at(start)}`, ...(end === undefined ? [] : [`DTEND${at(end)}`])]
}

const plain = (day: string) => day.replaceAll('-', '')

/** YYYY-MM-DD of the day after. */
const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

const utc = (at: EpochMs) => `${new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`

/** RFC 5545 §3.3.11. */
const escaped = (text: string) => text.replaceAll(/[\\;,]/g, (sign) => `\\${sign}`).replaceAll(/\r\n?|\n/g, '\\n')

/** RFC 5545 §3.1: a line has at most 75 octets, and goes on after a space. No character is cut in two. */
const mostOctets = 75

function folded(line: string): string {
  const bytes = (text: string) => new TextEncoder().encode(text).length
  const rows: string[] = []
  let row = ''
  for (const sign of line) {
    if (bytes(row) + bytes(sign) > mostOctets) {
      rows.push(row)
      row = ' '
    }
    row += sign
  }
  return [...rows, row].join('\r\n')
}
