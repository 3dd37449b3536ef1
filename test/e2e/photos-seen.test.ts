import type { Browser, Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { problems } from './support/axe.ts'
import { openBrowser, type Person } from './support/browser.ts'
import { DemoTown } from './support/demo-town.ts'
import { deskAndCaptain } from './support/desk-and-captain.ts'
import { type SentPhoto, sendPhotos } from './support/sent-photos.ts'

const town = new DemoTown('photos-seen')
const room = '第12分団 個別連絡'
const corps = '火見市消防団'
let browser: Browser
let desk: Person
let captain: Person
let roomId: string

const photo = (hue: number, isTall = false): SentPhoto =>
  isTall ? { width: 900, height: 1_600, hue } : { width: 1_600, height: 1_200, hue }
const taken = {
  taken: { at: Date.UTC(2026, 10, 26, 5, 3), from: 'exif' as const },
  place: { lat: 36.345612, lon: 140.304321, accuracyM: 12, from: 'phone' as const },
}

beforeAll(async () => {
  await town.start()
  browser = await openBrowser()
  const meeting = { url: town.url, organization: corps, room }
  ;({ desk, captain } = await deskAndCaptain(browser, meeting, { width: 1_280, height: 800 }))
  roomId = new URL(desk.page.url()).pathname.split('/')[2] ?? ''
  await sendPhotos(desk, roomId, '大淵水門の様子です。', { photos: [{ ...photo(205), facts: taken }] })
  await sendPhotos(captain, roomId, '三か所を見てきました。', { photos: [photo(30), photo(190, true), photo(215)] })
  await sendPhotos(desk, roomId, '訓練の写真', {
    photos: Array.from({ length: 11 }, (_, n) => photo(150 + n * 17, n % 3 === 0)),
  })
  await sendPhotos(desk, roomId, '資料を添付します。', {
    files: [
      { name: '訓練計画（令和8年度）.pdf', start: '%PDF-1.4\n', kind: 'file' },
      { name: 'IMG_0412.HEIC', start: '\0\0\0\u0018ftypheic', kind: 'photo' },
    ],
  })
})
afterAll(async () => {
  await browser?.close()
  await town.kill()
})

const tile = ({ page }: Person, name: string | RegExp): Locator => page.getByRole('button', { name }).last()
const viewer = ({ page }: Person): Locator => page.getByRole('dialog', { name: '写真', exact: true })
const scaleOf = (person: Person): Promise<number> =>
  viewer(person)
    .locator('.viewer-figure')
    .evaluate((figure) => Number(getComputedStyle(figure).getPropertyValue('--scale')))
/** Its bytes are there, and a browser could read them. */
const isLoaded = (image: Locator): Promise<boolean> =>
  image.evaluate((element: HTMLImageElement) => element.decode().then(() => element.naturalWidth > 0))

async function look(person: Person, name: string): Promise<void> {
  const at = person === desk ? 'wide' : 'phone'
  for (const colorScheme of ['light', 'dark'] as const) {
    await person.page.emulateMedia({ colorScheme })
    await person.page.evaluate(() =>
      Promise.all(document.getAnimations().map(({ finished }) => finished)).then(() => true),
    )
    await person.screen(`photos-${name}-${at}-${colorScheme}`)
    expect(await problems(person), `${name} ${at} ${colorScheme}`).toEqual([])
  }
  await person.page.emulateMedia({ colorScheme: 'light' })
}

test('[FI12] a message shows up to six of its photos small, each in the place that is kept for it, and its files with kind and size', async () => {
  for (const person of [captain, desk]) {
    const message = person.message('訓練の写真')
    await message.getByRole('button', { name: '写真 6／11、ほか5枚' }).waitFor()
    expect(await message.locator('.picture').count()).toBe(6)
    for (const image of await message.locator('.picture img').all()) expect(await isLoaded(image)).toBe(true)
    await look(person, 'bubbles')
    const heic = person.message('資料を添付').getByRole('link', { name: /IMG_0412\.HEIC/ })
    await heic.getByText('この端末では表示できません。').waitFor()
    const pdf = person.message('資料を添付').getByRole('link', { name: /訓練計画（令和8年度）\.pdf/ })
    await pdf.getByText('PDF・').waitFor()
    expect(await pdf.getAttribute('target')).toBe('_blank')
  }
  const single = captain.message('大淵水門').locator('.photo-grid li')
  await single.scrollIntoViewIfNeeded()
  const box = await single.boundingBox()
  expect((box?.width ?? 0) / (box?.height ?? 1)).toBeCloseTo(4 / 3, 1)
  await captain.screen('photos-single-phone-light')
})

test('[FI12] a photo opens over the room: keys go from one to the next, a double click zooms, Esc and back close it', async () => {
  const { page } = desk
  const second = desk.message('三か所を見てきました').getByRole('button', { name: '写真 2／3' })
  await second.click()
  await viewer(desk).getByText('2／3').waitFor()
  await page.keyboard.press('ArrowRight')
  await viewer(desk).getByText('3／3').waitFor()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await viewer(desk).getByText('1／3').waitFor()
  expect(await isLoaded(viewer(desk).getByRole('img'))).toBe(true)
  expect(await scaleOf(desk)).toBe(1)
  await page.mouse.dblclick(640, 400)
  expect(await scaleOf(desk)).toBe(2.5)
  await page.keyboard.press('ArrowRight')
  await viewer(desk).getByText('2／3').waitFor()
  expect(await scaleOf(desk)).toBe(1)
  await page.mouse.move(640, 400)
  await page.mouse.wheel(0, -400)
  await expect.poll(() => scaleOf(desk)).toBeGreaterThan(1.5)
  await page.keyboard.press('Escape')
  await viewer(desk).waitFor({ state: 'detached' })
  expect(await second.evaluate((button) => button === document.activeElement)).toBe(true)

  await desk.message('大淵水門').getByRole('button', { name: '写真', exact: true }).click()
  await viewer(desk)
    .getByText('撮影 11月26日(木) 14:03（写真の記録）')
    .or(viewer(desk).getByText(/撮影 .*（写真の記録）/))
    .waitFor()
  await viewer(desk)
    .getByText(/場所（送信時の位置） 36\.34561, 140\.30432 誤差 約15m/)
    .waitFor()
  await look(desk, 'viewer')
  const downloaded = page.waitForEvent('download')
  await viewer(desk).getByRole('button', { name: '保存' }).click()
  expect((await downloaded).suggestedFilename()).toMatch(/^20261126-1403_.+_01\.jpg$/)
  const address = page.url()
  await page.goBack()
  await viewer(desk).waitFor({ state: 'detached' })
  expect(page.url()).toBe(address)
  await desk.log(room).waitFor()
})

test('[FI12] fingers: a tap opens, two taps zoom, a swipe turns over, one downward closes', async () => {
  const { page } = captain
  await captain.message('三か所を見てきました').getByRole('button', { name: '写真 1／3' }).tap()
  await viewer(captain).getByText('1／3').waitFor()
  await look(captain, 'viewer')
  const touch = await page.context().newCDPSession(page)
  const swipe = async (from: [number, number], to: [number, number]) => {
    const points = ([x, y]: [number, number]) => [{ x, y }]
    const between = from.map((at, i) => (at + (to[i] ?? 0)) / 2) as [number, number]
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: points(from) })
    for (const at of [between, to])
      await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: points(at) })
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  }
  await swipe([300, 300], [80, 310])
  await viewer(captain).getByText('2／3').waitFor()
  await swipe([80, 300], [300, 310])
  await viewer(captain).getByText('1／3').waitFor()
  await page.touchscreen.tap(195, 300)
  await page.touchscreen.tap(195, 300)
  await expect.poll(() => scaleOf(captain)).toBe(2.5)
  await page.touchscreen.tap(195, 300)
  await page.touchscreen.tap(195, 300)
  await expect.poll(() => scaleOf(captain)).toBe(1)
  await swipe([200, 200], [205, 560])
  await viewer(captain).waitFor({ state: 'detached' })
})

