import type { ToWorker } from '../../service-worker/to-worker.ts'

export type VersionWatch = {
  /** The newer version takes over, and the page is loaded again. */
  take: () => void
}

export type VersionWatchParts = {
  workers: ServiceWorkerContainer
  document: Document
  /** The script that this page runs: a version that has the same one is no newer. */
  ownScript: string
  isTaking: () => boolean
  /** A newer version is there. */
  tell: () => void
  reload: () => void
}

const workerPath = '/service-worker.js'
/** How often a page that comes back on screen asks for a newer version. */
const askMs = 3_600_000
/** A version that was asked for and does not come in this time leaves it at loading the page again. */
const takeMs = 20_000

/** Registers the service worker and looks after its versions. */
export async function watchVersions(parts: VersionWatchParts): Promise<VersionWatch> {
  const { workers, ownScript, isTaking } = parts
  const reload = once(parts.reload)
  let current = workers.controller

  workers.addEventListener('controllerchange', () => {
    const before = current
    current = workers.controller
    if (isTaking()) reload()
    // Another page took it: the parts of this one may be gone.
    else if (before && current) void tellUnlessOwn(current)
  })
  const registration = await workers.register(workerPath)
  registration.addEventListener('updatefound', () => void arrived(registration.installing))
  if (registration.waiting) void arrived(registration.waiting)
  askWhenVisible(parts.document, () => registration.update())

  async function arrived(worker: ServiceWorker | null): Promise<void> {
    if (!worker || !(await isInstalled(worker)) || registration.waiting !== worker) return
    if (isTaking()) say(worker, { take: 'over' })
    // The network brought this page in that version already: it may take over, and nothing is to be told.
    else if (!(await tellUnlessOwn(worker))) say(worker, { take: 'over' })
  }

  async function tellUnlessOwn(worker: ServiceWorker): Promise<boolean> {
    const isNewer = !(await hasFile(worker, ownScript))
    if (isNewer) parts.tell()
    return isNewer
  }

  async function take(): Promise<void> {
    setTimeout(reload, takeMs)
    if (registration.waiting) return say(registration.waiting, { take: 'over' })
    // Nothing waits: it is being fetched, or another page took it, or there is none.
    await registration.update().catch(() => undefined)
    if (!registration.installing && !registration.waiting) reload()
  }

  return { take: () => void take() }
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

function askWhenVisible(document: Document, ask: () => Promise<unknown>): void {
  let askedAt = performance.now()
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || performance.now() - askedAt < askMs) return
    askedAt = performance.now()
    ask().catch(() => undefined)
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
