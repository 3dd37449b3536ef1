import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  admitTry,
  type Bucket,
  type BucketKind,
  bucketKinds,
  forgiveTry,
  forgottenAt,
  signInPolicy,
  slowMs,
} from '../../core/sign-in-throttle.ts'

const start = 1_000_000
const minute = 60_000

/** One bucket and those who try at it. */
class Door {
  bucket: Bucket = null
  readonly kind: BucketKind

  constructor(kind: BucketKind) {
    this.kind = kind
  }

  fail(now: number): number {
    const outcome = admitTry(this.kind, this.bucket, now)
    if (!outcome.allowed) return outcome.retryAfterMs
    this.bucket = outcome.bucket
    return 0
  }

  succeed(now: number): number {
    const wait = this.fail(now)
    if (wait === 0) this.bucket = forgiveTry(this.kind, this.bucket, now)
    return wait
  }
}

const failing = (kind: BucketKind, times: number, now = start): Door => {
  const door = new Door(kind)
  for (let i = 0; i < times; i += 1) expect(door.fail(now)).toBe(0)
  return door
}

describe('the throttle of sign-in', () => {
  test('[SI5] five wrong tries are free; then the waits are 30 s, 1, 2, 4 and 5 minutes', () => {
    const door = failing('pair', 5)
    let now = start
    for (const wait of [30_000, minute, 2 * minute, 4 * minute, 5 * minute, 5 * minute]) {
      expect(door.fail(now)).toBe(wait)
      expect(door.fail(now + wait - 1)).toBe(1)
      now += wait
      expect(door.fail(now)).toBe(0)
    }
  })

  test('[SI5] a right password forgets the wrong ones of this pair', () => {
    const door = failing('pair', 4)
    expect(door.succeed(start)).toBe(0)
    expect(door.bucket).toBeNull()
  })

  test('[SI5] at most ten tries in any quarter of an hour get through for one pair', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40_000 }), { maxLength: 400 }), (pauses) => {
        const door = new Door('pair')
        const through: number[] = []
        let now = start
        for (const pause of pauses) {
          now += pause
          if (door.fail(now) === 0) through.push(now)
        }
        for (const first of through) {
          expect(through.filter((at) => at >= first && at < first + signInPolicy.windowMs).length).toBeLessThanOrEqual(
            10,
          )
        }
      }),
    )
  })

  test('[SI6] a login ID as such is never refused; above 20 failures wrong answers come up to 3 s later', () => {
    const door = failing('login', 20)
    expect(slowMs(door.bucket, start)).toBe(0)
    door.fail(start)
    expect(slowMs(door.bucket, start)).toBe(signInPolicy.slowStepMs)
    for (let i = 0; i < 1000; i += 1) expect(door.fail(start)).toBe(0)
    expect(slowMs(door.bucket, start)).toBe(3_000)
    expect(slowMs(door.bucket, start + signInPolicy.windowMs)).toBe(0)
  })

  test('[SI7] an address has 200 wrong tries in 15 minutes, and a fresh start when these are over', () => {
    const door = failing('address', 200)
    expect(door.fail(start + minute)).toBe(14 * minute)
    expect(door.fail(start + 15 * minute)).toBe(0)
  })

  test('[SI7] 34 people behind one address who mistype twice each get in, and right tries count nothing', () => {
    const door = new Door('address')
    for (let person = 0; person < 34; person += 1) {
      expect([door.fail(start), door.fail(start), door.succeed(start)]).toEqual([0, 0, 0])
    }
    expect(door.bucket?.failures).toBe(68)
    for (let i = 0; i < 1000; i += 1) expect(door.succeed(start)).toBe(0)
  })

  test('[SI5] tries that are sent all at once are counted before any of them is answered', () => {
    const door = new Door('pair')
    const outcomes = Array.from({ length: 1000 }, () => door.fail(start))
    expect(outcomes.filter((wait) => wait === 0)).toHaveLength(signInPolicy.freeFailures)
  })

  test('[SI5] waiting as long as told always lets the next try through, and no wait is longer than 15 minutes', () => {
    const tries = fc.array(fc.record({ pause: fc.integer({ min: 0, max: 20 * minute }), isRight: fc.boolean() }), {
      maxLength: 60,
    })
    fc.assert(
      fc.property(fc.constantFrom(...bucketKinds), tries, (kind, steps) => {
        const door = new Door(kind)
        let now = start
        for (const { pause, isRight } of steps) {
          now += pause
          const wait = isRight ? door.succeed(now) : door.fail(now)
          expect(wait).toBeLessThanOrEqual(signInPolicy.windowMs)
          if (wait > 0) expect(admitTry(kind, door.bucket, now + wait).allowed).toBe(true)
          if (door.bucket) expect(forgottenAt(kind, door.bucket)).toBeLessThanOrEqual(now + signInPolicy.windowMs)
        }
      }),
    )
  })
})