test('[FI12] a photo that is looked at closely stays so while others write', async () => {
  // Whoever has written is at the newest message.
  await desk.say('拡大して確認します。')
  await desk.message('訓練の写真').getByRole('button', { name: '写真 1／11' }).click()
  await viewer(desk).locator('img').waitFor()
  await desk.page.keyboard.press('+')
  await expect.poll(() => scaleOf(desk)).toBeGreaterThan(1)
  const scale = await scaleOf(desk)
  await viewer(desk)
    .locator('img')
    .evaluate((image) => image.setAttribute('data-same', ''))
  await captain.say('まだ増水しています。')
  await desk.message('まだ増水しています。').waitFor({ state: 'attached' })
  expect(await scaleOf(desk)).toBe(scale)
  expect(await viewer(desk).locator('img[data-same]').count()).toBe(1)
  await desk.page.keyboard.press('Escape')
  await viewer(desk).waitFor({ state: 'detached' })
})

test('[FI13] the album of a room has its photos and its files by day, and leads to the message', async () => {
  for (const person of [captain, desk]) {
    const { page } = person
    await page.getByRole('button', { name: 'ノート・写真・地図' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '写真', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: '写真' }).waitFor()
    await page.getByRole('heading', { level: 3, name: '今日' }).waitFor()
    const photos = page.getByRole('button', { name: /の写真$/ })
    await expect.poll(() => photos.count()).toBe(15)
    await expect.poll(() => page.locator('.album-photos img').count()).toBeGreaterThan(10)
    for (const image of await page.locator('.album-photos img').all()) expect(await isLoaded(image)).toBe(true)
    await page.getByRole('link', { name: /HEIC/ }).waitFor()
    await look(person, 'album')
    await page.getByRole('button', { name: 'ファイル', exact: true }).click()
    await page.getByRole('link', { name: /訓練計画/ }).waitFor()
    await look(person, 'album-files')
    await page.getByRole('button', { name: '写真', exact: true }).click()
  }
  await captain.page
    .getByRole('button', { name: /の写真$/ })
    .last()
    .tap()
  await viewer(captain).getByText('15／15').or(viewer(captain).getByText('14／14')).waitFor()
  await viewer(captain).getByRole('button', { name: 'メッセージへ' }).tap()
  await captain.message('大淵水門').waitFor()
  expect(captain.page.url()).toMatch(/\/m\/\d+$/)
})

