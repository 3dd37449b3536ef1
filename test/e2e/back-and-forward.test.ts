import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { MessageEntry } from '../../protocol/entry.ts'
import { demoPassword } from '../town/sign-ins.ts'
import { openBrowser, Person } from './support/browser.ts'
import { DemoTown } from './support/demo-town.ts'
import { Phone } from './support/phone.ts'

const town = new DemoTown('back-and-forward')
const corps = '火見市消防団'
const room = '消防団一斉連絡'
const otherRoom = '消防団(正副団長・本部員)連絡'
let browser: Browser
let desk: Person
/** A message far up in the talk, and the path that leads to it. */
let early: MessageEntry
let earlyPath: string

beforeAll(async () => {
  await town.start()
  browser = await openBrowser()
  const phone = new Phone(() => town.url, 'jimukyoku')
  await phone.signIn(demoPassword)
  const roomId = await vi.waitFor(async () => {
    const rooms = await phone.rooms()
    expect(rooms.has(room)).toBe(true)
    return rooms.get(room) as string
  })
  const { entries } = await phone.sync(roomId)
  early = entries.find(({ kind, seq }) => kind === 'message' && seq > 3) as MessageEntry
  earlyPath = `/r/${roomId}/m/${early.seq}`
  desk = await Person.at(browser, town.url)
  await desk.signIn('jimukyoku', demoPassword)
})
afterAll(async () => {
  await browser?.close()
  await town.kill()
})
afterEach(() => expect(desk.troubles).toEqual([]))

const list = ({ page }: Person) => page.getByRole('button', { name: '設定', exact: true })
const sheet = ({ page }: Person) => page.getByRole('dialog')
const back = ({ page }: Person) => page.evaluate(() => history.back())
const forward = ({ page }: Person) => page.evaluate(() => history.forward())
const readButton = ({ page }: Person) => page.getByRole('button', { name: /^既読 \d+。/ }).last()

/** Exactly this is on the screen of a phone: the list, a room, or a room with a sheet over it. */
async function isAt(person: Person, place: 'list' | 'room' | 'sheet'): Promise<void> {
  await (place === 'list' ? list(person) : person.log(room)).waitFor()
  await sheet(person).waitFor({ state: place === 'sheet' ? 'visible' : 'detached' })
  await person.log(room).waitFor({ state: place === 'list' ? 'detached' : 'visible' })
  await isSettled(person, place === 'sheet')
}

/** The browser goes back over the entry of a sheet that was closed a moment after that; nobody is quicker. */
const isSettled = ({ page }: Person, isCovered: boolean) =>
  page.waitForFunction((covered) => (history.state?.covered ?? false) === covered, isCovered)

/** How many steps back there are, and what stands under this page. */
const depth = ({ page }: Person) => page.evaluate(() => (history.state as { depth: number }).depth)

test('list, room, sheet: back goes up one by one, forward down again', async () => {
  await desk.choose(corps, room)
  await readButton(desk).click()
  await isAt(desk, 'sheet')
  await back(desk)
  await isAt(desk, 'room')
  await back(desk)
  await isAt(desk, 'list')
  await forward(desk)
  await isAt(desk, 'room')
  // What lay over it was closed and does not come again; back still says what it says.
  await forward(desk)
  await isAt(desk, 'room')
  await back(desk)
  await isAt(desk, 'list')
})

test('a sheet that is closed by its button leaves nothing to go back to', async () => {
  await desk.choose(corps, room)
  for (const _ of [1, 2, 3]) {
    await readButton(desk).click()
    await sheet(desk).getByRole('button', { name: '閉じる' }).click()
    await isAt(desk, 'room')
  }
  await back(desk)
  await isAt(desk, 'list')
})

