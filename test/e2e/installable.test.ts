import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoPassword } from '../town/sign-ins.ts'
import { openBrowser, Person } from './support/browser.ts'
import { DemoTown, e2eDir } from './support/demo-town.ts'
import { makeNextBuild } from './support/next-build.ts'

const town = new DemoTown('installable')
const nextDir = join(e2eDir, 'next-build')
type Manifest = { icons: { src: string; type: string }[] }
let browser: Browser
let captain: Person

beforeAll(async () => {
  await town.start()
  browser = await openBrowser()
  captain = await Person.at(browser, town.url)
  await captain.signIn('bundan12', demoPassword)
})
afterAll(async () => {
  await browser?.close()
  await town.kill()
})

/** What the service worker keeps, by path. */
const keptPaths = ({ page }: Person) =>
  page.evaluate(async () => {
    const caches = await globalThis.caches.keys()
    const requests = await Promise.all(
      caches.map(async (name) => [...(await (await globalThis.caches.open(name)).keys())]),
    )
    return requests.flat().map(({ url }) => new URL(url).pathname)
  })

const scriptOf = ({ page }: Person) => page.locator('script[type=module]').getAttribute('src')

test('after the first visit everything that was built is kept, and nothing that the API said', async () => {
  await captain.installed()
  const kept = await keptPaths(captain)
  expect(kept).toContain('/')
  expect(kept).toContain(await scriptOf(captain))
  expect(kept.filter((path) => /talk-.*\.(?:js|css)$/.test(path))).toHaveLength(2)
  expect(kept.filter((path) => path.startsWith('/api/'))).toEqual([])
})

test('what a phone needs to install it is there, each with its own type', async () => {
  const typeOf = async (path: string) => (await fetch(`${town.url}${path}`)).headers.get('content-type')
  expect(await typeOf('/manifest.webmanifest')).toMatch(/^application\/manifest\+json/)
  expect(await typeOf('/apple-touch-icon.png')).toBe('image/png')
  expect(await typeOf('/service-worker.js')).toMatch(/^text\/javascript/)
  const manifest = (await (await fetch(`${town.url}/manifest.webmanifest`)).json()) as Manifest
  expect(manifest).toMatchObject({ name: 'やぐら', start_url: '/', scope: '/', display: 'standalone', lang: 'ja' })
  for (const { src, type } of manifest.icons) expect(await typeOf(src)).toBe(type)
  // What Chrome itself has against it: only that this is a window that keeps nothing.
  const devtools = await captain.context.newCDPSession(captain.page)
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors')
  expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual(['in-incognito'])
})

test('a network that does not answer keeps nobody waiting: the app is there at once', async () => {
  await captain.context.route('**', () => {})
  const startedAt = performance.now()
  const page = await captain.page.reload({ waitUntil: 'commit' })
  expect(page?.fromServiceWorker()).toBe(true)
  await captain.page.locator('#app main, #app p').first().waitFor()
  expect(performance.now() - startedAt).toBeLessThan(2_500)
  await captain.context.unroute('**')
})

test('with the town gone, a reload shows the app', async () => {
  await town.kill()
  await captain.page.reload()
  await captain.page.locator('#app main').waitFor()
  expect(await captain.page.title()).toMatch(/やぐら$/)
  expect(await keptPaths(captain).then((paths) => paths.filter((path) => path.startsWith('/api/')))).toEqual([])
  expect(captain.troubles).toEqual([])
})

test('a new version waits and is told, does not reload by itself, and comes when it is wanted', async () => {
  await town.start()
  await captain.page.reload()
  await captain.page.getByRole('navigation', { name: '組織' }).waitFor()
  const before = await scriptOf(captain)
  const script = makeNextBuild(nextDir)
  await town.restart('--web', nextDir)
  await captain.page.evaluate(() => navigator.serviceWorker.ready.then((registration) => registration.update()))
  await captain.page.getByText('新しいバージョンがあります').waitFor()
  await captain.screen('phone-new-version')
  expect(await scriptOf(captain)).toBe(before)
  await captain.page.getByRole('button', { name: '更新' }).click()
  await captain.page.locator(`script[src$="${script}"]`).waitFor({ state: 'attached' })
  await captain.page.getByRole('navigation', { name: '組織' }).waitFor()
  expect(await captain.page.getByText('新しいバージョンがあります').count()).toBe(0)
  expect(await captain.page.evaluate(() => caches.keys())).toHaveLength(1)
  expect(captain.troubles).toEqual([])
})

test('a page that the network brought in the new version already is told nothing, and the new version takes over', async () => {
  const other = await Person.at(browser, town.url)
  await other.installed()
  const [before] = await other.page.evaluate(() => caches.keys())
  await town.restart()
  await other.page.goto(town.url)
  await other.page.waitForFunction(async (name) => {
    const names = await caches.keys()
    return names.length === 1 && names[0] !== name
  }, before)
  expect(await other.page.getByText('新しいバージョンがあります').count()).toBe(0)
})
