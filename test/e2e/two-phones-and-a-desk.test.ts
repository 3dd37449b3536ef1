import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { demoPassword } from '../town/sign-ins.ts'
import { openBrowser, Person } from './support/browser.ts'
import { DemoTown } from './support/demo-town.ts'

const town = new DemoTown('two-phones')
const corps = '火見市消防団'
const room = '分団長連絡用'
let browser: Browser
let desk: Person
let captain: Person
let other: Person
let second: Person
const everyone = () => [desk, captain, other, second]

beforeAll(async () => {
  await town.start()
  browser = await openBrowser()
  desk = await Person.at(browser, town.url, { width: 1280, height: 800 })
  captain = await Person.at(browser, town.url)
  other = await Person.at(browser, town.url)
  second = await Person.at(browser, town.url)
  await desk.signIn('jimukyoku', demoPassword)
  for (const phone of [captain, second]) await phone.signIn('bundan12', demoPassword)
  await other.signIn('bundan13', demoPassword)
  await second.page.getByRole('button', { name: corps }).first().click()
})
afterAll(async () => {
  await browser?.close()
  await town.kill()
})
afterEach(() => expect(everyone().flatMap(({ troubles }) => troubles)).toEqual([]))

const listed = (person: Person) => person.page.locator('.room-item').filter({ hasText: room })

test('[RP11] what is read on one phone of a person is read on the other within two seconds', async () => {
  await listed(second).getByText('未読').first().waitFor({ state: 'attached' })
  await captain.choose(corps, room)
  const readAt = Date.now()
  await listed(second).getByText('未読').first().waitFor({ state: 'detached' })
  expect(Date.now() - readAt).toBeLessThan(2_000)
})

test('[LG2] [RP10] a desk and two phones: sent, read, and counted', async () => {
  for (const person of [desk, other]) await person.choose(corps, room)
  await desk.say('水利点検の結果をお知らせください。')
  for (const phone of [captain, other]) {
    await phone.page.bringToFront()
    await phone.message('水利点検').waitFor()
  }
  await desk
    .message('水利点検')
    .getByText(/^既読 [1-9]/)
    .waitFor()
})

test('[LG11] [LG5] a reaction, a pin and a correction of one are at the others’', async () => {
  await other.menu('水利点検', '確認')
  await desk
    .message('水利点検')
    .getByRole('button', { name: /確認 1人/ })
    .waitFor()
  await desk.menu('水利点検', 'ピン留め')
  for (const phone of [captain, other]) await phone.page.locator('.pinned-bar').getByText('水利点検').waitFor()
  await desk.menu('水利点検', '訂正')
  await desk.page.getByLabel('訂正後の文章').fill('水利点検と器具点検の結果をお知らせください。')
  await desk.page.getByRole('button', { name: '訂正する' }).click()
  for (const phone of [captain, other]) await phone.message('器具点検').getByText('訂正済').waitFor()
})

test('[LG6] an answer is at the others’ with what it answers, and is gone there when it is retracted', async () => {
  await captain.menu('器具点検', '返信')
  await captain.say('第12分団、異常ありません。')
  for (const person of [desk, other])
    await person.message('異常ありません').locator('.quote').getByText('器具点検').waitFor()
  await captain.menu('異常ありません', '取り消し')
  await captain.page.getByRole('button', { name: '取り消す' }).click()
  for (const person of [desk, other])
    await person.page.getByText('異常ありません').first().waitFor({ state: 'detached' })
})
