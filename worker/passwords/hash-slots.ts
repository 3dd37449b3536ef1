/** One hash takes 16 MiB and about 0.12 s of the isolate's only thread (ecosystem survey, 2026-11). */
const most = 3
/** A briefing that signs in all at once waits a few seconds; beyond this many, waiting would be longer than a person stays. */
const mostWaiting = 60

let running = 0
const waiting: (() => void)[] = []

/** Runs one hash with at most three at a time in this isolate; null when too many wait already. */
export async function inHashSlot<T>(work: () => Promise<T>): Promise<T | null> {
  if (running >= most) {
    if (waiting.length >= mostWaiting) return null
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else running += 1
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}
