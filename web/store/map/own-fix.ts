import { createEffect, on, onCleanup } from 'solid-js'
import { createLocating, type Fix, type Locating } from './locating.ts'

/** Where this device is, for a map: asked for by a button, and shown there as soon as it is known. */
export type OwnFix = Pick<Locating, 'fix' | 'problem'> & { ask: () => void; isLooking: () => boolean }

export function createOwnFix(show: (fix: Fix) => void): OwnFix {
  const { fix, problem, isLooking, start, stop } = createLocating(window, () => Date.now())
  onCleanup(stop)
  const showIt = () => {
    const found = fix()
    if (found) show(found)
  }
  createEffect(on(() => fix() !== null, showIt, { defer: true }))
  return {
    ...{ fix, problem },
    isLooking: () => isLooking() && fix() === null,
    // One that is there is shown, and looked for anew: somebody may have gone on.
    ask: () => {
      showIt()
      start()
    },
  }
}
