import { type Accessor, createSignal, getOwner, onCleanup, runWithOwner } from 'solid-js'
import type { RingingStore } from './ringing.ts'
import type { RingingPageParts } from './ringing-on-page.ts'

/** Whether this device rings is nothing that the first screen waits for: it is fetched when the page has come to rest, or when it is asked for. */
export type RingingLater = {
  there: Accessor<RingingStore | null>
  want: () => void
}

const restMs = 5_000
const againMs = 30_000

export function createRingingLater(parts: RingingPageParts): RingingLater {
  const owner = getOwner()
  const [there, setThere] = createSignal<RingingStore | null>(null)
  let isWanted = false
  let timer = setTimeout(want, restMs)

  function want(): void {
    clearTimeout(timer)
    if (isWanted) return
    isWanted = true
    import('./ringing-on-page.ts')
      .then(({ createRingingOnPage }) => runWithOwner(owner, () => setThere(createRingingOnPage(parts))))
      .catch(() => {
        isWanted = false
        timer = setTimeout(want, againMs)
      })
  }

  onCleanup(() => {
    clearTimeout(timer)
    isWanted = true
  })
  return { there, want }
}
