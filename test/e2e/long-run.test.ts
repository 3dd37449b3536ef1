import type { Browser, CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { demoPassword } from '../town/sign-ins.ts'
import { openBrowser, Person } from './support/browser.ts'
import { DemoTown } from './support/demo-town.ts'
import { Network } from './support/network.ts'

const town = new DemoTown('long-run')
const cycles = 1_000
/** By then the parts that come later have come, and what waits for a second after each waking has reached its number. */
const firstCycles = 500
/** Longer than a page may sleep and still trust its socket: it takes a new one each time. */
const sleepMs = 40_000
const mostGrowth = 1.1
/** A browser waits a little for the other end after it has closed a socket. */
const closing = { timeout: 10_000, interval: 100 }
let browser: Browser
let network: Network

beforeAll(async () => {
  await town.start()
  network = await Network.before(() => Number(new URL(town.url).port))
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await network?.close()
  await town.kill()
})

type Sleeper = { sleepAndWake: (times: number, ms: number) => Promise<void> }

/**
 * Sleep by the page's own senses: `document.visibilityState` says hidden, its event is told, the clock goes on, and it is visible again. That is all
 * that the client knows of sleep; sockets, town and memory are real. One sleep is over when the room and the list have heard from a new socket each.
 */
async function makeSleepable(page: Page): Promise<void> {
  await page.evaluate(() => {
    const now = Date.now.bind(Date)
    let aheadMs = 0
    let state: DocumentVisibilityState = 'visible'
    let heard = 0
    let told = () => {}
    Date.now = () => now() + aheadMs
    Object.defineProperty(document, 'visibilityState', { get: () => state })
    class HeardSocket extends WebSocket {
      constructor(url: string | URL) {
        super(url)
        const first = () => {
          heard += 1
          setTimeout(told)
        }
        this.addEventListener('message', first, { once: true })
      }
    }
    window.WebSocket = HeardSocket
    const turn = (next: DocumentVisibilityState) => {
      state = next
      document.dispatchEvent(new Event('visibilitychange'))
    }
    async function sleepAndWake(times: number, ms: number): Promise<void> {
      for (let i = 0; i < times; i += 1) {
        const wanted = heard + 2
        turn('hidden')
        aheadMs += ms
        turn('visible')
        while (heard < wanted)
          await new Promise<void>((resolve) => {
            told = resolve
          })
      }
    }
    Object.assign(window, { sleepAndWake })
  })
}

const sleep = (page: Page, times: number) =>
  page.evaluate(([n, ms]) => (window as unknown as Sleeper).sleepAndWake(n, ms), [times, sleepMs] as const)

async function heapBytes(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage')
  return (await cdp.send('Runtime.getHeapUsage')).usedSize
}

test(`${cycles} times asleep and awake: the memory does not grow, and one socket to the room and one to the list are open`, async () => {
  const desk = await Person.at(browser, network.url, { width: 1_280, height: 800 })
  await desk.signIn('jimukyoku', demoPassword)
  await desk.choose('火見市消防団', '消防団一斉連絡')
  const cdp = await desk.context.newCDPSession(desk.page)
  await makeSleepable(desk.page)
  await sleep(desk.page, firstCycles)
  const before = await heapBytes(cdp)
  await sleep(desk.page, cycles - firstCycles)
  const after = await heapBytes(cdp)
  console.log(`heap ${before} → ${after}`)
  expect(after).toBeLessThan(before * mostGrowth)
  await vi.waitFor(() => expect(network.edge.openSockets).toBe(2), closing)
  await desk.say('二日後もつながっています')
  await desk.message('二日後も').getByRole('button', { name: 'メッセージの操作' }).waitFor()
  expect(desk.troubles).toEqual([])
})
