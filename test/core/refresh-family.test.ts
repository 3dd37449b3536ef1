import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isIdle, type Presentation, present, type RefreshFamily, startFamily } from '../../core/refresh-family.ts'
import { limits } from '../../protocol/limits.ts'

// Secrets are words here: a hash is '#' before, a successor is the nonce behind.
const hashOf = (secret: string) => `#${secret}`
const successorOf = (secret: string, nonce: string) => `${secret}.${nonce}`

const start = 1_000_000
let nonces = 0

/** A server with one device: presents a secret, and answers the one that the client gets. */
class Device {
  family: RefreshFamily = startFamily(hashOf('s'))
  isRevoked = false

  present(secret: string, now: number): { outcome: Presentation['outcome'] | 'revoked'; secret: string | null } {
    if (this.isRevoked) return { outcome: 'revoked', secret: null }
    nonces += 1
    const nonce = `${nonces}`
    const successor = successorOf(secret, nonce)
    const presentation = present(
      this.family,
      { hash: hashOf(secret), fresh: { nonce, successorHash: hashOf(successor) } },
      now,
    )
    if (presentation.outcome === 'rotated') this.family = presentation.family
    if (presentation.outcome === 'reused') this.isRevoked = true
    return { outcome: presentation.outcome, secret: given(presentation, secret, successor) }
  }

  /** Whether two rotations have gone by since a secret was the newest: an answer that old is one that was lost. */
  isOvertaken(secret: string | undefined): boolean {
    return secret !== undefined && this.family.past.slice(1).some(({ hash }) => hash === hashOf(secret))
  }
}

function given(presentation: Presentation, secret: string, successor: string): string | null {
  if (presentation.outcome === 'rotated') return successor
  if (presentation.outcome === 'repeated') return presentation.nonces.reduce(successorOf, secret)
  return null
}

/** A device that rotated `times` times, a second apart, with all secrets it was ever given. */
function rotated(times: number): { device: Device; secrets: string[]; now: number } {
  const device = new Device()
  const secrets = ['s']
  for (let i = 0; i < times; i += 1) secrets.push(device.present(secrets.at(-1)!, start + i * 1000).secret!)
  return { device, secrets, now: start + (times - 1) * 1000 }
}

describe('a refresh family', () => {
  test('[SE3] presenting the newest secret rotates: it gets a successor that nobody had', () => {
    const { device, secrets } = rotated(3)
    expect(new Set(secrets).size).toBe(4)
    expect(device.family.current).toBe(hashOf(secrets[3]!))
  })

  test('[SE4] the previous secret gets the same successor, however late, while that one is unused', () => {
    const { device, secrets } = rotated(3)
    for (const later of [start, start + 3_600_000, start + 80 * 24 * 3_600_000]) {
      expect(device.present(secrets[2]!, later)).toEqual({ outcome: 'repeated', secret: secrets[3] })
    }
  })

  test('[SE4] once the successor was used, the one before gets the same successor for 60 s after its own rotation', () => {
    const { device, secrets } = rotated(2)
    expect(device.present(secrets[0]!, start + limits.refreshGraceMs)).toEqual({
      outcome: 'repeated',
      secret: secrets[1],
    })
  })

  test('[SE5] later than that it is reuse, and the device ends', () => {
    const { device, secrets } = rotated(2)
    expect(device.present(secrets[0]!, start + limits.refreshGraceMs + 1).outcome).toBe('reused')
    expect(device.present(secrets[2]!, start + limits.refreshGraceMs + 2).outcome).toBe('revoked')
  })

  test('[SE5] each of the last 16 secrets is known as reused; an older one is unknown', () => {
    const remembered = limits.rememberedRefreshHashes
    const { secrets, now } = rotated(remembered + 2)
    const late = now + limits.refreshGraceMs + 1
    const outcomes = secrets.map((_, i) => rotatedAgain(remembered + 2, i, late))
    expect(outcomes.slice(0, 2)).toEqual(['unknown', 'unknown'])
    expect(outcomes.slice(2, -2)).toEqual(Array(remembered - 1).fill('reused'))
    expect(outcomes.slice(-2)).toEqual(['repeated', 'rotated'])
  })

  test('[SE6] an unknown secret changes nothing', () => {
    const { device, now } = rotated(5)
    const before = structuredClone(device.family)
    expect(device.present('never given', now).outcome).toBe('unknown')
    expect(device.family).toEqual(before)
  })

  test('[SE4] a client that every second answer does not reach is never signed out', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ isCut: fc.boolean(), waitMs: fc.integer({ min: 0, max: 7_200_000 }) }), {
          maxLength: 300,
        }),
        (steps) => {
          const device = new Device()
          let [held, now] = ['s', start]
          for (const { isCut, waitMs } of steps) {
            now += waitMs
            const answer = device.present(held, now)
            expect(answer.secret).not.toBeNull()
            if (!isCut) held = answer.secret!
          }
        },
      ),
    )
  })

  test('[SE4] several tabs that share one cookie, with answers that come late and in any order, at most one rotation behind, are never signed out', () => {
    const step = fc.record({
      tab: fc.nat(3),
      does: fc.constantFrom('ask', 'hear'),
      waitMs: fc.integer({ min: 0, max: 2_000 }),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const device = new Device()
        let [cookie, now] = ['s', start]
        const underWay = new Map<number, string>()
        for (const { tab, does, waitMs } of steps) {
          // Within the grace time, as requests that overlap are.
          if (now - start < limits.refreshGraceMs - 2_000) now += waitMs
          if (does === 'ask') underWay.set(tab, device.present(cookie, now).secret ?? fail())
          else if (!device.isOvertaken(underWay.get(tab))) cookie = underWay.get(tab) ?? cookie
        }
        expect(device.present(cookie, now + 600_000).secret).not.toBeNull()
      }),
    )
  })

  test('[SE5] of two holders of one secret who both go on, the slower one is found out', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 14 }),
        fc.integer({ min: limits.refreshGraceMs + 1, max: 3_600_000 }),
        (ahead, waitMs) => {
          const { device, secrets } = rotated(3)
          let fast = secrets[3]!
          let now = start
          for (let i = 0; i < ahead; i += 1) {
            now += waitMs
            fast = device.present(fast, now).secret!
          }
          expect(device.present(secrets[3]!, now).outcome).toBe('reused')
          expect(device.isRevoked).toBe(true)
        },
      ),
    )
  })

  test('[SE7] a device ends after 90 days without a sign of life', () => {
    expect(isIdle(start, start + limits.deviceIdleMs)).toBe(false)
    expect(isIdle(start, start + limits.deviceIdleMs + 1)).toBe(true)
  })
})

/** What presenting the i-th secret says, to a family of its own. */
function rotatedAgain(times: number, i: number, now: number): string {
  const { device, secrets } = rotated(times)
  return device.present(secrets[i]!, now).outcome
}

function fail(): never {
  throw new Error('signed out')
}
