import { type Accessor, createSignal } from 'solid-js'
import type { ToWorker } from '../offline/to-worker.ts'

/** A newer version of the app: told when it is there, taken when somebody wants it, and never by itself. */
export type NewVersion = {
  waits: Accessor<boolean>
  isTaking: Accessor<boolean>
  /** Keeps this version for when the network is away, and looks for newer ones; called once the page is there. */
  follow: (browser: Window) => void
  /** The newer version instead of this one: where there is none, the page is loaded again all the same. */
  take: () => Promise<void>
}

const workerPath = '/service-worker.js'
/** The page's own parts come first: on a slow line the files for later would be in their way. */
const restMs = 3_000
/** How often a page that comes back on screen asks for a newer version. */
const askMs = 3_600_000
/** A version that was asked for and does not come in this time leaves it at loading the page again. */
const takeMs = 20_000

/** `ownScript` is the script that this page runs: a version that has the same one is no newer. */
export function createNewVersion(ownScript: string): NewVersion {
  const [waits, setWaits] = createSignal(false)
  const [isTaking, setIsTaking] = createSignal(false)
  const reload = once(() => location.reload())
  let registration: ServiceWorkerRegistration | undefined

  async function follow({ navigator, document }: Window): Promise<void> {
    const workers = navigator.serviceWorker
    if (!workers) return
    let current = workers.controller
    workers.addEventListener('controllerchange', () => {
      const before = current
      current = workers.controller
      if (isTaking()) reload()
      // Another page took it: the parts of this one may be gone.
      else if (before && current) void tellUnlessOwn(current)
    })
    await new Promise((resolve) => setTimeout(resolve, restMs))
    registration = await workers.register(workerPath)
    registration.addEventListener('updatefound', () => void arrived(registration?.installing))
    if (registration.waiting) void arrived(registration.waiting)
    askWhenVisible(document, () => registration?.update())
  }

  async function arrived(worker: ServiceWorker | null | undefined): Promise<void> {
    if (!worker || !(await isInstalled(worker)) || registration?.waiting !== worker) return
    if (isTaking()) say(worker, { take: 'over' })
    // The network brought this page in that version already: it may take over, and nothing is to be told.
    else if (!(await tellUnlessOwn(worker))) say(worker, { take: 'over' })
  }

  async function tellUnlessOwn(worker: ServiceWorker): Promise<boolean> {
    const isNewer = !(await hasFile(worker, ownScript))
    if (isNewer) setWaits(true)
    return isNewer
  }

  async function take(): Promise<void> {
    setIsTaking(true)
    setTimeout(reload, takeMs)
    if (registration?.waiting) return say(registration.waiting, { take: 'over' })
    // Nothing waits: it is being fetched, or another page took it, or there is none.
    await registration?.update().catch(() => undefined)
    if (!registration?.installing && !registration?.waiting) reload()
  }

  return {
    waits,
    isTaking,
    follow: (browser) => void follow(browser).catch(() => undefined),
    take,
  }
}

const say = (worker: ServiceWorker, message: ToWorker) => worker.postMessage(message)

function hasFile(worker: ServiceWorker, path: string): Promise<boolean> {
  const { port1, port2 } = new MessageChannel()
  worker.postMessage({ has: path } satisfies ToWorker, [port2])
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data === true)
  })
}

/** Once it is installed, or not at all. */
function isInstalled(worker: ServiceWorker): Promise<boolean> {
  return new Promise((resolve) => {
    const look = () => {
      if (worker.state !== 'installing') resolve(worker.state === 'installed')
    }
    worker.addEventListener('statechange', look)
    look()
  })
}

function askWhenVisible(document: Document, ask: () => Promise<unknown> | undefined): void {
  let askedAt = performance.now()
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || performance.now() - askedAt < askMs) return
    askedAt = performance.now()
    ask()?.catch(() => undefined)
  })
}

function once(task: () => void): () => void {
  let isDone = false
  return () => {
    if (isDone) return
    isDone = true
    task()
  }
}

export const newVersion = createNewVersion(new URL(import.meta.url).pathname)
