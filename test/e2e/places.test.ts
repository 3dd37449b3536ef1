import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { demoPassword } from '../town/sign-ins.ts'
import { problems } from './support/axe.ts'
import { type Look, openBrowser, Person } from './support/browser.ts'
import { DemoTown } from './support/demo-town.ts'
import { deskAndCaptain } from './support/desk-and-captain.ts'
import { enter, isDenied, isHere, leaves } from './support/place-of-a-phone.ts'

const town = new DemoTown('places')
const corps = '火見市消防団'
const room = '第12分団 個別連絡'
const many = '分団長連絡用'
const bridge = { latitude: 36.1234567, longitude: 140.1234567, accuracy: 12 }
const inDecimals = '36.12346, 140.12346'
const inDegrees = '北緯36度07分24秒 東経140度07分24秒'
const gsi = 'https://maps.gsi.go.jp/#16/36.123457/140.123457/'
let browser: Browser
let desk: Person
let captain: Person

beforeAll(async () => {
  await town.start()
  browser = await openBrowser()
  const meeting = { url: town.url, organization: corps, room }
  ;({ desk, captain } = await deskAndCaptain(browser, meeting, { width: 1_280, height: 800 }))
})
afterAll(async () => {
  await browser?.close()
  await town.kill()
})
afterEach(() => expect([...desk.troubles, ...captain.troubles]).toEqual([]))

const dialog = ({ page }: Person) => page.getByRole('dialog', { name: '場所を送る' })
const open = async (person: Person) => {
  await person.page.getByRole('button', { name: '場所', exact: true }).click()
  await dialog(person).waitFor()
}
const word = (person: Person) => dialog(person).getByLabel('ひとこと（なくても送れます）')
const field = (person: Person) => dialog(person).getByLabel('座標や地図のリンクを貼る')
const press = (person: Person, name: string) => dialog(person).getByRole('button', { name, exact: true }).click()
const card = (person: Person, text: string) => person.message(text).getByRole('region', { name: '場所' })
const isAt = (person: Person, { latitude, longitude, accuracy } = bridge) =>
  isHere(person, latitude, longitude, accuracy)
/** A browser that says no, or that does not know. */
const isLost = ({ page }: Person, code: 1 | 2 | 3) =>
  page.evaluate((how) => {
    navigator.geolocation.watchPosition = (_found, failed) => {
      setTimeout(() => failed?.({ code: how } as GeolocationPositionError))
      return 1
    }
  }, code)

test('[LG16] a captain sends where he is with what was begun, and the desk has it in words for the radio', async () => {
  await isAt(captain)
  await captain.page.getByLabel('メッセージを入力').fill('橋の西側に着きました')
  await open(captain)
  expect(await word(captain).inputValue()).toBe('橋の西側に着きました')
  await press(captain, '現在地を送る')
  await dialog(captain).getByText('誤差 約15m', { exact: true }).waitFor()
  await dialog(captain).getByText(inDecimals).waitFor()
  await press(captain, 'この位置で送る')
  await dialog(captain).waitFor({ state: 'detached' })
  expect(await captain.page.getByLabel('メッセージを入力').inputValue()).toBe('')
  const seen = card(desk, '橋の西側に着きました')
  await seen.getByText(inDecimals, { exact: true }).waitFor()
  expect((await seen.locator('.place-dms').textContent())?.trim()).toBe(inDegrees)
  await seen.getByText('誤差 約15m', { exact: true }).waitFor()
  const map = seen.getByRole('link', { name: '地理院地図' })
  expect(await map.getAttribute('href')).toBe(gsi)
  expect([await map.getAttribute('target'), await map.getAttribute('rel')]).toEqual(['_blank', 'noopener'])
  expect(await seen.getByRole('link').count()).toBe(1)
})

test('[LG16] it is copied whole, stays when its text is corrected, and goes when it is retracted', async () => {
  await captain.context.grantPermissions(['geolocation', 'clipboard-read', 'clipboard-write'])
  await captain.page.bringToFront()
  const seen = card(captain, '橋の西側に着きました')
  await seen.getByRole('button', { name: 'コピー' }).click()
  await seen.getByRole('button', { name: 'コピーしました' }).waitFor()
  const copied = await captain.page.evaluate(() => navigator.clipboard.readText())
  expect(copied.split('\n')).toEqual(['橋の西側に着きました', inDecimals, inDegrees, '誤差 約15m'])
  await captain.menu('橋の西側に着きました', '訂正')
  await captain.page.getByLabel('訂正後の文章').fill('橋の東側でした')
  await captain.page.getByRole('button', { name: '訂正する' }).click()
  await card(desk, '橋の東側でした').getByText(inDecimals).waitFor()
  await captain.menu('橋の東側でした', '取り消し')
  await captain.page.getByRole('button', { name: '取り消す' }).click()
  await desk.message('橋の東側でした').waitFor({ state: 'detached' })
  expect(await desk.page.getByText(inDecimals).count()).toBe(0)
})

