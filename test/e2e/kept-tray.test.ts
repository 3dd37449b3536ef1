import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { exifSegment, withSegments } from '../support/exif-record.ts'
import { demoPassword } from '../town/sign-ins.ts'
import { openBrowser, type Person } from './support/browser.ts'
import { DemoTown } from './support/demo-town.ts'
import { onShelf } from './support/device.ts'
import { OwnPhone } from './support/own-phone.ts'
import { Phone } from './support/phone.ts'
import { type ChosenFile, choose, photo, trayOf } from './support/photos.ts'
import { storedMessage } from './support/stored-message.ts'

const town = new DemoTown('kept-tray')
const corps = '火見市消防団'
const room = '第12分団 個別連絡'
const office = new Phone(() => town.url, 'jimukyoku')
let browser: Browser
let phone: OwnPhone
let roomId: string
let photos: ChosenFile[]
const plan: ChosenFile = { name: '計画.txt', mimeType: 'text/plain', buffer: Buffer.from('出動計画\n'.repeat(50)) }

beforeAll(async () => {
  await town.start()
  browser = await openBrowser()
  await office.signIn(demoPassword)
  roomId = await office.room(room)
})
afterAll(async () => {
  await browser?.close()
  await town.kill()
})
beforeEach(async () => {
  phone = new OwnPhone()
  const first = await phone.open(town.url)
  await first.signIn('bundan12', demoPassword)
  await first.choose(corps, room)
  const record = exifSegment({ dateTime: '2026:11:20 08:30:00', offset: '+09:00' })
  const one = await photo(first.page, '一.jpg')
  photos = [{ ...one, buffer: withSegments(one.buffer, record) }, await photo(first.page, '二.jpg', { hue: 30 })]
  // Ended properly once, so that its cookies are on the disk.
  await phone.close()
})
afterEach(() => phone.destroy())

const send = ({ page }: Person) => page.getByRole('button', { name: '送信', exact: true }).click()
const open = async (): Promise<Person> => {
  const person = await phone.open(`${town.url}/r/${roomId}`)
  await person.page.locator('.composer').getByRole('button', { name: '写真', exact: true }).waitFor()
  return person
}

/** So many choices lie on the device, and so many originals. */
const lie = (person: Person, choices: number, originals: number) =>
  vi.waitFor(
    async () => {
      expect(await onShelf(person.page, 'trays')).toHaveLength(choices)
      const spares = (await onShelf(person.page, 'spares')) as { what: string }[]
      expect(spares.filter(({ what }) => what === 'original')).toHaveLength(originals)
    },
    { timeout: 10_000, interval: 100 },
  )

const stored = (text: string) => storedMessage(office, roomId, text)

test('[CL33] what was chosen lies in the tray again after the browser was killed, and is sent once', async () => {
  const first = await open()
  await choose(first.page, '写真', photos)
  await choose(first.page, 'ファイル', [plan])
  await trayOf(first)
    .getByText(/^写真2枚・ファイル1件/)
    .waitFor()
  await lie(first, 3, 2)
  await phone.kill()
  const second = await open()
  await vi.waitFor(async () => expect(await trayOf(second).getByRole('img').count()).toBe(2))
  expect(await trayOf(second).getByRole('listitem').count()).toBe(3)
  const names = await trayOf(second)
    .getByRole('button', { name: /を外す$/ })
    .evaluateAll((all) => all.map((one) => one.ariaLabel))
  expect(names).toEqual(['一.jpgを外す', '二.jpgを外す', '計画.txtを外す'])
  await second.screen('tray-again-phone-light')
  await trayOf(second).getByRole('button', { name: '二.jpgを外す' }).click()
  await lie(second, 2, 1)
  await trayOf(second)
    .getByRole('switch', { name: /^元の写真も、Wi-Fiのときに送る/ })
    .check()
  await second.page.getByLabel('メッセージを入力').fill('選んだまま止まった')
  await send(second)
  const { files = [] } = await stored('選んだまま止まった')
  expect(files.map(({ name, taken, width }) => [name, taken?.from, width])).toEqual([
    ['一.jpg', 'exif', 1_600],
    ['計画.txt', undefined, undefined],
  ])
  await lie(second, 0, 0)
  // Its original too is what was chosen before the browser was killed.
  const answer = await office.request('GET', `/api/rooms/${roomId}/files/${files[0]?.id}/original`)
  expect(Buffer.from(await answer.arrayBuffer()).equals(photos[0]?.buffer as Buffer)).toBe(true)
  await second.page.reload()
  await second.message('選んだまま止まった').waitFor()
  await second.page.locator('.composer').getByRole('button', { name: '写真', exact: true }).waitFor()
  expect(await trayOf(second).count()).toBe(0)
  expect(second.troubles).toEqual([])
})

test('[CL33] two tabs have one tray: what one sends is in the other no more', async () => {
  const first = await open()
  await choose(first.page, '写真', photos)
  await vi.waitFor(async () => expect(await trayOf(first).getByRole('img').count()).toBe(2))
  await lie(first, 2, 2)
  const second = await first.tab(`${town.url}/r/${roomId}`)
  await vi.waitFor(async () => expect(await trayOf(second).getByRole('img').count()).toBe(2))
  await trayOf(second).getByRole('button', { name: '二.jpgを外す' }).click()
  await vi.waitFor(async () => expect(await trayOf(first).getByRole('img').count()).toBe(1))
  await second.page.getByLabel('メッセージを入力').fill('ほかのタブから')
  await send(second)
  expect((await stored('ほかのタブから')).files).toHaveLength(1)
  await trayOf(first).waitFor({ state: 'detached' })
  await lie(first, 0, 1)
})

test('[CL6] [CL27] signing out takes the tray, the originals and what was sent along', async () => {
  const person = await open()
  await choose(person.page, '写真', photos.slice(0, 1))
  await trayOf(person).getByRole('img').waitFor()
  await person.page.getByLabel('メッセージを入力').fill('サインアウトの前')
  await send(person)
  await stored('サインアウトの前')
  await choose(person.page, '写真', photos.slice(1))
  await trayOf(person).getByRole('img').waitFor()
  await lie(person, 1, 2)
  await vi.waitFor(async () => {
    const spares = (await onShelf(person.page, 'spares')) as { what: string }[]
    expect(spares.filter(({ what }) => what === 'sent')).toHaveLength(2)
  }, 10_000)
  const out = await person.tab(`${town.url}/settings`)
  await out.page.getByRole('button', { name: 'サインアウト' }).click()
  await out.page.getByLabel('ログインID').waitFor()
  await vi.waitFor(
    async () =>
      expect(await out.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))).toEqual([]),
    { timeout: 10_000, interval: 200 },
  )
})
