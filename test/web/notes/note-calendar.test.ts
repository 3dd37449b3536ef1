import { expect, test } from 'vitest'
import { calendarFile } from '../../../web/store/notes/note-calendar.ts'
import { clientId } from '../../support/builders.ts'

const event = {
  ...{ note: clientId(1, 9), block: 0, version: 3, savedAt: Date.UTC(2026, 10, 26, 5, 3, 7) },
  ...{ start: '2026-12-06T09:00', end: '2026-12-06T11:30', words: '水防訓練' },
  ...{ place: null, url: 'https://yagura.example/r/1/notes/2' },
}
const linesOf = (file: string) => file.split('\r\n')

test('[CL21] a date block is an event in Japan’s time, in lines that end with CRLF', () => {
  const file = calendarFile(event)
  expect(file.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  const lines = linesOf(file)
  expect(lines).toContain('DTSTART;TZID=Asia/Tokyo:20261206T090000')
  expect(lines).toContain('DTEND;TZID=Asia/Tokyo:20261206T113000')
  expect(lines).toContain('DTSTAMP:20261126T050307Z')
  expect(lines).toContain('TZOFFSETTO:+0900')
  expect(lines[0]).toBe('BEGIN:VCALENDAR')
  expect(lines.at(-2)).toBe('END:VCALENDAR')
})

test('[CL21] a newer version of a note is the same event, newer; another block is another', () => {
  const uid = (file: string) => linesOf(file).find((line) => line.startsWith('UID:'))
  expect(uid(calendarFile({ ...event, version: 4 }))).toBe(uid(calendarFile(event)))
  expect(linesOf(calendarFile({ ...event, version: 4 }))).toContain('SEQUENCE:4')
  expect(uid(calendarFile({ ...event, block: 1 }))).not.toBe(uid(calendarFile(event)))
})

test('[CL21] a day without a time is a whole day, also over the end of a year; a time without an end has none', () => {
  const whole = linesOf(calendarFile({ ...event, start: '2026-12-31', end: undefined }))
  expect(whole).toContain('DTSTART;VALUE=DATE:20261231')
  expect(whole).toContain('DTEND;VALUE=DATE:20270101')
  expect(whole).not.toContain('BEGIN:VTIMEZONE')
  expect(calendarFile({ ...event, end: undefined })).not.toContain('DTEND')
})

test('[CL21] words cannot leave their line, and lines are folded at 75 octets between characters', () => {
  const words = `訓練;点検,\\ 一\n二END:VEVENT ${'水防訓練の打合せ'.repeat(12)}`
  const file = calendarFile({ ...event, words, place: '河川敷, 第2駐車場' })
  for (const line of linesOf(file)) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75)
  const unfolded = linesOf(file.replaceAll('\r\n ', ''))
  expect(unfolded).toContain(`SUMMARY:訓練\\;点検\\,\\\\ 一\\n二END:VEVENT ${'水防訓練の打合せ'.repeat(12)}`)
  expect(unfolded).toContain('LOCATION:河川敷\\, 第2駐車場')
  expect(unfolded.filter((line) => line === 'END:VEVENT')).toHaveLength(1)
})
