import { describe, expect, test } from 'vitest'
import { briefTime, dayLabel, dayOf, momentLabel, timeOfDay } from '../../web/store/dates.ts'

const japan = (text: string) => Date.parse(`${text}+09:00`)
const now = japan('2026-11-23T09:05:00')

describe('dates in Japan, whatever the clock of the phone says', () => {
  test.each([
    ['2026-11-23T00:00:00', '今日'],
    ['2026-11-22T23:59:59', '昨日'],
    ['2026-11-21T12:00:00', '11月21日(土)'],
    ['2026-01-01T00:00:00', '1月1日(木)'],
    ['2025-12-31T23:59:59', '2025年12月31日(水)'],
    ['2026-11-24T00:00:00', '11月24日(火)'],
  ])('the line above %s reads %s', (moment, label) => {
    expect(dayLabel(dayOf(japan(moment)), dayOf(now))).toBe(label)
  })

  test.each([
    ['2026-11-23T00:07:00', '0:07'],
    ['2026-11-22T21:00:00', '昨日'],
    ['2026-11-20T21:00:00', '11/20'],
    ['2025-11-20T21:00:00', '2025/11/20'],
  ])('the list says of %s: %s', (moment, label) => {
    expect(briefTime(japan(moment), now)).toBe(label)
  })

  test('a day ends at midnight in Japan and not in Greenwich', () => {
    expect(dayOf(Date.parse('2026-11-22T14:59:59Z')) + 1).toBe(dayOf(Date.parse('2026-11-22T15:00:00Z')))
    expect(timeOfDay(Date.parse('2026-11-22T15:00:00Z'))).toBe('0:00')
    expect(momentLabel(japan('2026-11-22T14:32:00'), now)).toBe('昨日 14:32')
  })
})
