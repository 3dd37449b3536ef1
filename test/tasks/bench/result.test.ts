import { describe, expect, test } from 'vitest'
import { estimate, quantile } from '../../../bench/pairs.ts'
import { counted, isBeyondGate, ratio, verdict } from '../../../bench/result.ts'

describe('what the bench says of a figure', () => {
  test('a median with its interval: the same for the same values, around the median, and narrow where they agree', () => {
    const values = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]
    const { median, low, high } = estimate(values)
    expect(median).toBe(8)
    expect(estimate(values)).toEqual({ median, low, high })
    expect([low < median, high > median]).toEqual([true, true])
    expect(estimate([3, 3, 3])).toEqual({ median: 3, low: 3, high: 3 })
    expect(quantile([], 0.5)).toBeNaN()
  })

  test('a goal is missed only where the whole interval is beyond it', () => {
    const one = { name: '', unit: '', value: 1.2, low: 1.05, high: 1.3 }
    expect(verdict({ ...one, goal: { atMost: 1.2 } })).toBe('met')
    expect(verdict({ ...one, goal: { atMost: 1.1 } })).toBe('within noise')
    expect(verdict({ ...one, goal: { atMost: 1 } })).toBe('missed')
    expect(verdict({ ...one, goal: { atLeast: 1.2 } })).toBe('met')
    expect(verdict({ ...one, goal: { atLeast: 1.25 } })).toBe('within noise')
    expect(verdict({ ...one, goal: { atLeast: 1.4 } })).toBe('missed')
    expect(verdict(one)).toBe('no goal')
  })

  test('the gate leaves a quarter beyond a goal, and holds on to what was reached of one that is missed', () => {
    expect(isBeyondGate(counted('', '', 1.25, { atMost: 1 }))).toBe(false)
    expect(isBeyondGate(counted('', '', 1.26, { atMost: 1 }))).toBe(true)
    expect(isBeyondGate(counted('', '', 4.8, { atLeast: 6 }))).toBe(false)
    expect(isBeyondGate(counted('', '', 4.7, { atLeast: 6 }))).toBe(true)
    expect(isBeyondGate(counted('', '', 4.7, { atLeast: 6, reached: 4 }))).toBe(false)
    expect(isBeyondGate(counted('', '', 3.1, { atLeast: 6, reached: 4 }))).toBe(true)
  })

  test('the gate lets a clock go further than what is counted', () => {
    expect(isBeyondGate(counted('', 'ms', 2.4, { atMost: 1 }))).toBe(false)
    expect(isBeyondGate(counted('', 'ms', 2.6, { atMost: 1 }))).toBe(true)
  })

  test('a ratio is that of each pair, not of the medians', () => {
    expect(ratio('', [1, 10, 100], [2, 20, 200]).value).toBe(2)
  })
})
