import { describe, expect, test } from 'vitest'
import { admitOne, paceFor, type RateWindow } from '../../core/rate-limit.ts'
import { limits } from '../../protocol/limits.ts'

describe('rate limits', () => {
  test('[FO3] the pace is that of the limits unless a bench raises it, and the frames keep their ratio to the messages', () => {
    expect(paceFor()).toEqual({ maxMessagesPerWindow: 20, maxFramesPerWindow: 200 })
    expect(paceFor(1_000)).toEqual({ maxMessagesPerWindow: 1_000, maxFramesPerWindow: 10_000 })
  })

  test('[FO3] one more than so many in a window waits until the oldest has left it', () => {
    const window: RateWindow = []
    for (let n = 0; n < limits.maxMessagesPerWindow; n += 1)
      expect(admitOne(window, limits.maxMessagesPerWindow, n * 100)).toBeNull()
    expect(admitOne(window, limits.maxMessagesPerWindow, 2_000)).toBe(limits.rateWindowMs - 2_000)
    expect(admitOne(window, limits.maxMessagesPerWindow, limits.rateWindowMs)).toBeNull()
  })
})
