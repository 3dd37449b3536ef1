import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { demoPassword } from '../town/sign-ins.ts'
import { openBrowser, Person } from './support/browser.ts'
import { DemoTown } from './support/demo-town.ts'
import { onDevice } from './support/device.ts'
import { OwnPhone } from './support/own-phone.ts'

const town = new DemoTown('offline')
const corps = '火見市消防団'
const room = '消防団一斉連絡'
const phone = new OwnPhone()
let browser: Browser
let desk: Person
let captain: Person

beforeAll(async () => {
  await town.start()
  browser = await openBrowser()
  desk = await Person.at(browser, town.url)
  captain = await phone.open(town.url)
  await desk.signIn('jimukyoku', demoPassword)
  await captain.signIn('bundan12', demoPassword)
  // The browser writes cookies to the disk when it likes, and when it is closed.
  await phone.close()
  captain = await phone.open(town.url)
})
afterAll(async () => {
  await phone.destroy()
  await browser?.close()
  await town.kill()
})
afterEach(() => expect([...desk.troubles, ...captain.troubles]).toEqual([]))

test('a draft and a held message survive the browser’s end', async () => {
  await desk.choose(corps, room)
  await desk.page.getByLabel('メッセージを入力').fill('点検は8時からです。')
  await desk.page.getByRole('button', { name: '送信', exact: true }).click()
  await desk.page.getByText('秒後に送信').waitFor()
  await desk.screen('phone-held')
  await desk.page.getByRole('button', { name: '今すぐ送る' }).click()
  await desk.message('点検は8時からです。').getByText('送信待ち').waitFor({ state: 'detached' })
  await captain.choose(corps, room)
  await captain.page.getByLabel('メッセージを入力').fill('下書きのまま')
  await captain.page.goBack()
  await captain.page.locator('.room-item').filter({ hasText: '下書きのまま' }).waitFor()
  await onDevice(captain.page, 'drafts', '下書きのまま')
  await phone.kill()
  captain = await phone.open(town.url)
  await captain.page.getByRole('button', { name: corps }).first().click()
  await captain.page.locator('.room-item').filter({ hasText: '下書きのまま' }).waitFor()
})
