import type { Browser, CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { OpenTown } from '../../bench/torture/open-town.ts'
import { clientId } from '../support/builders.ts'
import { demoPassword } from '../town/sign-ins.ts'
import { openBrowser, Person } from './support/browser.ts'
import { copyOfTown } from './support/demo-town.ts'
import { Phone } from './support/phone.ts'

const entries = 10_000
const room = '第12分団 個別連絡'
const leastFps = 50
const mostRows = 60
/** A fling of a thumb, kept up. */
const flingPxPerSecond = 4_000
/** Over all of them in three seconds, as somebody does who drags the bar. */
const dragPxPerSecond = 400_000
const arrivals = 8
/** So much of the page's time, on a processor of this machine's speed. */
const mostArrivalMs = 40
let town: OpenTown
let browser: Browser
let captain: Person
let desk: Phone
let roomId: string
let said = 0
const url = () => `http://127.0.0.1:${town.port()}`

beforeAll(async () => {
  town = await OpenTown.start(copyOfTown('ten-thousand'))
  browser = await openBrowser()
  desk = new Phone(url, 'jimukyoku')
  await desk.signIn(demoPassword)
  roomId = await vi.waitFor(async () => {
    const rooms = await desk.rooms()
    expect(rooms.has(room)).toBe(true)
    return rooms.get(room) as string
  })
  await town.bringInTalk({ roomId, accountId: desk.session?.accountId as string, entries })
  captain = await Person.at(browser, url())
  await captain.signIn('bundan12', demoPassword)
  await captain.choose('火見市消防団', room)
})
afterAll(async () => {
  await browser?.close()
  await town?.end()
})

/** Up and up until the first entry is there. Pages of 200 instead of 50, to spare the test the time; what is held is the same. */
async function loadEverything(page: Page): Promise<number> {
  await page.evaluate(() => {
    const send = WebSocket.prototype.send
    WebSocket.prototype.send = function (frame) {
      send.call(this, typeof frame === 'string' ? frame.replace('"limit":50', '"limit":200') : frame)
    }
  })
  return page.evaluate(async () => {
    const talk = document.querySelector('.talk-scroller') as HTMLElement
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    const startedAt = performance.now()
    while (!document.querySelector('.room-start') || talk.scrollTop > 0) {
      talk.scrollTop = 0
      await frame()
    }
    return performance.now() - startedAt
  })
}

type Scrolled = { fps: number; slowestMs: number; leastRows: number; mostRows: number; px: number }

/** Scrolls at a steady speed and counts the frames that were shown, and the rows that stood in the page at each. */
const scroll = (page: Page, fromTop: number, pxPerSecond: number, seconds: number): Promise<Scrolled> =>
  page.evaluate(
    async ([share, speed, forMs]) => {
      const talk = document.querySelector('.talk-scroller') as HTMLElement
      const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
      talk.scrollTop = share * talk.scrollHeight
      await frame()
      const startedAt = await frame()
      const from = talk.scrollTop
      let [at, frames, slowestMs, leastRows, mostRows] = [startedAt, 0, 0, Number.POSITIVE_INFINITY, 0]
      while (at - startedAt < forMs) {
        talk.scrollTop = from + ((at - startedAt) / 1_000) * speed
        const next = await frame()
        slowestMs = Math.max(slowestMs, next - at)
        const rows = document.querySelectorAll('.message').length
        leastRows = Math.min(leastRows, rows)
        mostRows = Math.max(mostRows, rows)
        frames += 1
        at = next
      }
      return { fps: (frames / (at - startedAt)) * 1_000, slowestMs, leastRows, mostRows, px: talk.scrollTop - from }
    },
    [fromTop, pxPerSecond, seconds * 1_000] as const,
  )

/** Where the newest is on screen already, there is no way to it to be shown. */
const toNewest = (page: Page) =>
  page
    .getByRole('button', { name: /新着|最新へ/ })
    .click({ timeout: 3_000 })
    .catch(() => undefined)

/** What the page can do: another try where something else on the machine held it up. */
async function bestOf(most: number, measure: () => Promise<Scrolled>): Promise<Scrolled> {
  let best = await measure()
  for (let tries = 1; tries < most && best.fps < leastFps; tries += 1) {
    const next = await measure()
    if (next.fps > best.fps) best = next
  }
  return best
}

/** Script and layout of the page for one message of somebody else. */
async function costOfArrivals(cdp: CDPSession, count: number): Promise<number> {
  const taskMs = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics')
    return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0)
  }
  const before = await taskMs()
  for (let i = 0; i < count; i += 1) {
    said += 1
    await desk.command(roomId, { t: 'post', id: clientId(said, 7), text: `いま届いた ${said} 番目` })
    await captain.message(`いま届いた ${said} 番目`).waitFor()
  }
  return ((await taskMs()) - before) / count
}

test(`${entries} messages held: scrolling keeps ${leastFps} frames a second and ${mostRows} rows, and one more message costs little`, async () => {
  const { page } = captain
  const cdp = await captain.context.newCDPSession(page)
  await cdp.send('Performance.enable')
  await toNewest(page)
  const costWithFew = await costOfArrivals(cdp, arrivals)
  await loadEverything(page)
  for (const rate of [1, 4]) {
    await cdp.send('Emulation.setCPUThrottlingRate', { rate })
    for (const [share, speed] of [
      [0, flingPxPerSecond],
      [0.5, flingPxPerSecond],
      [0, dragPxPerSecond],
    ] as const) {
      const scrolled = await bestOf(rate === 1 ? 3 : 1, () => scroll(page, share, speed, 3))
      console.log(`CPU 1/${rate}, from ${share} at ${speed} px/s:`, JSON.stringify(scrolled))
      expect(scrolled.px).toBeGreaterThan(speed * 2.5)
      // A long message fills the screen, and the row beside it is there.
      expect(scrolled.leastRows).toBeGreaterThanOrEqual(2)
      expect(scrolled.mostRows).toBeLessThanOrEqual(mostRows)
      if (rate === 1) expect(scrolled.fps).toBeGreaterThanOrEqual(leastFps)
    }
    await toNewest(page)
    const cost = await costOfArrivals(cdp, arrivals)
    console.log(`CPU 1/${rate}: a message costs ${cost.toFixed(1)} ms; ${costWithFew.toFixed(1)} ms with few at 1/1`)
    expect(cost).toBeLessThan(mostArrivalMs * rate)
  }
  expect(captain.troubles).toEqual([])
})
