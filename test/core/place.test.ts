import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accuracyWords, decimalWords, dmsWords, placeLines, roundedPlace } from '../../core/place.ts'
import { readPlace } from '../../core/place-reading.ts'

const tower = { lat: 36.12345, lon: 140.12345 }
const placeIn = (text: string) => {
  const read = readPlace(text)
  return 'place' in read ? read.place : read.problem
}
const anyPlace = fc.record({
  lat: fc.double({ min: -90, max: 90, noNaN: true }),
  lon: fc.double({ min: -180, max: 180, noNaN: true }),
})

describe('a place in words', () => {
  test.each([
    [36.12345, 140.12345, '36.12345, 140.12345', '北緯36度07分24秒 東経140度07分24秒'],
    [36.1, 140, '36.10000, 140.00000', '北緯36度06分00秒 東経140度00分00秒'],
    [-33.8567844, 151.213108, '-33.85678, 151.21311', '南緯33度51分24秒 東経151度12分47秒'],
    [51.4778, -0.0015, '51.47780, -0.00150', '北緯51度28分40秒 西経0度00分05秒'],
    [35.9999999, 139.9999999, '36.00000, 140.00000', '北緯36度00分00秒 東経140度00分00秒'],
    [36.0166666, 140.99987, '36.01667, 140.99987', '北緯36度01分00秒 東経141度00分00秒'],
    [-0.0000001, -0.0000001, '0.00000, 0.00000', '北緯0度00分00秒 東経0度00分00秒'],
    [90, -180, '90.00000, -180.00000', '北緯90度00分00秒 西経180度00分00秒'],
  ])('%d, %d', (lat, lon, inDecimals, inDegrees) => {
    expect(decimalWords({ lat, lon })).toBe(inDecimals)
    expect(dmsWords({ lat, lon })).toBe(inDegrees)
  })

  test.each([
    [0, '1m'],
    [4.2, '5m'],
    [10, '10m'],
    [11, '15m'],
    [15, '15m'],
    [96, '100m'],
    [101, '110m'],
    [990, '990m'],
    [991, '1km'],
    [1_000, '1km'],
    [1_150, '1.2km'],
    [10_000, '10km'],
    [10_001, '11km'],
    [38_200, '39km'],
  ])('the accuracy of %d m is rounded up', (metres, words) => {
    expect(accuracyWords(metres)).toBe(`誤差 約${words}`)
  })

  test('what is copied can be read out line by line', () => {
    expect(placeLines({ ...tower, accuracyM: 12, source: 'gps' }, '橋の西側')).toEqual([
      '橋の西側',
      '36.12345, 140.12345',
      '北緯36度07分24秒 東経140度07分24秒',
      '誤差 約15m',
    ])
    expect(placeLines({ ...tower, source: 'typed' }, '場所')).toHaveLength(3)
  })

  test('six decimals are sent, and no zero below zero', () => {
    expect(roundedPlace({ lat: 36.12345678, lon: 140.98765432 })).toEqual({ lat: 36.123457, lon: 140.987654 })
    expect(Object.is(roundedPlace({ lat: -1e-9, lon: 0 }).lat, 0)).toBe(true)
  })
})

