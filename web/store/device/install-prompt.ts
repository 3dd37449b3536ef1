import { type Accessor, createSignal } from 'solid-js'

/** What Chrome hands over so that a page asks at the right moment. */
export type InstallPrompt = Event & { prompt: () => Promise<unknown> }

/** The browser's own question, held back until somebody wants it. */
export type HeldPrompt = {
  prompt: Accessor<InstallPrompt | null>
  /** A prompt can be shown once; the browser hands over another where it may be asked again. */
  take: () => InstallPrompt | null
}

/** Listens from the start: it comes once, and when the browser likes. */
export function holdInstallPrompt(browser: Pick<Window, 'addEventListener'>): HeldPrompt {
  const [prompt, setPrompt] = createSignal<InstallPrompt | null>(null)
  browser.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    setPrompt(event as InstallPrompt)
  })
  return {
    prompt,
    take() {
      const taken = prompt()
      setPrompt(null)
      return taken
    },
  }
}
