import { limits } from '../../protocol/limits.ts'

/** How long a body may bring nothing, and how long it may last. */
export type Patience = { pauseMs: number; wholeMs: number }

const patience: Patience = { pauseMs: limits.bodyPauseMs, wholeMs: limits.bodyMs }

/** What arrives of a body. One that is cut off, that pauses too long or that never ends just ends: what came counts, and a client goes on from there. */
export async function* chunksOf(
  body: ReadableStream<Uint8Array> | null,
  { pauseMs, wholeMs }: Patience = patience,
): AsyncGenerator<Uint8Array> {
  if (body === null) return
  const reader = body.getReader()
  const whole = after(wholeMs)
  try {
    for (;;) {
      const pause = after(pauseMs)
      const read = await Promise.race([reader.read(), pause.over, whole.over]).finally(pause.forget)
      if (read === 'over' || read.done) return
      yield read.value
    }
  } catch {
    // What came before the cut counts.
  } finally {
    whole.forget()
    reader.cancel().catch(() => {})
  }
}

/** A time that can be waited for beside something else. */
export function after(ms: number): { over: Promise<'over'>; forget: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined
  const over = new Promise<'over'>((resolve) => {
    timer = setTimeout(() => resolve('over'), ms)
  })
  return { over, forget: () => clearTimeout(timer) }
}
