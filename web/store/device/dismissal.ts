import { type Accessor, createSignal } from 'solid-js'

/** Something quiet that was sent away: not again for a while. */
export type Dismissal = { isDismissed: Accessor<boolean>; dismiss: () => void }

export const dismissedForMs = 30 * 24 * 3_600_000

/** `now` is asked when something is dismissed, and when it could be shown for the first time. */
export function createDismissal(key: string, browser: Pick<Window, 'localStorage'>, now: () => number): Dismissal {
  const [isDismissed, setIsDismissed] = createSignal(wasDismissed(key, browser, now()))
  return {
    isDismissed,
    dismiss() {
      setIsDismissed(true)
      try {
        browser.localStorage.setItem(key, String(now()))
      } catch {
        // A browser set to keep nothing says it again the next time.
      }
    },
  }
}

function wasDismissed(key: string, { localStorage }: Pick<Window, 'localStorage'>, now: number): boolean {
  try {
    const at = Number(localStorage.getItem(key) ?? Number.NEGATIVE_INFINITY)
    return now - at < dismissedForMs
  } catch {
    return false
  }
}
