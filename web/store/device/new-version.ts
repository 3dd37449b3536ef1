import { type Accessor, createSignal } from 'solid-js'
import type { VersionWatch } from './version-watch.ts'

/** A newer version of the app: told when it is there, taken when somebody wants it, and never by itself. */
export type NewVersion = {
  waits: Accessor<boolean>
  isTaking: Accessor<boolean>
  /** Keeps this version for when the network is away, and looks for newer ones; called once the page is there. */
  follow: (browser: Window) => void
  /** The newer version instead of this one: where there is none, the page is loaded again all the same. */
  take: () => void
}

/** The page's own parts come first: on a slow line the files for later would be in their way. */
const restMs = 3_000

function createNewVersion(): NewVersion {
  const [waits, setWaits] = createSignal(false)
  const [isTaking, setIsTaking] = createSignal(false)
  let watch: VersionWatch | null = null
  const ownScript = new URL(import.meta.url).pathname

  async function follow({ navigator, document }: Window): Promise<void> {
    const workers = navigator.serviceWorker
    if (!workers) return
    const { watchVersions } = await import('./version-watch.ts')
    watch = await watchVersions({ workers, document, ownScript, isTaking, tell: () => void setWaits(true), reload })
  }

  return {
    waits,
    isTaking,
    follow: (browser) => void setTimeout(() => void follow(browser).catch(() => undefined), restMs),
    take() {
      setIsTaking(true)
      if (watch) watch.take()
      else reload()
    },
  }
}

const reload = () => location.reload()

export const newVersion = createNewVersion()
