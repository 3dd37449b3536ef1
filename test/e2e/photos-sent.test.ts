import { createHash } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { MessageEntry } from '../../protocol/entry.ts'
import type { CarriedFile } from '../../protocol/file.ts'
import { limits } from '../../protocol/limits.ts'
import { exifSegment, withSegments } from '../support/exif-record.ts'
import { demoPassword } from '../town/sign-ins.ts'
import { problems } from './support/axe.ts'
import { openBrowser, Person } from './support/browser.ts'
import { DemoTown } from './support/demo-town.ts'
import { kept } from './support/device.ts'
import { OwnPhone } from './support/own-phone.ts'
import { Phone } from './support/phone.ts'
import { type ChosenFile, choose, photo, trayOf } from './support/photos.ts'
import { storedMessage } from './support/stored-message.ts'

const town = new DemoTown('photos-sent')
const corps = '火見市消防団'
const room = '第12分団 個別連絡'
const desk = new Phone(() => town.url, 'jimukyoku')
const bridge = { latitude: 36.1234567, longitude: 140.1234567, accuracy: 12 }
let browser: Browser
let captain: Person
let roomId: string

beforeAll(async () => {
  await town.start()
  browser = await openBrowser()
  captain = await Person.at(browser, town.url)
  await captain.signIn('bundan12', demoPassword)
  await captain.choose(corps, room)
  await desk.signIn(demoPassword)
  roomId = await desk.room(room)
})
afterAll(async () => {
  await browser?.close()
  await town.kill()
})
afterEach(() => expect(captain.troubles).toEqual([]))

const send = ({ page }: Person) => page.getByRole('button', { name: '送信', exact: true }).click()
const write = ({ page }: Person, text: string) => page.getByLabel('メッセージを入力').fill(text)

/** The message that the room has with this text, once it has it. */
const stored = async (text: string) =>
  (await storedMessage(desk, roomId, text)) as MessageEntry & { files: CarriedFile[] }

const bytesOf = async (file: string) =>
  Buffer.from(await (await desk.request('GET', `/api/rooms/${roomId}/files/${file}`)).arrayBuffer())

/** Nothing of what was sent is left on the device. */
const isEmptied = ({ page }: Person) =>
  vi.waitFor(
    async () => {
      const rows = Object.entries(await kept(page)).filter(([name]) => / (?:uploads|bytes|outbox)$/.test(name))
      expect(rows.map(([, held]) => held)).toEqual([[], [], []])
    },
    { timeout: 10_000, interval: 100 },
  )

test('[CL10] three photos and a caption arrive as one message, each with its size, its small picture and its time', async () => {
  const taken = exifSegment({ dateTime: '2026:11:20 08:30:00', offset: '+09:00' })
  const first = await photo(captain.page, 'IMG_0001.JPG')
  const photos = [
    { ...first, buffer: withSegments(first.buffer, taken) },
    await photo(captain.page, 'IMG_0002.JPG', { width: 1_200, height: 3_000, hue: 20 }),
    await photo(captain.page, 'IMG_0003.JPG', { width: 640, height: 480, hue: 120 }),
  ]
  await choose(captain.page, '写真', photos)
  await trayOf(captain)
    .getByText(/^写真3枚・合計 /)
    .waitFor()
  await vi.waitFor(async () => expect(await trayOf(captain).getByRole('img').count()).toBe(3))
  await write(captain, '水門の上流側です')
  await captain.screen('photos-tray-phone-light')
  expect(await problems(captain)).toEqual([])
  await send(captain)
  const { files } = await stored('水門の上流側です')
  expect(files.map(({ width, height, kind, name }) => [kind, name, width, height])).toEqual([
    ['photo', 'IMG_0001.jpg', 1_600, 1_200],
    ['photo', 'IMG_0002.jpg', 640, 1_600],
    ['photo', 'IMG_0003.jpg', 640, 480],
  ])
  expect(files.map(({ taken }) => taken)).toEqual([
    { at: Date.UTC(2026, 10, 19, 23, 30), from: 'exif' },
    undefined,
    undefined,
  ])
  for (const { id, thumb, size, sha256, place } of files) {
    expect(place).toBeUndefined()
    const [whole, small] = [await bytesOf(id), await bytesOf(thumb as string)]
    expect([size, whole.length <= limits.maxShrunkBytes]).toEqual([whole.length, true])
    expect(createHash('sha256').update(whole).digest('hex')).toBe(sha256)
    expect(small.length).toBeLessThanOrEqual(limits.maxThumbBytes)
    for (const jpeg of [whole, small]) expect([...jpeg.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff])
  }
  expect(await trayOf(captain).count()).toBe(0)
  expect(await captain.page.getByLabel('メッセージを入力').inputValue()).toBe('')
  await isEmptied(captain)
})

