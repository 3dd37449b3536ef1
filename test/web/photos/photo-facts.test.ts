import { describe, expect, test } from 'vitest'
import { createConsent } from '../../../web/store/photos/consent.ts'
import { placeByRecord, takenByPhone, takenByRecord } from '../../../web/store/photos/photo-facts.ts'
import { readExif } from '../../../web/store/photos/read-exif.ts'
import { exifSegment, withSegments } from '../../support/exif-record.ts'

const now = Date.UTC(2026, 10, 22)
const plain = Uint8Array.from([0xff, 0xd8, 0xff, 0xd9])

describe('when a photo was taken', () => {
  test('[CL16] by its record, in the zone that stands there, else in the device’s', () => {
    const at = Date.UTC(2026, 10, 19, 23, 30)
    expect(takenByRecord({ dateTime: '2026:11:20 08:30:00', offset: '+09:00' }, now)).toEqual({ at, from: 'exif' })
    expect(takenByRecord({ dateTime: '2026:11:19 18:00:00', offset: '-05:30' }, now)).toEqual({ at, from: 'exif' })
    const local = new Date(2026, 10, 20, 8, 30).getTime()
    expect(takenByRecord({ dateTime: '2026:11:20 08:30:00' }, now)).toEqual({ at: local, from: 'exif' })
  })

  test.each([
    ['nothing', undefined],
    ['noughts', '0000:00:00 00:00:00'],
    ['a clock that was never set', '1970:01:01 00:00:00'],
    ['a day that is none', '2026:02:31 08:30:00'],
    ['the day after tomorrow', '2026:11:24 08:30:00'],
    ['words', 'yesterday'],
  ])('[CL16] %s is no time', (_, dateTime) => {
    expect(takenByRecord({ dateTime, offset: '+00:00' }, now)).toBeNull()
  })

  test('[CL16] from the camera just now: by the phone', () => {
    expect(takenByPhone({ lastModified: now - 3_000 }, now)).toEqual({ at: now - 3_000, from: 'phone' })
    expect(takenByPhone({ lastModified: 0 }, now)).toEqual({ at: now, from: 'phone' })
  })
})

test('[CL16] where a photo was taken, by its record', () => {
  expect(placeByRecord({ latitude: 36.12345678, longitude: 140.1, accuracy: 12.2 })).toEqual({
    lat: 36.123457,
    lon: 140.1,
    accuracyM: 13,
    from: 'exif',
  })
  expect(placeByRecord({ latitude: -36.1, longitude: 140.1 })).toEqual({ lat: -36.1, lon: 140.1, from: 'exif' })
  for (const record of [
    {},
    { latitude: 0, longitude: 0 },
    { latitude: Number.NaN, longitude: 1 },
    { latitude: 91, longitude: 1 },
  ])
    expect(placeByRecord(record)).toBeNull()
})

test('[CL16] the record is read out of a photo, and of anything else nothing', async () => {
  const gps = { lat: 36.1234567, lon: 140.1234567, accuracyM: 12 }
  const segment = exifSegment({ dateTime: '2026:11:20 08:30:00', offset: '+09:00', gps, words: 'private' })
  const record = await readExif(withSegments(plain, segment) as never)
  expect(record).toMatchObject({ dateTime: '2026:11:20 08:30:00', offset: '+09:00', accuracy: 12 })
  expect(placeByRecord(record)).toEqual({ lat: 36.123456, lon: 140.123456, accuracyM: 12, from: 'exif' })
  const nothing = { dateTime: undefined, latitude: undefined }
  expect(await readExif(plain as never)).toMatchObject(nothing)
  expect(await readExif(Buffer.from('%PDF-1.4 and more of it') as never)).toMatchObject(nothing)
})

test('[CL16] whether the place goes along is off at first, and remembered on the device', () => {
  const kept = new Map<string, string>()
  const memory = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  }
  const first = createConsent('yagura.photo-place', memory)
  expect(first.isGiven()).toBe(false)
  first.give(true)
  expect(createConsent('yagura.photo-place', memory).isGiven()).toBe(true)
  first.give(false)
  expect(createConsent('yagura.photo-place', memory).isGiven()).toBe(false)
  expect(createConsent('yagura.photo-place', null).isGiven()).toBe(false)
})
