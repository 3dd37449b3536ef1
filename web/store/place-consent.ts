import { type Accessor, createSignal } from 'solid-js'

const key = 'yagura.photo-place'

/** Whether photos take along where they were taken: off until somebody on this device wants it. */
export function createPlaceConsent(memory: Pick<Storage, 'getItem' | 'setItem'> | null): {
  isGiven: Accessor<boolean>
  give: (isGiven: boolean) => void
} {
  const [isGiven, setIsGiven] = createSignal(recall())
  function recall(): boolean {
    try {
      return memory?.getItem(key) === 'yes'
    } catch {
      return false
    }
  }
  return {
    isGiven,
    give(next) {
      setIsGiven(next)
      try {
        memory?.setItem(key, next ? 'yes' : 'no')
      } catch {
        // A browser set to keep nothing: the page remembers.
      }
    },
  }
}
