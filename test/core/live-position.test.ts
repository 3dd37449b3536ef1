import { describe, expect, test } from 'vitest'
import { erasedAt, type HeldPosition, joinPositions, shownPosition, takePosition } from '../../core/live-position.ts'
import { limits } from '../../protocol/limits.ts'
import type { Position } from '../../protocol/position.ts'
import { clientId, id } from '../support/builders.ts'

const at = 1_000_000_000
const minute = 60_000
const who = { no: 3, deviceId: id('phone') }
const place = (lat: number, seenAt = at) => ({ lat, lon: 140.1, accuracyM: 8, at: seenAt, source: 'gps' as const })
const told = (lat: number | null, n = 1, seenAt = at): Position => ({
  ...{ t: 'position', id: clientId(n), lastsMs: limits.shortShareMs },
  place: lat === null ? null : place(lat, seenAt),
})
const taken = (held: HeldPosition | null, position: Position, now: number): HeldPosition => {
  const result = takePosition(held, position, who, now)
  if (!result.ok || result.value === null) throw new Error(`nothing was taken: ${JSON.stringify(result)}`)
  return result.value
}

describe('a sharing', () => {
  test('[MP6] lasts from the first that the room hears of, and no longer however long its sender goes on', () => {
    const first = taken(null, told(36.1), at)
    expect(first).toMatchObject({ no: 3, at, until: at + 15 * minute, place: { lat: 36.1 } })
    const second = taken(first, told(36.2, 1, at + minute), at + minute)
    expect(second).toMatchObject({ at: at + minute, until: at + 15 * minute, place: { lat: 36.2 } })
    expect(takePosition(second, told(36.3, 1, at + 20 * minute), who, at + 15 * minute)).toMatchObject({
      refusal: { code: 'window_passed' },
    })
    expect(taken(second, told(36.3, 2), at + 15 * minute)).toMatchObject({ until: at + 30 * minute })
  })

  test('[MP6] an hour is an hour', () => {
    const hour = { ...told(36.1), lastsMs: limits.longShareMs }
    expect(taken(null, hour, at).until).toBe(at + 60 * minute)
  })

  test('what was found before the last that was told changes nothing', () => {
    const held = taken(null, told(36.1, 1, at), at)
    expect(takePosition(held, told(36.2, 1, at - 1), who, at + minute)).toEqual({ ok: true, value: null })
  })

  test('[MP11] faster than one in five seconds is too fast, and is told how long to wait', () => {
    const held = taken(null, told(36.1), at)
    const soon = at + limits.positionEveryMs - 1_500
    for (const n of [1, 2])
      expect(takePosition(held, told(36.2, n), who, soon)).toMatchObject({
        refusal: { code: 'slow_down', retryAfterMs: 1_500 },
      })
    expect(taken(held, told(36.2), at + limits.positionEveryMs)).toMatchObject({ place: { lat: 36.2 } })
  })
})

describe('a stop', () => {
  test('[MP7] erases at once, and nothing of that sharing comes back', () => {
    const held = taken(null, told(36.1), at)
    const stopped = taken(held, told(null), at + 1)
    expect(stopped).toMatchObject({ place: null, share: clientId(1) })
    expect(shownPosition(stopped, at + 1)).toBeNull()
    expect(takePosition(stopped, told(36.2), who, at + minute)).toMatchObject({ refusal: { code: 'window_passed' } })
    expect(takePosition(stopped, told(null), who, at + minute)).toEqual({ ok: true, value: null })
    expect(taken(stopped, told(36.3, 2), at + 2)).toMatchObject({ place: { lat: 36.3 } })
  })

  test('[MP7] of another device of the same person ends what is shared, under its own id', () => {
    const held = taken(null, told(36.1), at)
    const stopped = taken(held, told(null, 9), at + 1)
    expect(stopped).toMatchObject({ place: null, share: clientId(1) })
    expect(takePosition(stopped, told(36.2), who, at + minute)).toMatchObject({ refusal: { code: 'window_passed' } })
  })

  test('[MP7] that overtakes the first position ends that sharing too', () => {
    const stopped = taken(null, told(null), at)
    expect(takePosition(stopped, told(36.1), who, at + 1)).toMatchObject({ refusal: { code: 'window_passed' } })
  })
})

test('[MP8] it is not shown any more from the moment on at which it has to be erased', () => {
  const held = taken(null, told(36.1), at)
  expect(erasedAt(held)).toBe(at + 24 * 60 * minute)
  expect(shownPosition(held, erasedAt(held) - 1)).toEqual({
    ...{ no: 3, at, until: at + 15 * minute },
    place: place(36.1),
  })
  expect(shownPosition(held, erasedAt(held))).toBeNull()
})

test('[MP10] two tellings joined say the later word about each member', () => {
  const one = (no: number, lat: number) => ({ no, at, until: at, place: place(lat) })
  const whole = { now: 1, whole: true as const, held: [one(1, 36.1), one(2, 36.2)] }
  expect(joinPositions(whole, { now: 2, held: [one(2, 36.3)] })).toEqual({
    ...{ now: 2, whole: true },
    held: [one(1, 36.1), one(2, 36.3)],
  })
  expect(joinPositions(whole, { now: 2, held: [], gone: [1] })).toEqual({
    ...{ now: 2, whole: true },
    ...{ held: [one(2, 36.2)], gone: [1] },
  })
  expect(joinPositions({ now: 1, held: [], gone: [1, 2] }, { now: 2, held: [one(1, 36.4)] })).toEqual({
    ...{ now: 2, held: [one(1, 36.4)], gone: [2] },
  })
  expect(joinPositions({ now: 1, held: [one(5, 36)] }, whole)).toEqual(whole)
})
