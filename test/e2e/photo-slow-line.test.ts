import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoPassword } from '../town/sign-ins.ts'
import { openBrowser, Person } from './support/browser.ts'
import { DemoTown } from './support/demo-town.ts'
import { note } from './support/figures.ts'
import { Network } from './support/network.ts'
import { choose, photo, trayOf } from './support/photos.ts'

/** A phone in the hills: 400 kbit/s and 400 ms. */
const line = { answerMs: 400, bytesPerSecond: 400_000 / 8 }
const leastBytes = 3_000_000
const withinMs = 15_000

const town = new DemoTown('photo-slow-line')
let browser: Browser
let network: Network
let captain: Person
let desk: Person

beforeAll(async () => {
  await town.start()
  browser = await openBrowser()
  network = await Network.before(() => Number(new URL(town.url).port))
  captain = await Person.at(browser, network.url)
  desk = await Person.at(browser, town.url, { width: 1280, height: 800 })
  for (const [person, name] of [
    [captain, 'bundan12'],
    [desk, 'jimukyoku'],
  ] as const) {
    await person.signIn(name, demoPassword)
    await person.choose('火見市消防団', '第12分団 個別連絡')
  }
  await desk.say('写真をお願いします。')
})
afterAll(async () => {
  await browser?.close()
  await network?.close()
  await town.kill()
})

/** Sends one photo of 3 MB over the line; answers how long it took until the other person sees it, and the steps of its ring. */
async function send(text: string, underWay: (percent: number) => void = () => {}) {
  const chosen = await photo(captain.page, `${text}.jpg`, { grain: 0.4, quality: 0.97 })
  expect(chosen.buffer.length).toBeGreaterThan(leastBytes)
  await choose(captain.page, '写真', [chosen])
  await trayOf(captain).getByRole('img').waitFor()
  await captain.page.getByLabel('メッセージを入力').fill(text)
  network.slow(line)
  const startedAt = performance.now()
  await captain.page.getByRole('button', { name: '送信', exact: true }).click()
  const steps: number[] = []
  const progress = captain.message(text).getByRole('progressbar')
  const seen = desk.message(text).locator('img').waitFor({ timeout: 60_000 })
  let isSeen = false
  const whole = seen.then(() => {
    isSeen = true
    return performance.now() - startedAt
  })
  while (!isSeen) {
    const told = await progress.getAttribute('aria-valuenow', { timeout: 500 }).catch(() => null)
    const percent = Number(told ?? steps.at(-1) ?? 0)
    if (percent !== (steps.at(-1) ?? 0)) {
      steps.push(percent)
      underWay(percent)
    }
    await Promise.race([whole, captain.page.evaluate(() => new Promise(requestAnimationFrame))])
  }
  network.fair()
  return { ms: await whole, steps }
}

test('[CL10] [CL14] a photo of 3 MB is with the other person within 15 s at 400 kbit/s and 400 ms, and one sees it getting on', async () => {
  const { ms, steps } = await send('堤防のようす')
  note({ 'photo of 3 MB at 400 kbit/s and 400 ms: to the other screen, s': Number((ms / 1_000).toFixed(1)) })
  expect(steps.length).toBeGreaterThanOrEqual(3)
  expect(ms).toBeLessThanOrEqual(withinMs)
})

test('[CL14] so it is where the line is cut half-way', async () => {
  let cuts = 0
  const { ms, steps } = await send('橋のようす', (percent) => {
    if (percent < 50 || cuts > 0) return
    cuts += 1
    network.cut()
  })
  note({ '… and with a cut half-way, s': Number((ms / 1_000).toFixed(1)) })
  expect(cuts).toBe(1)
  // What the room had by then is not sent again.
  expect(steps.toSorted((a, b) => a - b)).toEqual(steps)
  expect(ms).toBeLessThanOrEqual(withinMs)
  expect([...captain.troubles, ...desk.troubles]).toEqual([])
})
