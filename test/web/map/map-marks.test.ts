import { describe, expect, test } from 'vitest'
import { metresBetween } from '../../../core/distance.ts'
import type { Entry, MessageEntry } from '../../../protocol/entry.ts'
import type { LivePosition } from '../../../protocol/position.ts'
import { ageWords } from '../../../web/store/age-words.ts'
import { foldPositions } from '../../../web/store/map/live-positions.ts'
import { marksOf } from '../../../web/store/map/map-marks.ts'
import { placedNow } from '../../../web/store/map/room-places.ts'
import { clientId } from '../../support/builders.ts'

const now = Date.UTC(2026, 10, 22, 5, 0)
const minuteMs = 60_000
const place = (lat: number) => ({ lat, lon: 140.1, source: 'gps' as const })
const message = (seq: number, rest: Partial<MessageEntry> = {}): MessageEntry => ({
  ...{ seq, by: 1, storedAt: now - seq * minuteMs, kind: 'message', text: `文${seq}` },
  ...rest,
})
const heldOf = (...entries: Entry[]) => new Map(entries.map((entry) => [entry.seq, entry]))
const seqsOf = (entries: readonly MessageEntry[]) => entries.map(({ seq }) => seq)
const live = (no: number, rest: Partial<LivePosition> = {}): LivePosition => ({
  ...{ no, place: place(36), at: now, until: now + minuteMs },
  ...rest,
})

describe('places of a room', () => {
  const fetched = [message(9, { place: place(36.9) }), message(3, { place: place(36.3) })]

  test('[MP1] are those of the server and those heard since, newest first, each once', () => {
    const held = heldOf(message(9, { place: place(36.9) }), message(11, { place: place(37) }), message(12))
    expect(seqsOf(placedNow(fetched, held))).toEqual([11, 9, 3])
    expect(seqsOf(placedNow([], held))).toEqual([11, 9])
  })

  test('[MP1] without those that were retracted, and with the newest word', () => {
    const numbering = { by: 1, storedAt: now }
    const retracted = heldOf({ ...numbering, seq: 13, kind: 'retraction', target: 9 })
    expect(seqsOf(placedNow(fetched, retracted))).toEqual([3])
    const corrected = { ...numbering, seq: 13, kind: 'correction', target: 3, text: '橋の西側', version: 1 } as const
    expect(placedNow(fetched, heldOf(corrected))[1]).toMatchObject({ seq: 3, text: '橋の西側', place: place(36.3) })
    const { text: _, ...superseded } = corrected
    expect(placedNow(fetched, heldOf(superseded))[1]).toMatchObject({ text: '文3' })
    const { place: _place, text: _text, ...tombstone } = message(3, { retracted: true })
    expect(seqsOf(placedNow(fetched, heldOf(tombstone as MessageEntry)))).toEqual([9])
  })
})

describe('marks', () => {
  const nameOf = (no: number) => `人${no}`
  const photo = (n: number, facts: object) => ({
    ...{ id: clientId(n), kind: 'photo' as const, name: 'a.jpg', type: 'image/jpeg', size: 1, sha256: '' },
    ...facts,
  })

  test('[MP3] people come first, those who share now on top, then places and photos', () => {
    const entries = [
      message(9, { place: place(36.9), files: [photo(1, { place: { lat: 36.8, lon: 140, from: 'exif' } })] }),
      message(3, { files: [photo(2, {}), photo(3, { place: { lat: 36.7, lon: 140, accuracyM: 5, from: 'phone' } })] }),
    ]
    const positions = [live(4, { until: now }), live(5), live(6, { at: now + 1 })]
    const marks = marksOf({ entries, positions, nameOf, now })
    expect(marks.map(({ id }) => id)).toEqual([
      ...['live-6', 'live-5', 'live-4', 'place-9', `photo-${clientId(1)}`, `photo-${clientId(3)}`],
    ])
    expect(marks.map(({ isLive }) => isLive)).toEqual([true, true, false, false, false, false])
    expect(marks[3]).toMatchObject({ kind: 'place', name: '人1', word: '文9', seq: 9 })
  })

  test('[MP3] a photo is where and when it was taken', () => {
    const facts = { thumb: clientId(9), taken: { at: 7, from: 'exif' }, place: { lat: 36.8, lon: 140, from: 'exif' } }
    const [mark] = marksOf({ entries: [message(9, { files: [photo(1, facts)] })], positions: [], nameOf, now })
    expect(mark).toMatchObject({ kind: 'photo', at: 7, thumb: clientId(9), seq: 9, place: { lat: 36.8, lon: 140 } })
  })
})

test('[MP10] positions are folded as state, by this device’s clock', () => {
  const first = foldPositions(
    new Map(),
    { now: 500, whole: true, held: [live(1, { at: 400, until: 900 }), live(2)] },
    1_500,
  )
  expect(first.get(1)).toMatchObject({ at: 1_400, until: 1_900 })
  const second = foldPositions(first, { now: 600, held: [live(3)], gone: [2] }, 1_600)
  expect([...second.keys()]).toEqual([1, 3])
  expect(foldPositions(second, { now: 600, held: [live(3)], gone: [2] }, 1_600)).toEqual(second)
  expect([...foldPositions(second, { now: 700, whole: true, held: [live(4)] }, 1_700).keys()]).toEqual([4])
})

test.each([
  [0, 'たった今'],
  [59_999, 'たった今'],
  [60_000, '1分前'],
  [59 * minuteMs, '59分前'],
  [60 * minuteMs, '1時間前'],
  [23 * 60 * minuteMs, '23時間前'],
  [24 * 60 * minuteMs, '昨日 14:00'],
])('how long ago: %d ms', (ageMs, words) => {
  expect(ageWords(now - ageMs, now)).toBe(words)
})

test('how far it is from one place to another', () => {
  expect(metresBetween({ lat: 36, lon: 140 }, { lat: 36, lon: 140 })).toBe(0)
  expect(metresBetween({ lat: 36, lon: 140 }, { lat: 36.001, lon: 140 })).toBeCloseTo(111.2, 0)
  expect(metresBetween({ lat: 36, lon: 140 }, { lat: 36, lon: 140.001 })).toBeCloseTo(90, 0)
  expect(metresBetween({ lat: 0, lon: 179.9995 }, { lat: 0, lon: -179.9995 })).toBeCloseTo(111.2, 0)
})
