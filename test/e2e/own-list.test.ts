import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { demoPassword } from '../town/sign-ins.ts'
import { openBrowser, Person } from './support/browser.ts'
import { DemoTown } from './support/demo-town.ts'

const town = new DemoTown('own-list')
const corps = '火見市消防団'
const room = '第12分団 個別連絡'
let browser: Browser
let phone: Person
let second: Person

beforeAll(async () => {
  await town.start()
  browser = await openBrowser()
  phone = await Person.at(browser, town.url)
  second = await Person.at(browser, town.url)
  await phone.signIn('bundan12', demoPassword)
  await second.signIn('bundan12', demoPassword)
  await phone.context.grantPermissions(['clipboard-read', 'clipboard-write'])
})
afterAll(async () => {
  await browser?.close()
  await town.kill()
})
afterEach(() => expect([...phone.troubles, ...second.troubles]).toEqual([]))

test('[LB6] a room is put on top and silenced in the list of all own devices', async () => {
  await phone.choose(corps, room)
  await phone.page.getByRole('button', { name: 'メンバーを見る' }).click()
  await phone.page.getByRole('switch', { name: '一覧の上に固定' }).click()
  await phone.page.getByRole('switch', { name: '一覧の上に固定', checked: true }).waitFor()
  await phone.page.getByRole('radio', { name: '鳴らさない' }).check()
  await phone.screen('phone-members')
  await second.page.getByRole('button', { name: corps }).first().click()
  const item = second.page.locator('.room-item').filter({ hasText: room })
  await item.getByText('上に固定').waitFor({ state: 'attached' })
  await item.getByText('通知を止めています').waitFor({ state: 'attached' })
  expect(await second.page.locator('.room-item').first().textContent()).toContain(room)
  await second.screen('phone-list-pinned')
  await phone.page.getByRole('dialog').getByRole('button', { name: '閉じる' }).click()
})

test('a link to a message is copied, and leads to it', async () => {
  await phone.say('リンクの先')
  await phone.message('リンクの先').getByText('送信待ち').waitFor({ state: 'detached' })
  await phone.menu('リンクの先', 'リンクをコピー')
  await phone.page.getByText('リンクをコピーしました').waitFor()
  const link = await phone.page.evaluate(() => navigator.clipboard.readText())
  expect(new URL(link).pathname).toMatch(/^\/r\/[0-9a-f]{32}\/m\/\d+$/)
  await second.page.goto(link)
  await second.message('リンクの先').waitFor()
})

test('signing out with something unsent asks: what is sent first is sent, what is deleted is gone', async () => {
  await phone.page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  await phone.context.setOffline(true)
  await phone.page.getByLabel('メッセージを入力').fill('送ってから')
  await phone.page.getByRole('button', { name: '送信', exact: true }).click()
  await phone.message('送ってから').waitFor()
  await phone.page.goBack()
  await phone.page.getByRole('button', { name: '設定', exact: true }).click()
  await phone.page.getByRole('button', { name: 'サインアウト' }).click()
  await phone.page.getByRole('dialog', { name: 'まだ送信していないメッセージが1件あります' }).waitFor()
  await phone.screen('phone-sign-out-unsent')
  await phone.page.getByRole('button', { name: '送信してからサインアウト' }).click()
  await phone.page.getByText('残り1件').waitFor()
  await phone.context.setOffline(false)
  await phone.page.getByLabel('ログインID').waitFor()
  await second.message('送ってから').waitFor()
})
