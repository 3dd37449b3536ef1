import { describe, expect, test } from 'vitest'
import { forgetSaid, learn, repeatMs, sayIt, toSay, unread, want } from '../../../web/store/talk/own-pointer.ts'

describe('the own read pointer', () => {
  test('is said when it moves, and not again until the room had time to answer', () => {
    const said = sayIt(want(unread, 5), 100)
    expect(toSay(want(unread, 5), 100)).toBe(5)
    expect(toSay(said, 101)).toBeNull()
    expect(toSay(said, 100 + repeatMs)).toBe(5)
    expect(toSay(want(said, 6), 101)).toBe(6)
  })

  test('is said no more once the room knows it, from this device or another', () => {
    const said = sayIt(want(unread, 5), 100)
    expect(toSay(learn(said, 5), 99_999)).toBeNull()
    expect(toSay(learn(said, 9), 99_999)).toBeNull()
    expect(toSay(learn(said, 4), 99_999)).toBe(5)
  })

  test('[RP1] moves forward only', () => {
    expect(want(want(unread, 5), 3).wanted).toBe(5)
    expect(learn(learn(unread, 5), 3).known).toBe(5)
  })

  test('is said again on a new connection', () => {
    expect(toSay(forgetSaid(sayIt(want(unread, 5), 100)), 101)).toBe(5)
  })
})
