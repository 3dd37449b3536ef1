import { expect, test } from 'vitest'
import { minuteOf, timeOf } from '../../../web/store/ringing/minute-of-day.ts'

test('every minute of a day as a time field has it, and back', () => {
  for (let minute = 0; minute < 24 * 60; minute += 1) expect(minuteOf(timeOf(minute))).toBe(minute)
  expect([timeOf(0), timeOf(6 * 60 + 5), timeOf(23 * 60 + 59)]).toEqual(['00:00', '06:05', '23:59'])
})

test.each(['', '24:00', '6:05', '12:60', 'x'])('%j is no time', (time) => {
  expect(minuteOf(time)).toBeNull()
})
