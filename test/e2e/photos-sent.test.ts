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
import { type ChosenFile, choose, photo } from './support/photos.ts'

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
  roomId = (await desk.rooms()).get(room) as string
})
afterAll(async () => {
  await browser?.close()
  await town.kill()
})
afterEach(() => expect(captain.troubles).toEqual([]))

const send = ({ page }: Person) => page.getByRole('button', { name: '送信', exact: true }).click()
const write = ({ page }: Person, text: string) => page.getByLabel('メッセージを入力').fill(text)
const tray = ({ page }: Person) => page.getByRole('region', { name: '送る写真とファイル' })

/** The message that the room has with this text, once it has it. */
async function stored(text: string): Promise<MessageEntry & { files: CarriedFile[] }> {
  return vi.waitFor(
    async () => {
      const { entries } = await desk.sync(roomId)
      const found = entries.filter((entry) => entry.kind === 'message' && entry.text === text)
      expect(found).toHaveLength(1)
      return found[0] as MessageEntry & { files: CarriedFile[] }
    },
    { timeout: 15_000, interval: 50 },
  )
}

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
  await tray(captain)
    .getByText(/^写真3枚・合計 /)
    .waitFor()
  await vi.waitFor(async () => expect(await tray(captain).getByRole('img').count()).toBe(3))
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
  expect(await tray(captain).count()).toBe(0)
  expect(await captain.page.getByLabel('メッセージを入力').inputValue()).toBe('')
  await isEmptied(captain)
})
