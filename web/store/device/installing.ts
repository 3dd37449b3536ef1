import { type Accessor, createSignal } from 'solid-js'
import { createDismissal } from './dismissal.ts'
import { type HeldPrompt, holdInstallPrompt } from './install-prompt.ts'

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

export type InstallBrowser = Pick<Window, 'addEventListener' | 'matchMedia' | 'localStorage'> & {
  navigator: Pick<Navigator, 'vendor' | 'maxTouchPoints'> & { standalone?: boolean }
}

/** `now` is asked when something is dismissed, and when the list is shown again. */
export function createInstalling(
  browser: InstallBrowser,
  now: () => number,
  held: HeldPrompt = holdInstallPrompt(browser),
): Installing {
  const { navigator } = browser
  const isApple = navigator.vendor.startsWith('Apple')
  const isPhone = browser.matchMedia('(pointer: coarse)').matches
  const isStandalone = browser.matchMedia('(display-mode: standalone)').matches || navigator.standalone === true
  const [isInstalled, setIsInstalled] = createSignal(isStandalone)
  const dismissal = createDismissal('yagura.install-dismissed-at', browser, now)

  browser.addEventListener('appinstalled', () => void setIsInstalled(true))

  const way = (): InstallWay => {
    if (held.prompt()) return 'tap'
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
      await held.take()?.prompt()
    },
  }
}
