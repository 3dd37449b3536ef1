import { expect, test } from 'vitest'
import type { RingState } from '../../../protocol/ringing.ts'
import { ringsByMember, timesInWords } from '../../../web/store/ringing/ring-record.ts'

const minuteMs = 60_000
/** 14:05 in Japan. */
const at = Date.UTC(2026, 10, 24, 5, 5)
const ring = (no: number, minutes: number, state: RingState) => ({ no, at: at + minutes * minuteMs, state })

test('[RG20] each person has the times at which they were rung, in order', () => {
  const people = ringsByMember({ rings: [ring(1, 3, 'rung'), ring(1, 0, 'rung'), ring(2, 0, 'rung')] })
  expect(people.get(1)).toEqual({ rungAt: [at, at + 3 * minuteMs], last: null })
  expect(people.get(2)).toEqual({ rungAt: [at], last: null })
  expect(people.get(3)).toBeUndefined()
})

test('[RG20] what became of the last try is told only where it did not ring', () => {
  const people = ringsByMember({
    rings: [ring(1, 0, 'rung'), ring(1, 3, 'waiting'), ring(2, 0, 'failed'), ring(2, 3, 'rung'), ring(3, 0, 'quiet')],
  })
  expect(people.get(1)).toEqual({ rungAt: [at], last: 'waiting' })
  expect(people.get(2)).toEqual({ rungAt: [at + 3 * minuteMs], last: null })
  expect(people.get(3)).toEqual({ rungAt: [], last: 'quiet' })
})

test('[RG20] times of today stand alone, another day is named once', () => {
  const later = [at, at + 3 * minuteMs, at + 6 * minuteMs]
  expect(timesInWords(later, at)).toBe('14:05・14:08・14:11')
  expect(timesInWords(later, at + 86_400_000)).toBe('昨日 14:05・14:08・14:11')
  const midnight = Date.UTC(2026, 10, 24, 15, 0)
  expect(timesInWords([midnight - 2 * minuteMs, midnight + minuteMs], midnight + minuteMs)).toBe(
    '昨日 23:58・今日 0:01',
  )
})
