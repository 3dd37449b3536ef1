/** What did not happen in time. */
export class TooLate extends Error {}

/** Waits for something to become so. Whoever may have made it so calls `look`; nothing is asked on a timer. */
export class Until {
  readonly #waiting = new Set<{ holds: () => boolean; done: () => void }>()

  look(): void {
    for (const waiting of [...this.#waiting]) {
      if (!waiting.holds()) continue
      this.#waiting.delete(waiting)
      waiting.done()
    }
  }

  /** Resolves when it holds, rejects with `what` after the deadline. */
  holds(what: string, holds: () => boolean, deadlineMs: number): Promise<void> {
    if (holds()) return Promise.resolve()
    return new Promise((resolve, reject) => {
      const waiting = { holds, done: () => finish(resolve) }
      const timer = setTimeout(
        () => finish(() => reject(new TooLate(`not within ${deadlineMs} ms: ${what}`))),
        deadlineMs,
      )
      const finish = (then: () => void) => {
        clearTimeout(timer)
        this.#waiting.delete(waiting)
        then()
      }
      this.#waiting.add(waiting)
    })
  }
}

/** Lets time pass where passing time is what is tested or paces it; never to let things settle. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** The work, or a rejection after the deadline. */
export async function within<T>(what: string, work: Promise<T>, deadlineMs: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooLate(`not within ${deadlineMs} ms: ${what}`)), deadlineMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Runs the work for each, at most `width` at a time. */
export async function eachOf<T>(
  items: readonly T[],
  width: number,
  work: (item: T, i: number) => Promise<void>,
): Promise<void> {
  let next = 0
  const worker = async () => {
    while (next < items.length) {
      const i = next
      next += 1
      await work(items[i] as T, i)
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker))
}
