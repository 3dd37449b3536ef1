import type { EpochMs } from '../protocol/ids.ts'

/**
 * How sign-in slows down guessing without locking anybody out. One bucket stands for one of four things:
 *
 *     pair      a login ID at one address     5 free failures, then waits of 30 s doubling up to 5 min
 *     device    a login ID on a device that has signed in to it before: the same, and untouched by strangers
 *     address   one address                   200 failures in 15 min, then a wait until they are over
 *     login     a login ID over all addresses never a wait; above 20 failures in 15 min a wrong answer comes later
 *
 * A try counts as a failure from the moment it is let through, and is taken back when it turns out right: tries sent all at once
 * are counted as well as tries sent one by one.
 */
export const bucketKinds = ['pair', 'device', 'address', 'login'] as const
export type BucketKind = (typeof bucketKinds)[number]

/** Failures since `since`; the newest at `lastAt`. Nothing to remember is `null`. */
export type Bucket = { failures: number; since: EpochMs; lastAt: EpochMs } | null

export const signInPolicy = {
  windowMs: 15 * 60_000,
  freeFailures: 5,
  firstWaitMs: 30_000,
  maxWaitMs: 5 * 60_000,
  addressFailures: 200,
  loginFailures: 20,
  slowStepMs: 150,
  maxSlowMs: 3_000,
} as const

export type Try = { allowed: true; bucket: Bucket } | { allowed: false; retryAfterMs: number }

/** Lets a try through, counted as a failure, or says how long to wait. */
export function admitTry(kind: BucketKind, bucket: Bucket, now: EpochMs): Try {
  const held = remembered(kind, bucket, now)
  const retryAfterMs = held === null ? 0 : waitMs(kind, held, now)
  if (retryAfterMs > 0) return { allowed: false, retryAfterMs }
  return { allowed: true, bucket: { failures: (held?.failures ?? 0) + 1, since: held?.since ?? now, lastAt: now } }
}

/** The try was right: pair and device forget everything, the others only this one try. */
export function forgiveTry(kind: BucketKind, bucket: Bucket, now: EpochMs): Bucket {
  const held = remembered(kind, bucket, now)
  if (held === null || held.failures <= 1 || isOwn(kind)) return null
  return { ...held, failures: held.failures - 1 }
}

/** How much later a wrong answer is given; 0 while there were few. A right one is never delayed. */
export function slowMs(bucket: Bucket, now: EpochMs): number {
  const failures = remembered('login', bucket, now)?.failures ?? 0
  return Math.min(signInPolicy.maxSlowMs, Math.max(0, failures - signInPolicy.loginFailures) * signInPolicy.slowStepMs)
}

/** When the bucket has nothing left to remember, if no other try comes. */
export const forgottenAt = (kind: BucketKind, bucket: NonNullable<Bucket>): EpochMs =>
  (isOwn(kind) ? bucket.lastAt : bucket.since) + signInPolicy.windowMs

/** pair and device forget after a quiet quarter of an hour, the shared ones when their window is over: strangers cannot prolong it. */
const remembered = (kind: BucketKind, bucket: Bucket, now: EpochMs): Bucket =>
  bucket !== null && now < forgottenAt(kind, bucket) ? bucket : null

function waitMs(kind: BucketKind, bucket: NonNullable<Bucket>, now: EpochMs): number {
  if (kind === 'login') return 0
  if (kind === 'address') return bucket.failures < signInPolicy.addressFailures ? 0 : forgottenAt(kind, bucket) - now
  const beyond = bucket.failures - signInPolicy.freeFailures
  if (beyond < 0) return 0
  const wait = Math.min(signInPolicy.maxWaitMs, signInPolicy.firstWaitMs * 2 ** Math.min(beyond, 10))
  return Math.max(0, bucket.lastAt + wait - now)
}

const isOwn = (kind: BucketKind) => kind === 'pair' || kind === 'device'
