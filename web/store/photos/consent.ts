import { type Accessor, createSignal } from 'solid-js'

/** What goes along with photos only where somebody on this device wants it: where they were taken; later, the photos as they were chosen. */
export type ConsentTo = 'yagura.photo-place' | 'yagura.photo-original'
export type Consent = { isGiven: Accessor<boolean>; give: (isGiven: boolean) => void }

/** Off until somebody on this device wants it, and remembered. */
export function createConsent(to: ConsentTo, memory: Pick<Storage, 'getItem' | 'setItem'> | null): Consent {
  const [isGiven, setIsGiven] = createSignal(recall())
  function recall(): boolean {
    try {
      return memory?.getItem(to) === 'yes'
    } catch {
      return false
    }
  }
  return {
    isGiven,
    give(next) {
      setIsGiven(next)
      try {
        memory?.setItem(to, next ? 'yes' : 'no')
      } catch {
        // A browser set to keep nothing: the page remembers.
      }
    },
  }
}
