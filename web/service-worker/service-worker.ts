import { type BuiltFile, BuiltFiles, pagePath } from './built-files.ts'
import { followPushes } from './ringing.ts'
import type { ToWorker } from './to-worker.ts'

/**
 * Shows the app where the network does not: the files of one build in one cache, and nothing that anybody said. Messages are the store's.
 *
 * 1. Nothing of /api/, no socket, no other origin and nothing but GET is touched.
 * 2. The page and what it needs at once are there before this version is installed; a part that did not come is tried again at each start.
 * 3. A page of the network is shown and not kept: only the page of this build fits the files of this build.
 * 4. A new version waits until a page says that it may take over.
 * What it rings, ringing.ts says.
 */
declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: BuiltFile[] }

const files = new BuiltFiles(self.__WB_MANIFEST, self.location.origin)
const cachePrefix = 'yagura-build-'
const cacheName = cachePrefix + files.build

/** The network's page is waited for so long. A network with a round trip of two seconds must still show the app at once. */
const pagePatienceMs = 400
/** A file that has not come after this time is tried again another time. */
const filePatienceMs = 30_000

/** Whether every file of this build is in the cache, as far as this run of the worker has seen. */
let isWhole = false

self.addEventListener('install', (event) => event.waitUntil(install()))
self.addEventListener('activate', (event) => event.waitUntil(takeOver()))
self.addEventListener('message', (event) => {
  const message = event.data as ToWorker
  if ('take' in message) void self.skipWaiting()
  else event.ports[0]?.postMessage(files.has(message.has))
})
followPushes(self)
self.addEventListener('fetch', (event) => {
  const kind = files.kindOf(event.request)
  if (kind === 'other') return
  // A full disk is no reason to show nothing.
  if (kind === 'file')
    return event.respondWith(fileOf(new URL(event.request.url).pathname).catch(() => fetch(event.request)))
  event.respondWith(pageFor(event.request))
  if (!isWhole) event.waitUntil(fetchMissing())
})

async function install(): Promise<void> {
  const page = await fetchFile(pagePath)
  const needed = files.neededBy(await page.clone().text())
  if (needed === null) throw new Error('the page is of another build: the next update will fit')
  const cache = await caches.open(cacheName)
  await cache.put(pagePath, page)
  await Promise.all(needed.map((path) => fileOf(path)))
  await fetchMissing()
}

/** The page of the first visit as well: what it fetches later is there from then on. */
async function takeOver(): Promise<void> {
  await forgetOtherBuilds()
  await self.clients.claim()
}

async function forgetOtherBuilds(): Promise<void> {
  const names = await caches.keys()
  const others = names.filter((name) => name.startsWith(cachePrefix) && name !== cacheName)
  await Promise.all(others.map((name) => caches.delete(name)))
}

/** The network's page if it comes in time and is well, else the one that was kept. */
async function pageFor(request: Request): Promise<Response> {
  const fromNetwork = fetch(request)
  const inTime = await Promise.race([fromNetwork.catch(() => null), after(pagePatienceMs)])
  if (inTime !== null && (inTime.ok || inTime.type === 'opaqueredirect')) return inTime
  return (await (await caches.open(cacheName)).match(pagePath)) ?? inTime ?? fromNetwork
}

/** A file of this build, from the cache; from the network, and kept, where it is not there yet. */
async function fileOf(path: string): Promise<Response> {
  const cache = await caches.open(cacheName)
  const kept = await cache.match(path)
  if (kept) return kept
  // An earlier build may have had the very same file.
  const response = (files.isHashed(path) && (await caches.match(path))) || (await fetchFile(path))
  await cache.put(path, response.clone())
  return response
}

async function fetchMissing(): Promise<void> {
  const wanted = files.paths().filter((path) => path !== pagePath)
  const outcomes = await Promise.allSettled(wanted.map((path) => fileOf(path)))
  isWhole = outcomes.every(({ status }) => status === 'fulfilled')
}

async function fetchFile(path: string): Promise<Response> {
  const cache = files.isHashed(path) ? 'default' : 'reload'
  const response = await fetch(path, { cache, signal: AbortSignal.timeout(filePatienceMs) })
  if (!response.ok || response.redirected) throw new Error(`${path} answered ${response.status}`)
  return response
}

const after = (ms: number) => new Promise<null>((resolve) => setTimeout(() => resolve(null), ms))
