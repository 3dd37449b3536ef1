import { createHash } from 'node:crypto'
import { proxyDurable } from 'itty-durable'
import type { EpochMs } from '../../protocol/ids.ts'
import { ok, type Result, refuse } from '../../protocol/result.ts'
import type { Bindings, ThrottleCalls } from '../env.ts'

/** A try that was let through. Exactly one of the two is called when it is known how it went. */
export type GuardedTry = { succeeded(): Promise<void>; failed(): Promise<void> }

/** Who tries: a login ID (or what else is guessed), from where, and on which known device, if on one. */
export type Tried = { loginId: string; address: string; knownDevice: string | null }

type BucketKind = Parameters<ThrottleCalls['admit']>[0]
type Bucket = { kind: BucketKind; calls: ThrottleCalls }

/**
 * Asks the throttle before anything is hashed. A known device answers to its own bucket alone; anyone else to the address, then to the
 * pair of login ID and address, and the login ID as such only slows wrong answers down.
 */
export async function guardTry(env: Bindings, tried: Tried, now: EpochMs): Promise<Result<GuardedTry>> {
  const buckets = bucketsOf(env, tried)
  const admitted: Bucket[] = []
  let slowMs = 0
  for (const bucket of buckets) {
    const answer = await bucket.calls.admit(bucket.kind, now)
    if (!answer.allowed) {
      // Nothing was guessed, so nothing is to be counted.
      await Promise.all(admitted.map(({ kind, calls }) => calls.forgive(kind, now)))
      return refuse('slow_down', answer.retryAfterMs)
    }
    admitted.push(bucket)
    slowMs = Math.max(slowMs, answer.slowMs)
  }
  return ok({
    succeeded: async () => void (await Promise.all(admitted.map(({ kind, calls }) => calls.forgive(kind, now)))),
    failed: async () => void (slowMs > 0 && (await scheduler.wait(slowMs))),
  })
}

function bucketsOf(env: Bindings, { loginId, address, knownDevice }: Tried): Bucket[] {
  const bucket = (kind: BucketKind, ...of: string[]): Bucket => {
    const name = createHash('sha256')
      .update(JSON.stringify([kind, ...of]))
      .digest('hex')
    // With its kind before it the name cannot be taken for an object's own id, which is 64 hex characters too.
    const calls = proxyDurable(env.THROTTLE, { parse: true }).get(`${kind}-${name}`) as ThrottleCalls
    return { kind, calls }
  }
  if (knownDevice !== null) return [bucket('device', loginId, knownDevice)]
  return [bucket('address', address), bucket('pair', loginId, address), bucket('login', loginId)]
}