/** Whatever a camera or a program writes into a file besides its pixels. */
const sentinel = 'SENTINEL-0815'

test('[CL10] nothing of what the file said besides its pixels leaves the phone', async () => {
  const plain = await photo(captain.page, 'IMG_0099.JPG', { grain: 0.02 })
  const gps = { lat: 36.1234567, lon: 140.1234567, accuracyM: 5 }
  const segment = (marker: number, text: string) => {
    const body = Buffer.from(text, 'latin1')
    return Buffer.concat([Buffer.from([0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255]), body])
  }
  const buffer = Buffer.concat([
    withSegments(
      plain.buffer,
      exifSegment({ dateTime: '2026:11:20 08:30:00', gps, words: sentinel }),
      segment(0xe1, `http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>${sentinel}</x:xmpmeta>`),
      segment(0xed, `Photoshop 3.0\u00008BIM${sentinel}`),
      segment(0xfe, sentinel),
    ),
    Buffer.from(sentinel),
  ])
  await choose(captain.page, '写真', [{ ...plain, buffer }])
  await trayOf(captain).getByRole('img').waitFor()
  await write(captain, '番兵つきの写真')
  await send(captain)
  const [file] = (await stored('番兵つきの写真')).files
  expect(file?.place).toBeUndefined()
  for (const id of [file?.id, file?.thumb] as string[]) {
    const bytes = await bytesOf(id)
    expect(bytes.includes(sentinel)).toBe(false)
    expect(bytes.includes('Exif')).toBe(false)
  }
  expect(buffer.includes(sentinel)).toBe(true)
})

test('[CL16] with consent a photo takes its place along: by its own record, else where the phone is', async () => {
  await captain.context.grantPermissions(['geolocation'])
  await captain.context.setGeolocation(bridge)
  const own = await photo(captain.page, 'IMG_0101.JPG')
  const gps = { lat: 36.2, lon: 140.2, accuracyM: 8 }
  await choose(captain.page, '写真', [
    { ...own, buffer: withSegments(own.buffer, exifSegment({ gps })) },
    await photo(captain.page, 'IMG_0102.JPG', { hue: 30 }),
  ])
  const consent = trayOf(captain).getByRole('switch', { name: '撮影場所を付ける' })
  expect(await consent.isChecked()).toBe(false)
  await consent.check()
  await trayOf(captain).getByText('場所の記録がない写真には、現在地（誤差 約15m）を付けます。').waitFor()
  await captain.screen('photos-tray-place')
  await write(captain, '場所つき')
  await send(captain)
  const { files } = await stored('場所つき')
  expect(files.map(({ place }) => place)).toEqual([
    { lat: 36.2, lon: 140.2, accuracyM: 8, from: 'exif' },
    { lat: 36.123457, lon: 140.123457, accuracyM: 12, from: 'phone' },
  ])
  await captain.page.evaluate(() => {
    navigator.geolocation.watchPosition = (_found, failed) => {
      setTimeout(() => failed?.({ code: 1 } as GeolocationPositionError))
      return 1
    }
  })
  await choose(captain.page, '写真', [await photo(captain.page, 'IMG_0103.JPG')])
  await trayOf(captain)
    .getByText('位置情報が許可されていません。場所の記録がない写真は、場所なしで送ります。')
    .waitFor()
  await captain.screen('photos-tray-place-missing')
  expect(await problems(captain)).toEqual([])
  await consent.uncheck()
  await trayOf(captain).getByRole('button', { name: 'IMG_0103.jpgを外す' }).click()
  await trayOf(captain).waitFor({ state: 'detached' })
})

