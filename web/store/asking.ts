import { onCleanup } from 'solid-js'

/** Asks something again and again, for as long as it is shown and somebody looks; never twice at a time. */
export type Asking = { hurry: () => void }

export type AskingParts = {
  ask: () => Promise<void>
  /** How long until it is asked again; null: only when hurried, and when somebody looks again. */
  everyMs: () => number | null
  /** However hurried, it is not asked again before this time. */
  gapMs: number
}

export function createAsking({ ask, everyMs, gapMs }: AskingParts): Asking {
  const ended = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let isUnderway = false
  let isHurried = false
  let askedAt = Number.NEGATIVE_INFINITY

  function askIn(ms: number | null): void {
    clearTimeout(timer)
    if (ms !== null && !ended.signal.aborted) timer = setTimeout(() => void askNow(), ms)
  }

  async function askNow(): Promise<void> {
    if (document.visibilityState !== 'visible') return
    isUnderway = true
    isHurried = false
    askedAt = performance.now()
    await ask()
    isUnderway = false
    if (isHurried) hurry()
    else askIn(everyMs())
  }

  function hurry(): void {
    isHurried = true
    if (!isUnderway) askIn(Math.max(0, gapMs - (performance.now() - askedAt)))
  }

  document.addEventListener('visibilitychange', hurry, { signal: ended.signal })
  onCleanup(() => {
    ended.abort()
    clearTimeout(timer)
  })
  hurry()
  return { hurry }
}
