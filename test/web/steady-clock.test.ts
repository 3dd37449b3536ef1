import { describe, expect, test } from 'vitest'
import { nextWake, step, timing, unopened } from '../../web/transport/connection.ts'
import { neverBack } from '../../web/transport/steady-clock.ts'

const dayMs = 24 * 3_600_000

describe('a clock that is never set back', () => {
  test('runs with the clock, and goes on from where it was when that is set back', () => {
    let clock = 5 * dayMs
    const now = neverBack(() => clock)
    expect(now()).toBe(5 * dayMs)
    clock += 100
    expect(now()).toBe(5 * dayMs + 100)
    clock -= dayMs
    expect(now()).toBe(5 * dayMs + 100)
    clock += 250
    expect(now()).toBe(5 * dayMs + 350)
  })

  test('follows a clock that is set ahead', () => {
    let clock = 5 * dayMs
    const now = neverBack(() => clock)
    now()
    clock += 3_650 * dayMs
    expect(now()).toBe(3_655 * dayMs)
  })

  test('a lost connection is tried again soon although the clock went back a day meanwhile', () => {
    let clock = 5 * dayMs
    const now = neverBack(() => clock)
    const at = () => ({ now: now(), chance: 1, visible: true, nextSocket: 1 })
    const connecting = step(unopened, { type: 'time' }, at()).connection
    const waiting = step(connecting, { type: 'closed', socket: 1, code: 1006 }, at()).connection
    expect(waiting.state).toBe('waiting')
    clock -= dayMs
    expect((nextWake(waiting) ?? Infinity) - now()).toBeLessThanOrEqual(timing.connectMs)
  })
})
