import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { demoPassword } from '../town/sign-ins.ts'
import { openBrowser, Person } from './support/browser.ts'
import { DemoTown } from './support/demo-town.ts'
import { Keys } from './support/keys.ts'
import { Phone } from './support/phone.ts'

/** Everything here is done with the keys of a keyboard: no click, no `fill`, no `focus`. */

const town = new DemoTown('keyboard-only')
const room = '消防団一斉連絡'
const writing = 'メッセージを入力'
const menu = 'メッセージの操作'
let browser: Browser
let desk: Person
let keys: Keys

beforeAll(async () => {
  await town.start()
  browser = await openBrowser()
  desk = await Person.at(browser, town.url, { width: 1_280, height: 800 })
  keys = new Keys(desk.page)
})
afterAll(async () => {
  await browser?.close()
  await town.kill()
})
afterEach(() => {
  expect(desk.troubles).toEqual([])
  expect(keys.unseen.splice(0)).toEqual([])
})

const dialog = () => desk.page.getByRole('dialog')
const focusIsOn = (name: string | RegExp) =>
  vi.waitFor(async () => expect((await keys.focused()).name).toEqual(expect.stringMatching(name)))

/** What is held for a moment is sent at once, and the focus is back in the field. */
async function sendNow(text: string): Promise<void> {
  await keys.tabTo('今すぐ送る', 'Shift+Tab')
  await keys.press('Enter')
  await focusIsOn(writing)
  await desk.message(text).getByText('送信待ち').waitFor({ state: 'detached' })
}

/** From the field upwards to the newest message's menu, and to an item of it. */
async function chooseInMenu(item: string): Promise<void> {
  await keys.tabTo(menu, 'Shift+Tab')
  await keys.press('Enter')
  await dialog().waitFor()
  await keys.tabTo(item)
  await keys.press('Enter')
}

test('signs in, chooses the organization and the room, and can write at once', async () => {
  await desk.page.getByRole('button', { name: 'サインイン' }).waitFor()
  await focusIsOn('ログインID')
  await keys.type('jimukyoku')
  await keys.tabTo('パスワード')
  await keys.type(demoPassword)
  await keys.press('Enter')
  await desk.page.getByRole('navigation', { name: '組織' }).waitFor()
  await keys.tabTo(/^団?\s*火見市消防団/)
  await keys.press('Enter')
  await desk.page.locator('.room-item').filter({ hasText: room }).waitFor()
  await keys.tabTo(new RegExp(room))
  await keys.press('Enter')
  await desk.log(room).waitFor()
  await focusIsOn(writing)
})

test('Enter is a new line, Ctrl+Enter sends, and neither sends while an input method composes', async () => {
  const field = desk.page.getByLabel(writing)
  await keys.type('明朝8時')
  await keys.press('Enter')
  await keys.compose('てんけん')
  const heard = await keys.hearComposing()
  await keys.press('Control+Enter', 'Enter')
  expect(await heard()).toEqual([true, true])
  expect(await desk.message('明朝8時').count()).toBe(0)
  await keys.commit('点検')
  expect(await field.inputValue()).toMatch(/^明朝8時\n+点検\n*$/)
  await keys.press('Control+Enter')
  await desk.message('明朝8時').waitFor()
  expect(await field.inputValue()).toBe('')
  await sendNow('明朝8時')
})

test('answers a message', async () => {
  await chooseInMenu('返信')
  await focusIsOn(writing)
  await keys.type('詰所に集合です')
  await keys.press('Control+Enter')
  await desk.message('詰所に集合').waitFor()
  await sendNow('詰所に集合')
  await desk.message('詰所に集合').locator('.quote').getByText('明朝8時').waitFor()
})

test('reacts, and the focus is back on the message', async () => {
  await chooseInMenu('了解')
  await dialog().waitFor({ state: 'detached' })
  await desk
    .message('詰所に集合')
    .getByRole('button', { name: /了解 1人/ })
    .waitFor()
  await focusIsOn(menu)
})

test('pins, and the focus is back on the message', async () => {
  await keys.tabTo(writing)
  await chooseInMenu('ピン留め')
  await desk.page.locator('.pinned-bar').waitFor()
  await focusIsOn(menu)
})

test('corrects, and the focus is back on the message', async () => {
  await keys.tabTo(writing)
  await chooseInMenu('訂正')
  await focusIsOn('訂正後の文章')
  await keys.press('Control+A')
  await keys.type('消防署に集合です')
  await keys.press('Control+Enter')
  await desk.message('消防署に集合').getByText('訂正済').waitFor()
  await focusIsOn(menu)
})

test('opens the read sheet, goes through it, and Esc gives the focus back', async () => {
  const captain = new Phone(() => town.url, 'bundan12')
  await captain.signIn(demoPassword)
  const roomId = await captain.room(room)
  const { head } = await captain.sync(roomId)
  await captain.command(roomId, { t: 'read', seq: head })
  await desk
    .message('消防署に集合')
    .getByRole('button', { name: /^既読 1/ })
    .waitFor()
  await keys.tabTo(writing)
  await keys.tabTo(/^既読 1。/, 'Shift+Tab')
  await keys.press('Enter')
  await dialog().getByRole('button', { name: '既読 1' }).waitFor()
  await keys.tabTo('所属別')
  await keys.press('Enter')
  await dialog().locator('.unit-row').first().waitFor()
  await keys.press('Escape')
  await dialog().waitFor({ state: 'detached' })
  await focusIsOn(/^既読 1。/)
})

test('retracts, and the focus stays in the talk', async () => {
  await keys.tabTo(writing)
  await chooseInMenu('取り消し')
  await dialog().getByText('全員の画面から').waitFor()
  await keys.tabTo('取り消す')
  await keys.press('Enter')
  await desk.page.locator('.bubble-gone').waitFor()
  await vi.waitFor(async () => expect((await keys.focused()).role).not.toBe('body'))
})
