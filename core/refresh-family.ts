import type { EpochMs } from '../protocol/ids.ts'
import { limits } from '../protocol/limits.ts'

/**
 * Rotation of one device's refresh secrets. Only hashes are kept: the caller hashes what was presented, and derives a
 * successor as HMAC(key = presented secret, nonce). Whoever presents a secret again is given the same successor again, and
 * nobody who reads the storage can make one.
 *
 * current: the newest secret · past: those before it, newest first, each with the nonce that made its successor
 *
 *     current ──presented──▶ rotated: becomes past[0]; its successor is current
 *     past[0] ──presented──▶ repeated: the answer was lost, its successor is still unused
 *     past[1…] ─presented──▶ repeated, up to `limits.refreshGraceMs` after its own rotation; later: reused
 *     else    ──presented──▶ unknown
 *
 * Invariants: 1 a cut answer never ends a session · 2 of two holders of one secret the slower one is found out ·
 * 3 an unknown secret changes nothing.
 */
export type RefreshFamily = { current: SecretHash; past: PastSecret[] }
export type SecretHash = string
export type PastSecret = { hash: SecretHash; nonce: string; rotatedAt: EpochMs }

/** A presented secret's hash, and a successor made ready for the case that the family rotates. */
export type Presented = { hash: SecretHash; fresh: { nonce: string; successorHash: SecretHash } }

export type Presentation =
  | { outcome: 'rotated'; family: RefreshFamily }
  /** Derive from the presented secret along these nonces, in order. */
  | { outcome: 'repeated'; nonces: string[] }
  | { outcome: 'reused' }
  | { outcome: 'unknown' }

export const startFamily = (current: SecretHash): RefreshFamily => ({ current, past: [] })

/** What presenting a secret means now. Pure: the caller stores the family of `rotated`, and ends the device on `reused`. */
export function present(family: RefreshFamily, { hash, fresh }: Presented, now: EpochMs): Presentation {
  if (hash === family.current) return { outcome: 'rotated', family: rotate(family, fresh, now) }
  const index = family.past.findIndex((secret) => secret.hash === hash)
  const found = family.past[index]
  if (found === undefined) return { outcome: 'unknown' }
  if (index > 0 && now - found.rotatedAt > limits.refreshGraceMs) return { outcome: 'reused' }
  return { outcome: 'repeated', nonces: noncesFrom(family.past, index) }
}

/** The hashes of every secret that is still known to have been this family's. */
export const hashesOf = ({ current, past }: RefreshFamily): SecretHash[] => [current, ...past.map(({ hash }) => hash)]

/** Whether a device has not been heard of for so long that its family has ended. */
export const isIdle = (lastSeenAt: EpochMs, now: EpochMs): boolean => now - lastSeenAt > limits.deviceIdleMs

const rotate = (family: RefreshFamily, fresh: Presented['fresh'], now: EpochMs): RefreshFamily => ({
  current: fresh.successorHash,
  past: [{ hash: family.current, nonce: fresh.nonce, rotatedAt: now }, ...family.past].slice(
    0,
    limits.rememberedRefreshHashes,
  ),
})

/**
 * An answer that was overtaken by several rotations must not leave its client with a secret that is soon a reused one:
 * the walk goes on up to past[0], which stays good while its successor is unused.
 */
const noncesFrom = (past: PastSecret[], index: number): string[] =>
  past
    .slice(Math.min(index, 1), index + 1)
    .map((secret) => secret.nonce)
    .reverse()