test('[CL11] what cannot go along is told at once, and a file goes as it is', async () => {
  const file = (name: string, size: number): ChosenFile => ({
    ...{ name, mimeType: 'application/pdf' },
    buffer: Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(size, 32), Buffer.from('\n%%EOF')]),
  })
  await choose(captain.page, 'ファイル', [
    file('大きい図面.pdf', 26 * 1024 * 1024),
    { ...file('空.pdf', 0), buffer: Buffer.alloc(0) },
  ])
  await trayOf(captain).getByText('大きい図面.pdf：大きすぎます。ファイルは25MBまでです。').waitFor()
  await trayOf(captain).getByText('空.pdf：中身がありません。').waitFor()
  expect(await captain.page.getByRole('button', { name: '送信', exact: true }).isDisabled()).toBe(true)
  const plan = file('出動計画（令和8年度）.pdf', 90_000)
  await choose(captain.page, 'ファイル', [plan])
  await trayOf(captain).getByText('ファイル1件・合計 90 kB').waitFor()
  expect(await trayOf(captain).getByText('大きすぎます').count()).toBe(0)
  expect(await trayOf(captain).getByRole('switch').count()).toBe(0)
  await write(captain, '計画です')
  await send(captain)
  const [sent] = (await stored('計画です')).files
  expect(sent).toMatchObject({ kind: 'file', name: '出動計画（令和8年度）.pdf', type: 'application/pdf' })
  expect((await bytesOf(sent?.id as string)).equals(plan.buffer)).toBe(true)
})

test('what is dropped on the talk or pasted into the field lies in the tray too; pasted text stays text', async () => {
  const { page } = captain
  const give = (kind: 'drop' | 'paste', types: string[]) =>
    page.evaluate(
      ({ kind, types }) => {
        const data = new DataTransfer()
        if (types.includes('file')) data.items.add(new File(['点検表'], '点検表.txt', { type: 'text/plain' }))
        if (types.includes('text')) data.setData('text/plain', '水位 2.1m')
        const target = document.querySelector(kind === 'drop' ? '.talk-scroller' : '.composer textarea')
        const init = { bubbles: true, cancelable: true }
        if (kind === 'drop') target?.dispatchEvent(new DragEvent('drop', { ...init, dataTransfer: data }))
        else target?.dispatchEvent(new ClipboardEvent('paste', { ...init, clipboardData: data }))
      },
      { kind, types },
    )
  // Beside the talk the browser would leave the page for it, and what was chosen would be lost.
  const isKept = await page.evaluate(() => {
    const data = new DataTransfer()
    data.items.add(new File(['点検表'], '点検表.txt', { type: 'text/plain' }))
    const init = { bubbles: true, cancelable: true, dataTransfer: data }
    return (['dragover', 'drop'] as const).map((what) => !document.body.dispatchEvent(new DragEvent(what, init)))
  })
  expect(isKept).toEqual([true, true])
  expect(await trayOf(captain).count()).toBe(0)
  await give('drop', ['file'])
  await trayOf(captain).getByText('点検表.txt').waitFor()
  await trayOf(captain).getByRole('button', { name: '点検表.txtを外す' }).click()
  await trayOf(captain).waitFor({ state: 'detached' })
  await give('paste', ['file', 'text'])
  await give('paste', ['file'])
  await trayOf(captain).getByText('点検表.txt').waitFor()
  expect(await trayOf(captain).getByRole('listitem').count()).toBe(1)
  await trayOf(captain).getByRole('button', { name: '点検表.txtを外す' }).click()
})

