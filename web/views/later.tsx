import { type Component, createComponent, createMemo, createSignal, type JSX, untrack } from 'solid-js'
import { words } from '../words/talk.ts'

/** A part of the app that is fetched by itself, and how to fetch it before it is needed. */
export type Later<P extends object> = Component<P> & { prefetch: () => void }

/** Wraps a part that is not needed for the first message: it is fetched when first shown, or when there is time. */
export function later<P extends object>(load: () => Promise<Component<P>>): Later<P> {
  const [part, setPart] = createSignal<Component<P> | null>(null)
  const [hasFailed, setHasFailed] = createSignal(false)
  let isLoading = false

  function fetchOnce(): void {
    if (isLoading || part()) return
    isLoading = true
    setHasFailed(false)
    load()
      .then((loaded) => void setPart(() => loaded))
      .catch(() => void setHasFailed(true))
      .finally(() => {
        isLoading = false
      })
  }

  const Shown = (props: P): JSX.Element => {
    fetchOnce()
    return createMemo(() => {
      const Part = part()
      if (Part) return untrack(() => createComponent(Part, props))
      return hasFailed() ? <p class="quiet-center">{words.app.unreachable}</p> : null
    }) as unknown as JSX.Element
  }
  return Object.assign(Shown, { prefetch: () => whenIdle(fetchOnce) })
}

const idleMs = 1_500

/** Safari knows no idle callback. */
function whenIdle(task: () => void): void {
  if ('requestIdleCallback' in window) requestIdleCallback(task, { timeout: 2 * idleMs })
  else setTimeout(task, idleMs)
}
