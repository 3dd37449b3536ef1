import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { problems } from './support/axe.ts'
import { type Look, openBrowser, Person } from './support/browser.ts'
import { DemoTown } from './support/demo-town.ts'
import { deskAndCaptain } from './support/desk-and-captain.ts'
import { enter, isDenied, isHere, leaves } from './support/place-of-a-phone.ts'
import { TileServer } from './support/tile-server.ts'

const town = new DemoTown('map')
const tiles = new TileServer()
const corps = '火見市消防団'
const room = '第12分団 個別連絡'
const home = 140.3042
let browser: Browser
let desk: Person
let captain: Person

beforeAll(async () => {
  await tiles.start()
  await town.start('--env', `TILES=${tiles.tiles}`, '--env', 'MAP_CENTER=36.3453,140.3042')
  browser = await openBrowser()
  const meeting = { url: town.url, organization: corps, room }
  ;({ desk, captain } = await deskAndCaptain(browser, meeting, { width: 1_280, height: 800 }))
})
afterAll(async () => {
  await browser?.close()
  await town.kill()
  await tiles.stop()
})
afterEach(() => expect([...desk.troubles, ...captain.troubles]).toEqual([]))

const map = ({ page }: Person) => page.getByRole('application', { name: `${room}の地図` })
const list = ({ page }: Person) => page.getByRole('region', { name: '地図にあるもの' })
const item = (person: Person, text: string | RegExp) => list(person).getByRole('listitem').filter({ hasText: text })
const openMap = async (person: Person) => {
  await person.page.getByRole('button', { name: 'ノート・写真・地図' }).click()
  await person.page.getByRole('dialog').getByRole('button', { name: '地図', exact: true }).click()
  await map(person).waitFor()
}
const back = async (person: Person) => {
  await person.page.getByRole('button', { name: 'ルームへ戻る' }).click()
  await person.log(room).waitFor()
}
const bar = ({ page }: Person) => page.getByRole('region', { name: '位置の共有' })
const roomIdOf = ({ page }: Person) => new URL(page.url()).pathname.split('/')[2] ?? ''
const post = ({ page }: Person, path: string, body: object) =>
  page.evaluate(
    async ([at, text]) => {
      const headers = { 'content-type': 'application/json' }
      return (await fetch(at, { method: 'POST', headers, body: text })).json()
    },
    [path, JSON.stringify(body)] as const,
  )

test('[MP4] a place is chosen under the mark of a map, and says where it is as it moves', async () => {
  const { page } = captain
  await page.getByRole('button', { name: '場所', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: '場所を送る' })
  await dialog.getByLabel('ひとこと（なくても送れます）').fill('集合場所')
  await dialog.getByRole('button', { name: '地図で選ぶ' }).click()
  await dialog.getByText('36.34530, 140.30420').waitFor()
  const chooser = dialog.getByRole('application', { name: /^場所を選ぶ地図/ })
  await chooser.focus()
  await page.keyboard.press('ArrowUp')
  const northward = async () => Number((await dialog.locator('.place-decimal').textContent())?.split(',')[0])
  await vi.waitFor(async () => expect(await northward()).toBeGreaterThan(36.346))
  await captain.screen('map-choose-phone-light')
  await dialog.getByRole('button', { name: '印の場所で送る' }).click()
  await dialog.waitFor({ state: 'detached' })
  const card = desk.message('集合場所').getByRole('region', { name: '場所' })
  await card.locator('.place-decimal').waitFor()
  expect(await card.getByText(/誤差/).count()).toBe(0)
  const sync = await desk.page.evaluate(
    async (path) => (await fetch(path)).json(),
    `/api/rooms/${roomIdOf(desk)}/places`,
  )
  expect(sync).toMatchObject({ entries: [{ text: '集合場所', place: { source: 'map' } }] })
})

