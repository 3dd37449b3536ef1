import type { EpochMs } from '../../protocol/ids.ts'

/**
 * The same clock, which goes on from where it was when somebody sets it back: what waits for a moment waits at most twice as long. Without it a phone
 * whose clock goes back a day while its connection is lost would wait a day to try again.
 */
export function neverBack(now: () => EpochMs): () => EpochMs {
  let aheadMs = 0
  let last: EpochMs = 0
  return () => {
    aheadMs += Math.max(0, last - (now() + aheadMs))
    last = now() + aheadMs
    return last
  }
}
