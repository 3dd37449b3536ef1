import { createDurable } from 'itty-durable'
import { admitTry, type Bucket, type BucketKind, forgiveTry, forgottenAt, slowMs } from '../core/sign-in-throttle.ts'
import type { EpochMs } from '../protocol/ids.ts'

/** What a try is answered: whether it may go on, and by how much a wrong answer is to come later (login buckets only). */
export type TryAnswer = { allowed: boolean; retryAfterMs: number; slowMs: number }

/** The methods that the Worker calls; itty-durable carries them as requests, so arguments are small and ASCII. */
export type ThrottleCalls = {
  admit(kind: BucketKind, now: EpochMs): Promise<TryAnswer>
  forgive(kind: BucketKind, now: EpochMs): Promise<{ forgiven: true }>
}

/** What we use of itty-durable's class, which has no types worth the name. */
type IttyObject = {
  readonly state: DurableObjectState
  fetch(request: Request): Promise<Response>
  /** Writes all own fields but `state` as one value. */
  persist(): Promise<void>
}
const IttyDurable = createDurable() as unknown as new (state: DurableObjectState, env: object) => IttyObject

/**
 * One bucket of sign-in tries, kept as one small value. It answers only to the host that `proxyDurable` speaks to: were a client's
 * request ever forwarded here, it would not reach `/do/call/destroy`.
 */
export class Throttle extends IttyDurable implements ThrottleCalls {
  bucket: Bucket = null

  override async fetch(request: Request): Promise<Response> {
    if (new URL(request.url).host !== 'itty-durable') return new Response(null, { status: 404 })
    return super.fetch(request)
  }

  /** Lets a try through, counted as a failure from now on, or says how long to wait. */
  async admit(kind: BucketKind, now: EpochMs): Promise<TryAnswer> {
    const outcome = admitTry(kind, this.bucket, now)
    if (!outcome.allowed) return { allowed: false, retryAfterMs: outcome.retryAfterMs, slowMs: 0 }
    this.bucket = outcome.bucket
    await this.keep(kind, now)
    return { allowed: true, retryAfterMs: 0, slowMs: kind === 'login' ? slowMs(this.bucket, now) : 0 }
  }

  /** The try was right. */
  async forgive(kind: BucketKind, now: EpochMs): Promise<{ forgiven: true }> {
    this.bucket = forgiveTry(kind, this.bucket, now)
    await this.keep(kind, now)
    return { forgiven: true }
  }

  /** Of whom nobody has tried for a while nothing is kept. */
  async alarm(): Promise<void> {
    this.bucket = null
    await this.state.storage.deleteAll()
  }

  async keep(kind: BucketKind, now: EpochMs): Promise<void> {
    if (this.bucket === null) return this.alarm()
    // By the platform's clock: the town's may run ahead.
    void this.state.storage.setAlarm(Date.now() + forgottenAt(kind, this.bucket) - now)
    await this.persist()
  }
}
