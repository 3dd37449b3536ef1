import { describe, expect, test } from 'vitest'
import { limits } from '../../../protocol/limits.ts'
import type { Original } from '../../../web/offline/spare-shelf.ts'
import {
  dropped,
  isWorthKeeping,
  keptSpares,
  lineOf,
  mayLeave,
  roomForOriginals,
} from '../../../web/store/photos/spare-rules.ts'

const day = 86_400_000
const mb = 1024 * 1024
const original = (facts: Partial<Original> = {}): Original => ({
  ...{ what: 'original', roomId: 'r1', id: 'o1', name: 'IMG_1.jpg', at: 0, size: 5 * mb, photo: 'p1', post: 'm1' },
  ...facts,
})

describe('when an original may leave', () => {
  test('[CL28] [CL29] never before its author has agreed, nor before it belongs to a photo', () => {
    for (const line of ['wifi', 'mobile', 'unknown'] as const)
      for (const isPhone of [true, false]) {
        expect(mayLeave(original(), line, isPhone)).toBe(false)
        const { photo: _, ...unbound } = original({ wish: 'now' })
        expect(mayLeave(unbound, line, isPhone)).toBe(false)
      }
  })

  test('[CL29] on Wi-Fi by the word of the browser; where it says nothing a computer goes on and a phone asks', () => {
    const onWifi = original({ wish: 'wifi' })
    const answers = (['wifi', 'mobile', 'unknown'] as const).map((line) => [
      mayLeave(onWifi, line, true),
      mayLeave(onWifi, line, false),
    ])
    expect(answers).toEqual([
      [true, true],
      [false, false],
      ['ask', true],
    ])
    for (const line of ['wifi', 'mobile', 'unknown'] as const) {
      expect(mayLeave(original({ wish: 'now' }), line, true)).toBe(true)
    }
  })

  test('[CL29] what a browser calls its line', () => {
    const types = ['wifi', 'ethernet', 'cellular', 'bluetooth', 'none', 'unknown', undefined]
    expect(types.map((type) => lineOf({ connection: type === undefined ? {} : { type } }))).toEqual([
      ...['wifi', 'wifi', 'mobile', 'mobile', 'unknown', 'unknown', 'unknown'],
    ])
    expect(lineOf({})).toBe('unknown')
  })
})

describe('what is dropped first', () => {
  const at = (ms: number, size: number, what: 'original' | 'sent' | 'hushed' = 'original') => ({ what, at: ms, size })

  test('[CL27] [CL32] what is too old: 14 days for originals, 48 hours for what was sent', () => {
    const now = 20 * day
    const spares = [
      at(now - 14 * day, 1),
      at(now - 14 * day + 1, 1),
      at(now - 2 * day, 1, 'sent'),
      at(now - 2 * day + 1, 1, 'sent'),
      at(now - 30 * day, 0, 'hushed'),
    ]
    expect(dropped(spares, now)).toEqual([spares[2], spares[0]])
  })

  test('[CL27] [CL32] the oldest, until each kind fits by itself', () => {
    const originals = Array.from({ length: 14 }, (_, i) => at(i, 25 * mb))
    const sent = Array.from({ length: 12 }, (_, i) => at(i, 10 * mb, 'sent'))
    const gone = dropped([...originals, ...sent], 100)
    expect(gone.filter(({ what }) => what === 'original').map((one) => one.at)).toEqual([1, 0])
    expect(gone.filter(({ what }) => what === 'sent').map((one) => one.at)).toEqual([1, 0])
  })

  test('[CL27] a browser with little left keeps a quarter of it, and what is there counts as left', () => {
    expect(roomForOriginals(0, {})).toBe(keptSpares.original.bytes)
    expect(roomForOriginals(0, { quota: 1_000 * mb, usage: 960 * mb })).toBe(10 * mb)
    expect(roomForOriginals(40 * mb, { quota: 1_000 * mb, usage: 1_000 * mb })).toBe(10 * mb)
    expect(roomForOriginals(0, { quota: 10, usage: 20 })).toBe(0)
    const two = [at(1, 8 * mb), at(2, 8 * mb)]
    expect(dropped(two, 3, 10 * mb)).toEqual([two[0]])
  })
})

test('[CL27] kept are photos of up to 25 MB of which less is sent', async () => {
  const jpeg = (size: number) => new Blob([new Uint8Array([0xff, 0xd8, 0xff, 0xe0]), new Uint8Array(size - 4)])
  expect(await isWorthKeeping(jpeg(1_000), 999)).toBe(true)
  expect(await isWorthKeeping(jpeg(1_000), 1_000)).toBe(false)
  expect(await isWorthKeeping(jpeg(limits.maxFileBytes + 1), 300_000)).toBe(false)
  expect(await isWorthKeeping(new Blob(['<svg xmlns="http://www.w3.org/2000/svg"/>']), 1)).toBe(false)
})
