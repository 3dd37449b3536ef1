import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoPassword } from '../town/sign-ins.ts'
import { openBrowser, Person } from './support/browser.ts'
import { DemoTown } from './support/demo-town.ts'
import { medianOf, note } from './support/figures.ts'
import { choose, photo, trayOf } from './support/photos.ts'

const town = new DemoTown('photo-arrival')
const corps = '火見市消防団'
const room = '第12分団 個別連絡'
const rounds = 20
let browser: Browser
let captain: Person
let desk: Person

beforeAll(async () => {
  await town.start()
  browser = await openBrowser()
  captain = await Person.at(browser, town.url)
  await captain.signIn('bundan12', demoPassword)
  await captain.choose(corps, room)
  desk = await Person.at(browser, town.url, { width: 1280, height: 800 })
  await desk.signIn('jimukyoku', demoPassword)
  await desk.choose(corps, room)
  // Whoever has written is at the newest message.
  await desk.say('写真をお願いします。')
})
afterAll(async () => {
  await browser?.close()
  await town.kill()
})

/** From the tap on 送信 until the small picture is seen on the other screen. */
async function arrivalMs(n: number): Promise<number> {
  const text = `現場 ${n}`
  await choose(captain.page, '写真', [await photo(captain.page, `${n}.jpg`, { hue: n * 17 })])
  await trayOf(captain).getByRole('img').waitFor()
  await captain.page.getByLabel('メッセージを入力').fill(text)
  const from = performance.now()
  await captain.page.getByRole('button', { name: '送信', exact: true }).click()
  const picture = desk.message(text).locator('img')
  await picture.waitFor()
  await picture.evaluate((image: HTMLImageElement) => image.decode())
  return performance.now() - from
}

test('a photo is seen on the other screen within two seconds of 送信, nineteen times of twenty', async () => {
  const times: number[] = []
  for (let n = 1; n <= rounds; n += 1) times.push(await arrivalMs(n))
  const sorted = times.toSorted((a, b) => a - b)
  const p95 = sorted[Math.ceil(rounds * 0.95) - 1] as number
  note({
    'photo to the other screen, median ms': Math.round(medianOf(times)),
    'photo to the other screen, p95 ms': Math.round(p95),
  })
  expect(p95).toBeLessThanOrEqual(2_000)
  expect([...captain.troubles, ...desk.troubles]).toEqual([])
})