test('what is pasted is read, and what is not a place says what is', async () => {
  await open(desk)
  await field(desk).fill('https://maps.app.goo.gl/AbCdEf123')
  await dialog(desk).getByText('短いリンクには座標が入っていません。').waitFor()
  await field(desk).fill('市役所の前')
  await dialog(desk).getByText('座標が見つかりません。').waitFor()
  expect(await dialog(desk).getByRole('button', { name: 'この場所で送る' }).count()).toBe(0)
  await field(desk).fill(`140°07'24.4"E ３６°０７’２４．４”Ｎ`)
  await dialog(desk).getByText('36.12344, 140.12344').waitFor()
  await field(desk).press('Enter')
  await dialog(desk).waitFor({ state: 'detached' })
  const seen = card(captain, '場所')
  await seen.getByText('36.12344, 140.12344').waitFor()
  expect(await seen.getByText(/誤差/).count()).toBe(0)
})

test.each([
  [1, '位置情報が許可されていません。', '「位置情報」を「許可」'],
  [2, '端末の位置情報が切れているか、電波を受けられません。', 'この端末には、位置を調べる機能がないかもしれません。'],
  [3, '時間内に位置が分かりませんでした。', '空の見える所'],
] as const)('what is missing is said, and what to do about it (error %d)', async (code, what, todo) => {
  const other = await enter(await Person.at(browser, town.url), corps, room)
  await isLost(other, code)
  await open(other)
  await press(other, '現在地を送る')
  const alert = dialog(other).getByRole('alert')
  await alert.getByText(what).waitFor()
  await alert.getByText(todo).waitFor()
  await alert.getByText('座標や地図のリンクを、下の欄に貼って送ることもできます。').waitFor()
  await other.screen(`places-missing-${code}`)
  expect(await problems(other)).toEqual([])
  await dialog(other).getByRole('button', { name: 'もう一度調べる' }).waitFor()
  await leaves(other)
})

test('a browser that was told no is told no here too, without being asked', async () => {
  const other = await enter(await Person.at(browser, town.url), corps, room)
  await isDenied(other, town.url)
  await open(other)
  await press(other, '現在地を送る')
  await dialog(other).getByText('位置情報が許可されていません。').waitFor()
  await other.context.close()
})

test('offline the place of that moment waits on the device and arrives with its time', async () => {
  await isAt(captain, { ...bridge, latitude: 36.2 })
  await captain.context.setOffline(true)
  await open(captain)
  await dialog(captain).getByText('いまはオフラインです。').waitFor()
  await press(captain, '現在地を送る')
  await dialog(captain).getByText('誤差 約15m', { exact: true }).waitFor()
  await captain.screen('places-offline-sheet')
  await press(captain, 'この位置で送る')
  const own = card(captain, '現在地')
  await own.getByText('36.20000, 140.12346').waitFor()
  await captain.message('現在地').getByText('送信待ち').waitFor()
  await captain.screen('places-offline-waiting')
  await isAt(captain)
  await captain.context.setOffline(false)
  await card(desk, '現在地').getByText('36.20000, 140.12346').waitFor()
  await captain.message('現在地').getByText('送信待ち').waitFor({ state: 'detached' })
})

const looks: Record<string, Look> = {
  'phone-light': { colorScheme: 'light' },
  'phone-dark': { colorScheme: 'dark' },
  'small-light': { width: 320, height: 568, colorScheme: 'light' },
  'wide-light': { width: 1280, height: 800, colorScheme: 'light' },
  'wide-dark': { width: 1280, height: 800, colorScheme: 'dark' },
}

test.each(Object.entries(looks))('a place on a screen (%s)', async (name, look) => {
  const userAgent = 'Mozilla/5.0 (Linux; Android 16; K) AppleWebKit/537.36 Chrome/142.0.0.0 Mobile Safari/537.36'
  const person = await Person.at(browser, town.url, look)
  if (look.width === undefined)
    await person.context.addInitScript((agent) => {
      Object.defineProperty(navigator, 'userAgent', { get: () => agent })
    }, userAgent)
  await person.page.reload()
  await person.signIn('jimukyoku', demoPassword)
  if (name.startsWith('small'))
    await person.page.evaluate(() => Object.assign(document.documentElement.dataset, { text: 'largest' }))
  await isAt(person)
  const found: string[] = []
  const screen = async (what: string) => {
    await person.page.evaluate(() => Promise.all(document.getAnimations().map((a) => a.finished)).then(() => true))
    await person.screen(`places-${name}-${what}`)
    found.push(...(await problems(person)).map((problem) => `${what}: ${problem}`))
  }
  await person.choose(corps, many)
  await person.page.getByRole('button', { name: '場所', exact: true }).waitFor()
  await screen('composer')
  await open(person)
  await dialog(person)
    .getByText(/^「分団長連絡用」の\d+人に届きます$/)
    .waitFor()
  await screen('sheet')
  await press(person, '現在地を送る')
  await dialog(person).getByText('誤差 約15m', { exact: true }).waitFor()
  await field(person).fill('36.2, 140.2')
  await dialog(person).getByRole('button', { name: 'この場所で送る' }).waitFor()
  await screen('found')
  await word(person).fill(`集合場所はここです。車は南側の空き地に置いてください。（${name}）`)
  await press(person, 'この位置で送る')
  await dialog(person).waitFor({ state: 'detached' })
  await person.message(`（${name}）`).getByText('送信待ち').waitFor({ state: 'detached' })
  const links = card(person, `（${name}）`).getByRole('link')
  await vi.waitFor(async () => expect(await links.count()).toBe(look.width === undefined ? 2 : 1))
  if (look.width === undefined)
    expect(await links.last().getAttribute('href')).toBe('geo:36.12346,140.12346?q=36.12346,140.12346')
  await screen('card')
  expect(found).toEqual([])
  await leaves(person)
})
