import { expect, test } from 'vitest'
import type { GeoPlace } from '../../../protocol/geo-place.ts'
import { exactnessWords } from '../../../web/store/map/place-exactness.ts'

const half = Date.UTC(2026, 10, 22, 5, 32)
const minuteMs = 60_000
const place: GeoPlace = { lat: 36.1, lon: 140.1, source: 'gps' }

test.each([
  ['nothing is known', place, half, ''],
  ['sent at once', { ...place, accuracyM: 12, at: half }, half + minuteMs, '誤差 約15m'],
  ['sent later', { ...place, accuracyM: 12, at: half }, half + minuteMs + 1, '誤差 約15m・14:32 の位置'],
  ['without an accuracy', { ...place, at: half }, half + 5 * minuteMs, '14:32 の位置'],
  ['it arrived the next day', { ...place, at: half }, half + 24 * 60 * minuteMs, '昨日 14:32 の位置'],
  ['by a clock that runs ahead', { ...place, accuracyM: 3, at: half + 5 * minuteMs }, half, '誤差 約3m'],
] as const)('%s', (_, sent, sentAt, words) => {
  expect(exactnessWords(sent, sentAt)).toBe(words)
})