test('[MP1] [MP2] [MP3] the map has what was said and photographed with a place, from the tiles of the setting alone', async () => {
  const { page } = desk
  const roomId = roomIdOf(desk)
  const place = { lat: 36.351, lon: 140.31, accuracyM: 40, source: 'gps' }
  await post(desk, `/api/rooms/${roomId}/commands`, {
    ...{ t: 'post', id: '01990000-0000-7000-8000-000000000101', text: '水位を見ています', place },
  })
  await sendPhoto(desk, roomId)
  await openMap(desk)
  await item(desk, '水位を見ています').waitFor()
  await item(desk, '36.33900, 140.29900').waitFor()
  const drawn = (name: RegExp) => map(desk).getByRole('button', { name }).count()
  // Once all have come into view, each stands by itself.
  await vi.waitFor(async () => expect([await drawn(/^場所 /), await drawn(/^写真 /)]).toEqual([2, 1]))
  await vi.waitFor(async () => expect(await page.locator('.leaflet-tile-loaded').count()).toBeGreaterThan(0))
  expect(tiles.asked.every(({ path, referer }) => path.startsWith('/xyz/std/') && referer === undefined)).toBe(true)
  expect(await page.getByRole('link', { name: '国土地理院' }).getAttribute('href')).toBe(
    'https://maps.gsi.go.jp/development/ichiran.html',
  )
  await page.getByRole('button', { name: '淡色' }).click()
  await vi.waitFor(() => expect(tiles.asked.at(-1)?.path).toMatch(/^\/xyz\/pale\//))
  await map(desk)
    .getByRole('button', { name: '場所 事務局 水位を見ています' })
    .or(map(desk).getByRole('button', { name: /水位を見ています/ }))
    .first()
    .focus()
  await page.keyboard.press('Enter')
  const chosen = item(desk, '水位を見ています')
  await chosen.getByText('北緯36度21分04秒').waitFor()
  await chosen.getByText('誤差 約40m').waitFor()
  await chosen.getByRole('button', { name: 'メッセージへ' }).click()
  await desk.log(room).waitFor()
  await desk.message('水位を見ています').getByRole('button', { name: '地図で見る' }).click()
  await item(desk, '水位を見ています').getByText('誤差 約40m').waitFor()
  expect(new URL(page.url()).pathname).toMatch(/\/map\/\d+$/)
})

test('[MP10] [MP12] who shares is seen moving on another map, says so on every page, and is gone when it stops', async () => {
  await isHere(captain, 36.3453, home)
  await openMap(captain)
  await captain.page.getByRole('button', { name: '15分', exact: true }).click()
  await bar(captain).getByText('あと15分').waitFor()
  const seen = item(desk, /共有中/)
  await seen.getByText('36.34530, 140.30420').waitFor()
  await back(captain)
  await bar(captain).getByText(`「${room}」で位置を共有中`).waitFor()
  await captain.screen('map-sharing-bar-phone-light')
  // The next one is told after 15 s: the page's clock goes on.
  await captain.page.clock.install()
  await isHere(captain, 36.3493, home)
  await vi.waitFor(
    async () => {
      await captain.page.clock.fastForward(5_000)
      expect(await seen.getByText('36.34930').count()).toBe(1)
    },
    { timeout: 20_000, interval: 1_000 },
  )
  await openMap(captain)
  await item(captain, /共有中/)
    .getByRole('button')
    .first()
    .click()
  await captain.screen('map-own-position-phone-light')
  await item(captain, /共有中/)
    .getByRole('button', { name: 'この位置を記録に残す' })
    .click()
  await item(captain, /^現在地/).waitFor()
  await bar(captain).getByRole('button', { name: '停止' }).click()
  await bar(captain).waitFor({ state: 'detached' })
  await seen.waitFor({ state: 'detached' })
  await item(desk, '現在地').getByText('36.34930').waitFor()
})

/** A photo of one pixel that says where it was taken, as a tus client sends it. */
async function sendPhoto({ page }: Person, roomId: string): Promise<void> {
  const id = '01990000-0000-7000-8000-000000000201'
  await page.evaluate(
    async ({ base, upload }) => {
      const canvas = new OffscreenCanvas(32, 32)
      canvas.getContext('2d')?.fillRect(0, 0, 32, 32)
      const bytes = await (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer()
      const metadata = Object.entries({ id: upload, kind: 'photo', name: 'a.jpg' })
      const tus = { 'tus-resumable': '1.0.0' }
      const described = metadata.map(([key, value]) => `${key} ${btoa(value)}`).join(',')
      const headers = { ...tus, 'upload-length': `${bytes.byteLength}`, 'upload-metadata': described }
      await fetch(base, { method: 'POST', headers })
      const type = 'application/offset+octet-stream'
      const next = { ...tus, 'upload-offset': '0', 'content-type': type }
      await fetch(`${base}/${upload}`, { method: 'PATCH', headers: next, body: bytes })
    },
    { base: `/api/rooms/${roomId}/uploads`, upload: id },
  )
  const place = { lat: 36.339, lon: 140.299, from: 'exif' }
  const files = [{ id, width: 32, height: 32, place }]
  const posted = await post({ page } as Person, `/api/rooms/${roomId}/commands`, {
    ...{ t: 'post', id: '01990000-0000-7000-8000-000000000202', text: '', files },
  })
  expect(posted).toMatchObject({ seq: expect.any(Number) })
}

test('[MP3] without tiles it says so, and the list stays; so it does without a network at all', async () => {
  tiles.isDown = true
  const other = await enter(await Person.at(browser, town.url), corps, room)
  await openMap(other)
  await other.page.getByRole('alert').getByText('地図の絵を読み込めません。').waitFor()
  await item(other, '水位を見ています').getByRole('button').first().click()
  await item(other, '水位を見ています').getByText('北緯36度21分04秒').waitFor()
  await other.screen('map-no-tiles-phone-light')
  expect((await problems(other)).filter(isNoPin)).toEqual([])
  tiles.isDown = false
  await back(other)
  await other.context.setOffline(true)
  await openMap(other)
  await other.page.getByRole('alert').getByText('場所を読み込めませんでした。').waitFor()
  await item(other, '水位を見ています').waitFor()
  await leaves(other)
})

test('[MP12] a device that does not say where it is says why, and what to do', async () => {
  const other = await enter(await Person.at(browser, town.url), corps, room)
  await isDenied(other, town.url)
  await openMap(other)
  await other.page.getByRole('button', { name: '現在地', exact: true }).click()
  const alert = other.page.getByRole('alert')
  await alert.getByText('位置情報が許可されていません。').waitFor()
  await alert.getByText('「位置情報」を「許可」').waitFor()
  await other.page.getByRole('button', { name: '1時間' }).click()
  await bar(other).getByRole('alert').getByText('位置情報が許可されていません。').waitFor()
  expect((await problems(other)).filter(isNoPin)).toEqual([])
  await bar(other).getByRole('button', { name: '停止' }).click()
  await bar(other).waitFor({ state: 'detached' })
  await leaves(other)
})

test('[MP12] sharing goes on when the page is loaded again, and ends with the session', async () => {
  const other = await enter(await Person.at(browser, town.url), corps, room)
  await isHere(other, 36.36, home)
  await openMap(other)
  await other.page.getByRole('button', { name: '1時間' }).click()
  const seen = item(desk, /共有中/)
  await seen.getByText('36.36000').waitFor()
  await other.page.goto(`${town.url}/settings`)
  await bar(other).getByText('あと60分').waitFor()
  await other.page.getByRole('button', { name: 'サインアウト' }).click()
  await other.page.getByLabel('ログインID').waitFor()
  await seen.waitFor({ state: 'detached' })
  expect(await other.page.evaluate(() => localStorage.getItem('yagura-sharing'))).toBeNull()
  await leaves(other)
})

/** Where a pin stands, and over which other, is what a map says: WCAG 2.5.8 leaves it out. The list has each of them at full size. */
const isNoPin = (problem: string) => !/^target-size: <div class="leaflet-marker-icon/.test(problem)

const looks: Record<string, Look> = {
  'phone-light': { colorScheme: 'light' },
  'phone-dark': { colorScheme: 'dark' },
  'wide-light': { width: 1280, height: 800, colorScheme: 'light' },
  'wide-dark': { width: 1280, height: 800, colorScheme: 'dark' },
}

test.each(Object.entries(looks))('the map on a screen (%s)', async (name, look) => {
  const person = await Person.at(browser, town.url, look)
  await enter(person, corps, room, 'jimukyoku')
  await isHere(person, 36.343, 140.309)
  const found: string[] = []
  const screen = async (what: string) => {
    await person.page.evaluate(() =>
      Promise.all(document.getAnimations().map((a) => a.finished.catch(() => null))).then(() => true),
    )
    await person.screen(`map-${name}-${what}`)
    if (name === 'wide-light' || name === 'phone-dark') return
    found.push(...(await problems(person)).filter(isNoPin).map((problem) => `${what}: ${problem}`))
  }
  await person.page.getByRole('button', { name: '場所', exact: true }).click()
  const dialog = person.page.getByRole('dialog', { name: '場所を送る' })
  await dialog.getByRole('button', { name: '地図で選ぶ' }).click()
  await dialog.locator('.leaflet-tile-loaded').first().waitFor()
  await dialog.getByRole('button', { name: '印の場所で送る' }).scrollIntoViewIfNeeded()
  await screen('choose')
  await person.page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await openMap(person)
  await person.page.locator('.leaflet-tile-loaded').first().waitFor()
  await item(person, '水位を見ています').waitFor()
  await screen('places')
  await person.page.getByRole('button', { name: '15分', exact: true }).click()
  await item(person, /共有中/).waitFor()
  await person.page.getByRole('button', { name: '全部を見る' }).click()
  await screen('all')
  await item(person, '水位を見ています').getByRole('button').first().click()
  await screen('chosen')
  await back(person)
  await screen('bar')
  await bar(person).getByRole('button', { name: '停止' }).click()
  await bar(person).waitFor({ state: 'detached' })
  expect(found).toEqual([])
  await leaves(person)
})
