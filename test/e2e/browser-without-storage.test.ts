import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoPassword } from '../town/sign-ins.ts'
import { openBrowser, Person } from './support/browser.ts'
import { DemoTown } from './support/demo-town.ts'

const town = new DemoTown('browser-without-storage')
const room = '消防団一斉連絡'
let browser: Browser

beforeAll(async () => {
  await town.start()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await town.kill()
})

test('[CU10] [SE14] with D1 and R2 gone for two hours, two people in browsers open the room, write, read and see the count', async () => {
  const desk = await Person.at(browser, town.url)
  const captain = await Person.at(browser, town.url)
  await desk.signIn('jimukyoku', demoPassword)
  await captain.signIn('bundan12', demoPassword)
  await town.restart('--without-storage', '--clock-ahead-ms', `${2 * 3_600_000}`)
  for (const person of [desk, captain]) {
    await person.page.reload()
    await person.page.getByRole('navigation', { name: '組織' }).waitFor()
    await person.choose('火見市消防団', room)
  }
  await desk.say('庁舎の回線が切れています。この部屋で連絡を続けます。')
  await captain.toNewest()
  await captain.message('庁舎の回線').waitFor()
  await desk.message('庁舎の回線').getByText('既読 1', { exact: true }).waitFor()
  await captain.say('第12分団、了解しました。')
  await desk.message('第12分団、了解').waitFor()
  await desk.screen('without-storage')
  expect([...desk.troubles, ...captain.troubles]).toEqual([])
})
