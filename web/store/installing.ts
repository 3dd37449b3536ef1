import { type Accessor, createSignal } from 'solid-js'
import { createDismissal } from './dismissal.ts'

/** How this browser puts the app on the home screen: by one tap, as an iPhone does it by hand, by a menu, or not on a phone. */
export type InstallWay = 'tap' | 'iphone' | 'menu' | 'none'

export type Installing = {
  isInstalled: Accessor<boolean>
  way: Accessor<InstallWay>
  /** Whether the list should say that the app can be installed. */
  isSuggested: Accessor<boolean>
  /** Not again for a while. */
  dismiss: () => void
  /** The browser's own question; only where the way is one tap. */
  ask: () => Promise<void>
  /** Safari forgets what a page keeps when it was not used for a week, unless the app is installed. */
  mayForget: Accessor<boolean>
}

/** What Chrome hands over so that a page asks at the right moment. */
type InstallPrompt = Event & { prompt: () => Promise<unknown> }

export type InstallBrowser = Pick<Window, 'addEventListener' | 'matchMedia' | 'localStorage'> & {
  navigator: Pick<Navigator, 'vendor' | 'maxTouchPoints'> & { standalone?: boolean }
}

/** `now` is asked when something is dismissed, and when the list is shown again. */
export function createInstalling(browser: InstallBrowser, now: () => number): Installing {
  const { navigator } = browser
  const isApple = navigator.vendor.startsWith('Apple')
  const isPhone = browser.matchMedia('(pointer: coarse)').matches
  const isStandalone = browser.matchMedia('(display-mode: standalone)').matches || navigator.standalone === true
  const [isInstalled, setIsInstalled] = createSignal(isStandalone)
  const [prompt, setPrompt] = createSignal<InstallPrompt | null>(null)
  const dismissal = createDismissal('yagura.install-dismissed-at', browser, now)

  browser.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    setPrompt(event as InstallPrompt)
  })
  browser.addEventListener('appinstalled', () => void setIsInstalled(true))

  const way = (): InstallWay => {
    if (prompt()) return 'tap'
    if (isApple && navigator.maxTouchPoints > 0) return 'iphone'
    return isPhone ? 'menu' : 'none'
  }

  return {
    isInstalled,
    way,
    isSuggested: () => isPhone && !isInstalled() && !dismissal.isDismissed() && way() !== 'none',
    mayForget: () => isApple && !isInstalled(),
    dismiss: dismissal.dismiss,
    async ask() {
      const asked = prompt()
      // A prompt can be shown once; the browser hands over another where it may be asked again.
      setPrompt(null)
      await asked?.prompt()
    },
  }
}