describe('a place in what somebody writes', () => {
  test.each([
    '36.12345, 140.12345',
    '36.12345,140.12345',
    '36.12345 140.12345',
    ' ３６．１２３４５，１４０．１２３４５ ',
    '36.12345、140.12345',
    '（36.12345，140.12345）',
    '140.12345, 36.12345',
    '現在地\n36.12345, 140.12345\n北緯36度07分24秒 東経140度07分24秒\n誤差 約15m',
    '10時30分、火災。36.12345 140.12345 付近、消火栓2基',
    '36.12345N 140.12345E',
    'N36.12345 E140.12345',
    'n36.12345, e140.12345',
    '140.12345E, 36.12345N',
    '北緯36.12345 東経140.12345',
    '北緯36.12345度、東経140.12345度',
    '緯度：36.12345　経度：140.12345',
    'lat: 36.12345, lng: 140.12345',
    '36.12345°, 140.12345°',
    `36°07'24.42"N 140°07'24.42"E`,
    `36°07′24.42″N 140°07′24.42″E`,
    `３６°０７’２４．４２”Ｎ　１４０°０７’２４．４２”Ｅ`,
    `36°07'24.42''N, 140°07'24.42''E`,
    `36゜07'24.42" 140゜07'24.42"`,
    `140°07'24.42" 36°07'24.42"`,
    '北緯36度07分24.42秒 東経140度07分24.42秒',
    '東経140度07分24.42秒、北緯36度7分24.42秒',
    '北緯 36度 7.407分 東経 140度 7.407分',
    'https://maps.gsi.go.jp/#16/36.12345/140.12345/',
    'https://maps.gsi.go.jp/#15/36.123450/140.123450/&base=std&ls=std&disp=1&vs=c1g1j0h0k0l0u0t0z0r0s0m0f1',
    'https://maps.gsi.go.jp/?ll=36.12345,140.12345&z=15&base=std',
    'https://www.google.com/maps/@36.12345,140.12345,17z',
    'https://www.google.co.jp/maps/place/%E7%81%AB%E8%A6%8B%E5%B8%82%E5%BD%B9%E6%89%80/@36.2,140.2,17z/data=!3m1!4b1!4m6!3m5!1s0x6022:0x5!8m2!3d36.12345!4d140.12345!16s',
    `https://www.google.com/maps/place/36%C2%B007'24.4%22N+140%C2%B007'24.4%22E/@36.2,140.2,17z/data=!3m1!4b1!4m4!3m3!8m2!3d36.12345!4d140.12345`,
    `https://www.google.com/maps/place/36%C2%B007'24.42%22N+140%C2%B007'24.42%22E/@36.2,140.2,17z`,
    'https://www.google.com/maps/search/?api=1&query=36.12345%2C140.12345',
    'https://maps.google.com/?q=36.12345,140.12345',
    'https://maps.google.com/maps?q=loc:36.12345+,140.12345',
    'https://www.google.com/maps/search/36.12345,+140.12345?entry=tts',
    'https://maps.apple.com/?ll=36.12345,140.12345&q=%E3%83%9E%E3%83%BC%E3%82%AF%E3%81%97%E3%81%9F%E5%A0%B4%E6%89%80&t=m',
    'https://maps.apple.com/?q=36.12345,140.12345&ll=36.2,140.2',
    'https://maps.apple.com/place?coordinate=36.12345,140.12345&name=%E7%81%AB',
    'ここです https://maps.apple.com/?ll=36.12345,140.12345',
    'https://map.yahoo.co.jp/?lat=36.12345&lon=140.12345&zoom=16',
    'https://www.openstreetmap.org/?mlat=36.12345&mlon=140.12345#map=16/36.2/140.2',
    'https://www.openstreetmap.org/#map=16/36.12345/140.12345',
    'geo:36.12345,140.12345?z=16',
  ])('%s', (text) => {
    expect(placeIn(text)).toEqual(tower)
  })

  test.each([
    ['36, 140', { lat: 36, lon: 140 }],
    ['140, 36', { lat: 36, lon: 140 }],
    ['36.1, 40.2', { lat: 36.1, lon: 40.2 }],
    ['-33.8567, 151.2131', { lat: -33.8567, lon: 151.2131 }],
    ['−33.8567, 151.2131', { lat: -33.8567, lon: 151.2131 }],
    ['南緯33度51分24秒 東経151度12分47秒', { lat: -33.856667, lon: 151.213056 }],
    [`51°28'40"N 0°00'05"W`, { lat: 51.477778, lon: -0.001389 }],
    ['90, 180', { lat: 90, lon: 180 }],
  ])('%s', (text, place) => {
    expect(placeIn(text)).toEqual(place)
  })

  test.each([
    ['', 'empty'],
    ['　\n', 'empty'],
    ['市役所の前', 'none'],
    ['36.12345', 'none'],
    ['第12分団 3名', 'none'],
    ['気温30度、風速5m', 'none'],
    ['10時30分 12時', 'none'],
    ['200, 300', 'none'],
    ['100, 120', 'none'],
    ['3.5 4.5 5.5', 'none'],
    [`36°70'00"N 140°07'00"E`, 'none'],
    ['北緯36度 北緯37度', 'none'],
    ['0296-77-1101', 'none'],
    ['https://example.jp/form?a=1&b=2', 'none'],
    ['https://www.google.com/maps/place/%E7%81%AB%E8%A6%8B', 'none'],
    ['https://example.jp/%E0%A4%A', 'none'],
    ['https://maps.app.goo.gl/AbCdEf123', 'short-link'],
    ['https://goo.gl/maps/AbCdEf123', 'short-link'],
    ['https://maps.apple/p/AbCdEf', 'short-link'],
  ])('%s is no place', (text, problem) => {
    expect(placeIn(text)).toBe(problem)
  })

  test('what is written is read again: in decimals to half a metre, in degrees to half a second', () => {
    fc.assert(
      fc.property(anyPlace, (place) => {
        const [decimals, degrees] = [readPlace(decimalWords(place)), readPlace(dmsWords(place))]
        if (!('place' in decimals) || !('place' in degrees)) throw new Error('not read')
        for (const axis of ['lat', 'lon'] as const) {
          expect(Math.abs(decimals.place[axis] - place[axis])).toBeLessThan(0.0000051)
          expect(Math.abs(degrees.place[axis] - place[axis])).toBeLessThan(0.5 / 3_600 + 0.000001)
        }
      }),
    )
  })

  test('no text whatever makes it throw, and what it finds is on earth', () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...`0123456789.,-°'"度分秒NSEW 北緯東経:/#?=&%@!3d4d`) }),
    )
    fc.assert(
      fc.property(anyText, fc.constantFrom('', 'https://maps.google.com/?q='), (text, address) => {
        const read = readPlace(address + text)
        if (!('place' in read)) return
        expect(Math.abs(read.place.lat)).toBeLessThanOrEqual(90)
        expect(Math.abs(read.place.lon)).toBeLessThanOrEqual(180)
      }),
    )
  })
})