test('from the menu of a message to its sheet: one step back, to the room', async () => {
  await desk.choose(corps, room)
  await desk.page.locator('.message').last().getByRole('button', { name: 'メッセージの操作' }).click()
  await sheet(desk).getByRole('button', { name: '既読を見る' }).click()
  await desk.page.getByRole('dialog', { name: '既読の確認' }).waitFor()
  await back(desk)
  await isAt(desk, 'room')
  await desk.page.locator('.message').last().getByRole('button', { name: 'メッセージの操作' }).click()
  await sheet(desk).getByRole('button', { name: '返信' }).click()
  await isAt(desk, 'room')
  await desk.page.getByRole('button', { name: '返信をやめる' }).click()
  await back(desk)
  await isAt(desk, 'list')
})

test('the arrow to the list and the button of the browser are the same step', async () => {
  const before = await depth(desk)
  await desk.choose(corps, room)
  await desk.page.getByRole('button', { name: 'ルーム一覧へ戻る' }).click()
  await isAt(desk, 'list')
  expect(await depth(desk)).toBe(before)
  await forward(desk)
  await isAt(desk, 'room')
  await back(desk)
  await isAt(desk, 'list')
})

test('settings: back to the list, and forward again', async () => {
  const title = desk.page.getByRole('heading', { name: '設定', exact: true })
  await list(desk).click()
  await title.waitFor()
  await back(desk)
  await isAt(desk, 'list')
  await forward(desk)
  await title.waitFor()
  await desk.page.getByRole('button', { name: 'ルーム一覧へ戻る' }).click()
  await isAt(desk, 'list')
})

test('a link to a message, opened cold, has the list under it', async () => {
  const person = await desk.tab(`${town.url}${earlyPath}`)
  await person.page
    .locator('.message-flash')
    .getByText(early.text as string)
    .waitFor()
  await back(person)
  await isAt(person, 'list')
  await forward(person)
  await isAt(person, 'room')
  await person.page.reload()
  await isAt(person, 'room')
  await person.page.getByRole('button', { name: 'ルーム一覧へ戻る' }).click()
  await isAt(person, 'list')
  expect(person.troubles).toEqual([])
  await person.page.close()
})

test('a link to a message leads through the sign-in to it, and the list is under it', async () => {
  const newcomer = await Person.at(browser, `${town.url}${earlyPath}`)
  await newcomer.page.getByLabel('ログインID').fill('bundan12')
  await newcomer.page.getByRole('textbox', { name: 'パスワード' }).fill(demoPassword)
  await newcomer.page.getByRole('button', { name: 'サインイン' }).click()
  await newcomer.page
    .locator('.message-flash')
    .getByText(early.text as string)
    .waitFor()
  expect(new URL(newcomer.page.url()).pathname).toBe(earlyPath)
  await back(newcomer)
  await isAt(newcomer, 'list')
  await forward(newcomer)
  await isAt(newcomer, 'room')
  expect(newcomer.troubles).toEqual([])
  await newcomer.context.close()
})

test('on a wide screen: from room to room and back, and Esc closes a sheet without a trace', async () => {
  const wide = await Person.at(browser, town.url, { width: 1_280, height: 800 })
  await wide.signIn('dancho', demoPassword)
  await wide.choose(corps, room)
  await wide.page.locator('.room-item').filter({ hasText: otherRoom }).click()
  await wide.log(otherRoom).waitFor()
  await wide.page.getByRole('button', { name: 'メンバーを見る' }).click()
  await sheet(wide).waitFor()
  await wide.page.keyboard.press('Escape')
  await sheet(wide).waitFor({ state: 'detached' })
  await isSettled(wide, false)
  await back(wide)
  await isAt(wide, 'room')
  expect(await list(wide).isVisible()).toBe(true)
  await readButton(wide).click()
  await isAt(wide, 'sheet')
  await back(wide)
  await isAt(wide, 'room')
  await back(wide)
  await wide.page.getByText('ルームを選ぶと、ここに表示されます。').waitFor()
  await forward(wide)
  await isAt(wide, 'room')
  await forward(wide)
  await isAt(wide, 'room')
  await back(wide)
  await wide.page.getByText('ルームを選ぶと、ここに表示されます。').waitFor()
  expect(wide.troubles).toEqual([])
  await wide.context.close()
})
