import { expect, test } from 'vitest'
import { readPlace } from '../../../core/place-reading.ts'
import { gsiMap, phoneMap } from '../../../web/store/map/map-links.ts'
import { locatingMending, locatingTitle } from '../../../web/words/places.ts'

const place = { lat: 36.123457, lon: 140.1 }

test('a place opens on 地理院地図, and on a phone on its own map', () => {
  expect(gsiMap(place)).toBe('https://maps.gsi.go.jp/#16/36.123457/140.1/')
  expect(phoneMap(place, 'android')).toBe('geo:36.12346,140.10000?q=36.12346,140.10000')
  expect(phoneMap(place, 'ios')).toBe('https://maps.apple.com/?ll=36.12346,140.10000&q=36.12346,140.10000')
  for (const platform of ['mac', 'windows', 'linux', 'other'] as const) expect(phoneMap(place, platform)).toBeNull()
})

test('a link that was made here is read again', () => {
  const shown = { place: { lat: 36.12346, lon: 140.1 } }
  expect(readPlace(gsiMap(place))).toEqual({ place })
  expect(readPlace(phoneMap(place, 'android')!)).toEqual(shown)
  expect(readPlace(phoneMap(place, 'ios')!)).toEqual(shown)
})

test('whatever is missing has a sentence that says what to do, on each platform', () => {
  const platforms = ['android', 'ios', 'mac', 'windows', 'linux', 'other'] as const
  for (const problem of ['denied', 'unavailable', 'timeout', 'insecure', 'unsupported'] as const) {
    expect(locatingTitle[problem]).toMatch(/。$/)
    for (const platform of platforms) expect(locatingMending(problem, platform, false)).toMatch(/。$/)
  }
  expect(locatingMending('denied', 'ios', false)).toContain('位置情報サービス')
  expect(locatingMending('denied', 'android', false)).toContain('「権限」→「位置情報」を「許可」')
  expect(locatingMending('timeout', 'android', true)).toContain('オフライン')
})
