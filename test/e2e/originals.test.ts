import { createHash } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { FileDetails as Details, type FileDetails } from '../../protocol/file.ts'
import { exifSegment, withSegments } from '../support/exif-record.ts'
import { demoPassword } from '../town/sign-ins.ts'
import { problems } from './support/axe.ts'
import { openBrowser, Person } from './support/browser.ts'
import { DemoTown } from './support/demo-town.ts'
import { deskAndCaptain } from './support/desk-and-captain.ts'
import { kept } from './support/device.ts'
import { setLine, withLine } from './support/line.ts'
import { OwnPhone } from './support/own-phone.ts'
import { Phone } from './support/phone.ts'
import { type ChosenFile, choose, photo, trayOf } from './support/photos.ts'
import { storedMessage } from './support/stored-message.ts'

const town = new DemoTown('originals')
const corps = '火見市消防団'
const room = '第12分団 個別連絡'
const office = new Phone(() => town.url, 'jimukyoku')
let browser: Browser
let desk: Person
let captain: Person
let roomId: string

beforeAll(async () => {
  await town.start()
  browser = await openBrowser()
  const meeting = { url: town.url, organization: corps, room }
  ;({ desk, captain } = await deskAndCaptain(browser, meeting, { width: 1_280, height: 800, colorScheme: 'dark' }))
  await withLine(captain, 'cellular')
  await captain.page.reload()
  await office.signIn(demoPassword)
  roomId = await office.room(room)
})
afterAll(async () => {
  await browser?.close()
  await town.kill()
})

const option = (person: Person) => trayOf(person).getByRole('switch', { name: /^元の写真も、Wi-Fiのときに送る/ })
const line = (person: Person, text: string, words: string | RegExp) =>
  person.message(text).getByRole('button', { name: words })
const viewer = ({ page }: Person) => page.getByRole('dialog', { name: '写真' })

const stored = (text: string) => storedMessage(office, roomId, text)

/** Sends photos with a text; with the option where it is wished. */
async function send(person: Person, text: string, photos: ChosenFile[], withOriginals = false): Promise<string[]> {
  await choose(person.page, '写真', photos)
  await vi.waitFor(async () => expect(await trayOf(person).getByRole('img').count()).toBe(photos.length))
  await option(person).setChecked(withOriginals)
  await person.page.getByLabel('メッセージを入力').fill(text)
  await person.page.getByRole('button', { name: '送信', exact: true }).click()
  return (await stored(text)).files?.map(({ id }) => id) ?? []
}

async function camera(name: string, look: Parameters<typeof photo>[2] = {}): Promise<ChosenFile> {
  const plain = await photo(captain.page, name, look)
  const record = exifSegment({ dateTime: '2026:11:20 08:30:00', gps: { lat: 36.5, lon: 140.5, accuracyM: 5 } })
  return { ...plain, buffer: withSegments(plain.buffer, record) }
}

const known = (id: string) => office.get<FileDetails>(`/api/rooms/${roomId}/files/${id}/facts`)
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** The original of a photo is there, byte for byte what was chosen. */
async function arrives(id: string, chosen: ChosenFile): Promise<void> {
  const facts = await vi.waitFor(
    async () => {
      const found = await known(id)
      expect(found.original).not.toBeNull()
      return found
    },
    { timeout: 20_000, interval: 100 },
  )
  const answer = await office.request('GET', `/api/rooms/${roomId}/files/${id}/original`)
  const bytes = Buffer.from(await answer.arrayBuffer())
  expect([bytes.equals(chosen.buffer), facts.original?.sha256]).toEqual([true, sha256(chosen.buffer)])
  expect(Object.keys(Details.entries).sort()).toEqual(Object.keys(facts).sort())
}

const spares = async ({ page }: Person, what: string) =>
  (Object.entries(await kept(page)).find(([name]) => name.endsWith(' spares'))?.[1] ?? []).filter(
    (row) => (row as { what: string }).what === what,
  )

/** A sheet has come to rest. */
const shown = async (person: Person, name: string) => {
  await person.page.evaluate(() => Promise.all(document.getAnimations().map((a) => a.finished)).then(() => true))
  await person.screen(name)
}

const openPhoto = async (person: Person, text: string) => {
  await person.message(text).getByRole('button', { name: /^写真/ }).first().click()
  await viewer(person).waitFor()
}

