import {
  type Component,
  createComponent,
  createEffect,
  createMemo,
  createSignal,
  type JSX,
  onCleanup,
  untrack,
} from 'solid-js'
import { words } from '../../words/talk.ts'

/** A part of the app that is fetched by itself, and how to fetch it before it is needed. */
export type Later<P extends object> = Component<P> & { prefetch: (when?: 'idle' | 'soon') => void }

/** A part that could not be fetched is tried again so often while its place is on screen. */
const retryMs = 4_000

/**
 * Wraps a part that is not needed for the first message: it is fetched when first shown, or before. `Waiting` stands in
 * its place until it is there.
 */
export function later<P extends object>(load: () => Promise<Component<P>>, Waiting?: Component<P>): Later<P> {
  const [part, setPart] = createSignal<Component<P> | null>(null)
  const [failures, setFailures] = createSignal(0)
  let isLoading = false

  function fetchOnce(): void {
    if (isLoading || part()) return
    isLoading = true
    load()
      .then((loaded) => void setPart(() => loaded))
      .catch(() => void setFailures((count) => count + 1))
      .finally(() => {
        isLoading = false
      })
  }

  const Shown = (props: P): JSX.Element => {
    fetchOnce()
    createEffect(() => {
      if (failures() === 0 || part()) return
      const timer = setTimeout(fetchOnce, retryMs)
      onCleanup(() => clearTimeout(timer))
    })
    return createMemo(() => {
      const Part = part()
      if (Part) return untrack(() => createComponent(Part, props))
      if (failures() > 0) return <p class="talk quiet-center">{words.app.unreachable}</p>
      return Waiting ? untrack(() => createComponent(Waiting, props)) : null
    }) as unknown as JSX.Element
  }
  return Object.assign(Shown, {
    prefetch: (when: 'idle' | 'soon' = 'idle') => {
      if (when === 'idle') whenIdle(fetchOnce)
      // After what is being rendered now has been painted.
      else setTimeout(fetchOnce)
    },
  })
}

const idleMs = 1_500

/** Safari knows no idle callback. */
function whenIdle(task: () => void): void {
  if ('requestIdleCallback' in window) requestIdleCallback(task, { timeout: 2 * idleMs })
  else setTimeout(task, idleMs)
}