test('[CL13] [CL15] words pass a photo that waits; a photo can be left out, and the last one takes its message along', async () => {
  await captain.context.setOffline(true)
  const two = [await photo(captain.page, '一枚目.jpg'), await photo(captain.page, '二枚目.jpg', { hue: 30 })]
  await choose(captain.page, '写真', two)
  await vi.waitFor(async () => expect(await trayOf(captain).getByRole('img').count()).toBe(2))
  await write(captain, '一枚だけ届く')
  await send(captain)
  const waiting = captain.message('一枚だけ届く')
  await waiting.getByRole('progressbar', { name: '二枚目.jpgの送信' }).waitFor()
  await choose(captain.page, '写真', [await photo(captain.page, 'やめる.jpg')])
  await trayOf(captain).getByRole('img').waitFor()
  await send(captain)
  const alone = captain.page.locator('.message').filter({ has: captain.page.getByRole('img', { name: 'やめる.jpg' }) })
  await alone.waitFor()
  await captain.page.locator('.room .connection-bar').getByText('未送信 2件').waitFor()
  await captain.screen('photos-pending-offline')
  await alone.getByRole('button', { name: 'やめる.jpgを送らない' }).click()
  await alone.waitFor({ state: 'detached' })
  await waiting.getByRole('button', { name: '一枚目.jpgを送らない' }).click()
  await vi.waitFor(async () => expect(await waiting.getByRole('img').count()).toBe(1))
  // A room that does not take bytes now, but words.
  await captain.page.route('**/uploads', (route) => route.abort())
  await captain.context.setOffline(false)
  await captain.say('言葉が先に届く')
  await stored('言葉が先に届く')
  expect(
    (await desk.sync(roomId)).entries.some((entry) => entry.kind === 'message' && entry.text === '一枚だけ届く'),
  ).toBe(false)
  await captain.page.unroute('**/uploads')
  const { files } = await stored('一枚だけ届く')
  expect(files.map(({ name }) => name)).toEqual(['二枚目.jpg'])
  await isEmptied(captain)
})

test('[CL15] what the server wants in no case says why, and is sent again when somebody wants that', async () => {
  const refused = { error: { code: 'quota_full', message: '', reference: '' } }
  await captain.page.route('**/uploads', (route) => route.fulfill({ status: 507, json: refused }))
  await choose(captain.page, '写真', [await photo(captain.page, '満杯.jpg')])
  await trayOf(captain).getByRole('img').waitFor()
  await write(captain, 'いまは入らない')
  await send(captain)
  const failed = captain.message('いまは入らない')
  await failed.getByText('送信できませんでした：保存できる量がいっぱいのため、写真やファイルを送れません。').waitFor()
  await captain.screen('photos-pending-refused')
  expect(await problems(captain)).toEqual([])
  await captain.page.unroute('**/uploads')
  await failed.getByRole('button', { name: '再送' }).click()
  expect((await stored('いまは入らない')).files).toHaveLength(1)
  await isEmptied(captain)
})

test('[CL12] [CL14] photos sent in a dead spot survive a killed browser, and arrive once', async () => {
  const phone = new OwnPhone()
  const first = await phone.open(town.url)
  await first.signIn('bundan12', demoPassword)
  await first.choose(corps, room)
  await first.installed()
  const two = [await photo(first.page, '夜1.jpg'), await photo(first.page, '夜2.jpg', { hue: 300 })]
  // Ended properly once, so that its cookies are on the disk.
  await phone.close()
  const second = await phone.open(`${town.url}/r/${roomId}`)
  await second.page.locator('.composer').getByRole('button', { name: '写真', exact: true }).waitFor()
  await second.context.setOffline(true)
  await choose(second.page, '写真', two)
  await vi.waitFor(async () => expect(await trayOf(second).getByRole('img').count()).toBe(2))
  await write(second, '圏外で撮った二枚')
  await send(second)
  await second.message('圏外で撮った二枚').getByRole('img').nth(1).waitFor()
  await phone.kill()
  const third = await phone.open(`${town.url}/r/${roomId}`, { isOffline: true })
  await third.message('圏外で撮った二枚').getByRole('img').nth(1).waitFor()
  await third.context.setOffline(false)
  const { files } = await stored('圏外で撮った二枚')
  expect(files.map(({ name, width }) => [name, width])).toEqual([
    ['夜1.jpg', 1_600],
    ['夜2.jpg', 1_600],
  ])
  await isEmptied(third)
  await phone.destroy()
})