test('[FI13] what is sent while the album is open is there, and what is retracted goes', async () => {
  const { page } = desk
  const photos = page.getByRole('button', { name: /の写真$/ })
  await expect.poll(() => photos.count()).toBe(15)
  const target = await sendPhotos(captain, roomId, 'もう一枚', { photos: [photo(300)] })
  await expect.poll(() => photos.count()).toBe(16)
  const id = '01930000-0000-7000-8000-00000000e001'
  const retracted = await captain.page.evaluate(
    async ({ path, body }) => {
      const headers = { 'content-type': 'application/json' }
      return (await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })).json()
    },
    { path: `/api/rooms/${roomId}/commands`, body: { t: 'retract', id, target } },
  )
  expect(retracted).toMatchObject({ seq: expect.any(Number) })
  await expect.poll(() => photos.count()).toBe(15)
})

test('[FI14] [FI15] a photo is handed on to another room, where it says from where it comes', async () => {
  const { page } = desk
  await page
    .getByRole('button', { name: /の写真$/ })
    .last()
    .click()
  await viewer(desk).getByRole('button', { name: 'ほかのルームへ送る' }).click()
  const sheet = page.getByRole('dialog', { name: 'ほかのルームへ送る' })
  await sheet.getByRole('radio', { name: /消防団\(正副団長・本部員\)連絡/ }).waitFor()
  expect(await sheet.getByRole('radio', { name: room }).count()).toBe(0)
  await look(desk, 'copy')
  await sheet.getByLabel('ルーム名で探す').fill('正副団長')
  await sheet.getByRole('radio').first().check()
  await sheet.getByRole('button', { name: /へ送る$/ }).click()
  await sheet.getByText('へ送りました。').waitFor()
  await sheet.getByRole('button', { name: 'そのルームを開く' }).click()
  const words = page.getByText(/「第12分団 個別連絡」から（.+）/).last()
  await words.waitFor()
  const copy = page.locator('.message').filter({ has: words }).last()
  expect(await isLoaded(copy.locator('.picture img'))).toBe(true)
  await look(desk, 'copied')
  expect(page.url()).not.toContain(roomId)
  await page.goBack()
  await page.getByRole('heading', { level: 1, name: '写真' }).waitFor()
  expect(page.url()).toContain(roomId)
  expect(await viewer(desk).count()).toBe(0)

  await captain.menu('三か所を見てきました', 'ほかのルームへ送る')
  await captain.page.getByRole('dialog').getByText('写真 3枚').waitFor()
  await look(captain, 'copy')
  await captain.page.keyboard.press('Escape')
})

test('[FI12] a picture that does not come says so and is asked for again; what was seen is seen without the server', async () => {
  const { page } = captain
  await tile(captain, '写真 1／3').waitFor()
  await page.route('**/api/rooms/*/files/*', (route) => route.abort())
  await page.reload()
  await captain.log(room).waitFor()
  await tile(captain, '写真 1／3').waitFor()
  const seen = captain.message('三か所を見てきました').locator('.picture img')
  await expect.poll(() => seen.count()).toBe(3)
  expect(await isLoaded(seen.first())).toBe(true)
  await sendPhotos(desk, roomId, '見えない写真', { photos: [photo(80), photo(90)] })
  await captain.toNewest()
  const broken = captain.message('見えない写真')
  await broken.getByText('写真を読み込めません。').first().waitFor()
  await look(captain, 'broken')
  await page.unroute('**/api/rooms/*/files/*')
  await broken.getByRole('button', { name: 'もう一度' }).first().tap()
  await broken.getByRole('button', { name: '写真 1／2' }).locator('img').waitFor()
  expect([...desk.troubles, ...captain.troubles]).toEqual([])
})

test('[FI12] [CL6] signing out takes the pictures along that the device kept', async () => {
  const { page } = captain
  const kept = () =>
    page.evaluate(async () => (await caches.keys()).filter((name) => /^yagura-[0-9a-f]{32}$/.test(name)).length)
  expect(await kept()).toBe(1)
  await page.goto(`${town.url}/settings`)
  await page.getByRole('button', { name: 'サインアウト' }).click()
  await page.getByLabel('ログインID').waitFor()
  expect(await kept()).toBe(0)
})
