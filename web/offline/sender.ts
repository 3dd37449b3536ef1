import { type Accessor, createSignal } from 'solid-js'

/** Which tab of this browser sends what waits: one at a time, and the one that somebody looks at. */
export type Sender = { isMine: Accessor<boolean>; close: () => void }

/** `lock` names the right to send. A browser without Web Locks has only tabs that send. */
export function createSender(lock: string): Sender {
  const [isMine, setIsMine] = createSignal(!navigator.locks)
  const ended = new AbortController()
  const { signal } = ended

  /** The request that holds the lock here, if one does. */
  let holder: symbol | null = null

  async function ask(steal: boolean): Promise<void> {
    const me = Symbol()
    const hold = () =>
      new Promise<void>((resolve) => {
        holder = me
        setIsMine(true)
        signal.addEventListener('abort', () => resolve())
      })
    try {
      await navigator.locks.request(lock, steal ? { steal } : { signal }, hold)
    } catch {
      // Another tab took it: this one is next when that one is gone.
      if (signal.aborted || holder !== me) return
      holder = null
      setIsMine(false)
      void ask(false)
    }
  }

  const isLookedAt = () => document.visibilityState === 'visible' && document.hasFocus()
  const look = () => {
    if (isLookedAt() && holder === null) void ask(true)
  }

  if (navigator.locks) {
    void ask(isLookedAt())
    window.addEventListener('focus', look, { signal })
    document.addEventListener('visibilitychange', look, { signal })
  }
  return {
    isMine,
    close() {
      setIsMine(false)
      ended.abort()
    },
  }
}