test('[CL28] [CL29] with the switch an original goes when the line is Wi-Fi, and not before; readers open it', async () => {
  const chosen = await camera('IMG_0001.JPG', { width: 3_000, height: 2_000 })
  await choose(captain.page, '写真', [chosen])
  await trayOf(captain).getByRole('img').waitFor()
  expect(await option(captain).isChecked()).toBe(false)
  await trayOf(captain).getByText('撮影した場所や日時の記録も、入ったまま送ります。').waitFor()
  await captain.screen('originals-tray-phone-light')
  expect(await problems(captain)).toEqual([])
  await trayOf(captain)
    .getByRole('button', { name: /を外す/ })
    .click()
  await vi.waitFor(async () => expect(await spares(captain, 'original')).toEqual([]))
  const [id = ''] = await send(captain, '水門の様子', [chosen], true)
  await line(captain, '水門の様子', '元の写真は、Wi-Fiのときに送ります').waitFor()
  await captain.screen('originals-waits-phone-light')
  await desk.message('水門の様子').waitFor()
  await openPhoto(desk, '水門の様子')
  await viewer(desk).getByRole('button', { name: '元の写真を頼む' }).waitFor()
  await desk.screen('originals-viewer-ask-wide-dark')
  expect((await known(id)).original).toBeNull()
  await setLine(captain, 'wifi')
  await arrives(id, chosen)
  // Without a reload.
  const link = viewer(desk).getByRole('link', { name: /^元の写真を開く（JPEG・[\d.]+ MB）$/ })
  expect(await link.getAttribute('href')).toBe(`/api/rooms/${roomId}/files/${id}/original`)
  const [download] = await Promise.all([
    desk.page.waitForEvent('download'),
    viewer(desk).getByRole('button', { name: '元の写真を保存' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^\d{8}-\d{4}_第12分団_01_元の写真\.jpg$/)
  await desk.screen('originals-viewer-here-wide-dark')
  expect(await problems(desk)).toEqual([])
  await desk.page.keyboard.press('Escape')
  await line(captain, '水門の様子', '元の写真は、Wi-Fiのときに送ります').waitFor({ state: 'detached' })
  expect(await spares(captain, 'original')).toEqual([])
  await setLine(captain, 'cellular')
})

test('[FI30] [CL31] asked for, sent at once by its author, and opened', async () => {
  const two = [await camera('IMG_0002.JPG'), await camera('IMG_0003.JPG', { hue: 20 })]
  const [first = '', second = ''] = await send(captain, '橋の写真', two)
  await vi.waitFor(async () => expect(await spares(captain, 'original')).toHaveLength(2))
  await desk.message('橋の写真').waitFor()
  await openPhoto(desk, '橋の写真')
  await viewer(desk).getByRole('button', { name: '元の写真を頼む' }).click()
  await viewer(desk).getByText('元の写真を頼みました').waitFor()
  await desk.page.keyboard.press('Escape')
  await line(captain, '橋の写真', '元の写真を頼まれています').waitFor()
  await captain.screen('originals-wanted-phone-light')
  expect(await problems(captain)).toEqual([])
  await line(captain, '橋の写真', '元の写真を頼まれています').click()
  const sheet = captain.page.getByRole('dialog', { name: '元の写真を送る' })
  await sheet.getByText('縮める前の元の写真を頼まれています。').waitFor()
  expect(await sheet.getByRole('listitem').count()).toBe(1)
  await shown(captain, 'originals-sheet-phone-light')
  expect(await problems(captain)).toEqual([])
  await sheet.getByRole('button', { name: /^Wi-Fiのときに送る/ }).click()
  await sheet.getByText('Wi-Fiのときに送ります').waitFor()
  await sheet.getByRole('button', { name: 'やめる' }).click()
  await sheet.getByRole('button', { name: /^今すぐ送る/ }).click()
  await sheet.getByText('送りました', { exact: true }).waitFor()
  await shown(captain, 'originals-sheet-sent-phone-light')
  await arrives(first, two[0] as ChosenFile)
  expect((await known(second)).original).toBeNull()
  await captain.page.keyboard.press('Escape')
  await line(captain, '橋の写真', '元の写真を頼まれています').waitFor({ state: 'detached' })
})

test('[CL31] not this time is silent on this device', async () => {
  const two = [await camera('IMG_0004.JPG'), await camera('IMG_0005.JPG', { hue: 20 })]
  const ids = await send(captain, '倉庫の写真', two)
  const want = (id = '') => office.request('POST', `/api/rooms/${roomId}/files/${id}/original`, {})
  await want(ids[0])
  await line(captain, '倉庫の写真', '元の写真を頼まれています').click()
  await captain.page.getByRole('button', { name: '今回は送らない' }).click()
  await line(captain, '倉庫の写真', '元の写真を頼まれています').waitFor({ state: 'detached' })
  await captain.page.reload()
  await captain.message('倉庫の写真').waitFor()
  await vi.waitFor(async () => expect(await spares(captain, 'hushed')).toHaveLength(1))
  expect(await line(captain, '倉庫の写真', '元の写真を頼まれています').count()).toBe(0)
  // Its author can think better of it all the same.
  await openPhoto(captain, '倉庫の写真')
  await viewer(captain).getByRole('button', { name: '元の写真を送る' }).waitFor()
  await captain.screen('originals-viewer-own-phone-light')
  await captain.page.keyboard.press('Escape')
  expect((await known(ids[0] ?? '')).original).toBeNull()
})

test('[CL31] where the file is not there any more it is chosen once more; another one is shown before it leaves', async () => {
  const other = await Person.at(browser, town.url, { width: 1_280, height: 800 })
  await other.signIn('bundan12', demoPassword)
  await other.choose(corps, room)
  await line(other, '倉庫の写真', '元の写真を頼まれています').click()
  const sheet = other.page.getByRole('dialog', { name: '元の写真を送る' })
  await sheet.getByText('この端末には残っていません').first().waitFor()
  const ids = (await stored('倉庫の写真')).files?.map(({ id }) => id) ?? []
  const wrong = await camera('IMG_9999.JPG', { hue: 300 })
  const input = sheet.locator('input[type=file]').first()
  await input.setInputFiles([wrong])
  await sheet.getByText('同じ写真か、確かめられませんでした。').waitFor()
  await shown(other, 'originals-sheet-other-wide-light')
  expect(await problems(other)).toEqual([])
  expect((await known(ids[0] ?? '')).original).toBeNull()
  const right = await camera('IMG_0004.JPG')
  // The same pixels as this browser shrinks them, or its author says so.
  await input.setInputFiles([right])
  await sheet
    .getByRole('button', { name: 'この写真を送る' })
    .or(sheet.getByText('送りました', { exact: true }))
    .first()
    .waitFor()
  if ((await sheet.getByRole('button', { name: 'この写真を送る' }).count()) > 0)
    await sheet.getByRole('button', { name: 'この写真を送る' }).click()
  await arrives(ids[0] ?? '', right)
  expect(other.troubles).toEqual([])
  await other.context.close()
})

test('[CL30] words and photos pass an original that is on its way, and it goes on after a killed phone and a killed server', async () => {
  const phone = new OwnPhone()
  const first = await phone.open(town.url)
  await first.signIn('bundan12', demoPassword)
  await first.choose(corps, room)
  const large = await photo(first.page, '大きい.jpg', { width: 3_600, height: 2_400, grain: 0.5 })
  const small = await photo(first.page, '小さい.jpg', { width: 640, height: 480 })
  // Ended properly once, so that its cookies are on the disk.
  await phone.close()
  const second = await phone.open(`${town.url}/r/${roomId}`)
  await second.page.locator('.composer').getByRole('button', { name: '写真', exact: true }).waitFor()
  // Its original comes no further than its first piece.
  let pieces = 0
  await second.page.route('**/uploads/*', async (route) => {
    const offset = Number(route.request().headers()['upload-offset'] ?? 0)
    if (route.request().method() === 'PATCH' && offset > 400_000) return
    pieces += 1
    await route.continue()
  })
  const [id = ''] = await send(second, '大きい写真', [large], true)
  await line(second, '大きい写真', /元の写真を送っています（[1-9]\d*%）/).waitFor()
  await second.say('言葉が先')
  await stored('言葉が先')
  const [passed = ''] = await send(second, '写真も先', [small])
  expect([passed === '', (await known(id)).original, pieces > 4]).toEqual([false, null, true])
  await phone.kill()
  await town.restart()
  const third = await phone.open(`${town.url}/r/${roomId}`)
  await arrives(id, large)
  await third.message('大きい写真').waitFor()
  expect(third.troubles).toEqual([])
  await phone.destroy()
})
