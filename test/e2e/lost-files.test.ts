import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { MessageEntry } from '../../protocol/entry.ts'
import type { CarriedFile } from '../../protocol/file.ts'
import { demoPassword } from '../town/sign-ins.ts'
import { problems } from './support/axe.ts'
import { openBrowser, Person } from './support/browser.ts'
import { DemoTown } from './support/demo-town.ts'
import { onShelf, putRows } from './support/device.ts'
import { Phone } from './support/phone.ts'
import { type ChosenFile, choose, photo, trayOf } from './support/photos.ts'

const town = new DemoTown('lost-files')
const corps = '火見市消防団'
const room = '第12分団 個別連絡'
const office = new Phone(() => town.url, 'jimukyoku')
let browser: Browser
let captain: Person
let roomId: string
const chosen = new Map<string, ChosenFile>()

beforeAll(async () => {
  await town.start()
  browser = await openBrowser()
  await office.signIn(demoPassword)
  roomId = await office.room(room)
  captain = await at('bundan12')
})
afterAll(async () => {
  await browser?.close()
  await town.kill()
})
afterEach(() => expect(captain.troubles).toEqual([]))

/** Somebody with a browser in which nothing was seen yet. */
async function at(loginId: string, look: Parameters<typeof Person.at>[2] = {}): Promise<Person> {
  const person = await Person.at(browser, town.url, look)
  await person.signIn(loginId, demoPassword)
  await person.choose(corps, room)
  await person.page.locator('.composer').getByRole('button', { name: '写真', exact: true }).waitFor()
  return person
}

const viewer = ({ page }: Person) => page.getByRole('dialog', { name: '写真' })
const tiles = (person: Person, text: string) => person.message(text).locator('.photo-grid')

/** Sends them from the captain's phone; answers what the message carries, once R2 has all of it. */
async function send(text: string, button: '写真' | 'ファイル', files: ChosenFile[]): Promise<CarriedFile[]> {
  await choose(captain.page, button, files)
  await vi.waitFor(async () => expect(await trayOf(captain).getByRole('listitem').count()).toBe(files.length))
  await captain.page.getByLabel('メッセージを入力').fill(text)
  await captain.page.getByRole('button', { name: '送信', exact: true }).click()
  const carried = await vi.waitFor(
    async () => {
      const { entries } = await office.sync(roomId)
      const found = entries.find((entry): entry is MessageEntry => entry.kind === 'message' && entry.text === text)
      expect(found?.files).toHaveLength(files.length)
      return found?.files ?? []
    },
    { timeout: 15_000, interval: 100 },
  )
  await vi.waitFor(() => expect(town.stored()).toEqual(expect.arrayContaining(idsOf(carried))), {
    timeout: 10_000,
    interval: 200,
  })
  return carried
}

const idsOf = (files: readonly CarriedFile[]) => files.flatMap(({ id, thumb }) => (thumb ? [id, thumb] : [id]))

async function aPhoto(name: string, hue: number): Promise<ChosenFile> {
  const made = await photo(captain.page, name, { hue })
  chosen.set(name, made)
  return made
}

/** They are there again, as they were. */
const areBack = (files: readonly CarriedFile[]) =>
  vi.waitFor(
    async () => {
      const answers = await Promise.all(
        idsOf(files).map((id) => office.request('GET', `/api/rooms/${roomId}/files/${id}`)),
      )
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
      const tags = answers.map(({ headers }) => headers.get('etag'))
      expect(tags).toEqual(expect.arrayContaining(files.map(({ sha256 }) => `"${sha256}"`)))
    },
    { timeout: 20_000, interval: 200 },
  )

test('[FI31] a photo that has lost its small picture alone is shown itself', async () => {
  const [file] = await send('小さい絵だけ失われた', '写真', [await aPhoto('IMG_1.JPG', 200)])
  await captain.page.goto('about:blank')
  await town.lose(file?.thumb ?? '')
  const desk = await at('jimukyoku')
  await tiles(desk, '小さい絵だけ失われた').locator('img').waitFor()
  expect(await desk.message('小さい絵だけ失われた').getByText('サーバーで失われました').count()).toBe(0)
  await desk.context.close()
  await captain.page.goto(`${town.url}/r/${roomId}`)
})

test('[CL32] [FI31] what is lost says so, and the device that has it sends it again by itself', async () => {
  const three = [await aPhoto('IMG_2.JPG', 20), await aPhoto('IMG_3.JPG', 120), await aPhoto('IMG_4.JPG', 220)]
  const files = await send('三枚とも失われた', '写真', three)
  await town.lose(...idsOf(files))
  const desk = await at('jimukyoku', { width: 1_280, height: 800 })
  const small = await at('jimukyoku', { colorScheme: 'dark' })
  for (const person of [desk, small]) {
    await tiles(person, '三枚とも失われた').getByText('再送').nth(2).waitFor()
    expect(await problems(person)).toEqual([])
  }
  await desk.screen('lost-talk-wide-light')
  await small.screen('lost-talk-phone-dark')
  await small.page.goto(`${town.url}/r/${roomId}/album`)
  await small.page.locator('.album-photos').getByText('再送').nth(2).waitFor()
  await small.screen('lost-album-phone-dark')
  expect(await problems(small)).toEqual([])
  await small.context.close()
  // Its author looks at one of them.
  await captain.message('三枚とも失われた').getByRole('button', { name: '写真 1／3' }).click()
  await viewer(captain).waitFor()
  await areBack(files.slice(0, 1))
  await captain.page.keyboard.press('Escape')
  // On the other screen it comes without anybody's doing, and the others with the next opening of the room.
  await tiles(desk, '三枚とも失われた').locator('img').first().waitFor({ timeout: 15_000 })
  await later(captain)
  await captain.page.reload()
  await areBack(files)
  await vi.waitFor(async () => expect(await tiles(desk, '三枚とも失われた').locator('img').count()).toBe(3), {
    timeout: 25_000,
    interval: 200,
  })
  expect(desk.troubles).toEqual([])
  await desk.context.close()
})

/** What lies on the phone has lain there a quarter of an hour longer. */
async function later({ page }: Person): Promise<void> {
  const rows = (await onShelf(page, 'spares')) as { at: number }[]
  await putRows(
    page,
    'spares',
    rows.map((row) => ({ ...row, at: row.at - 900_000 })),
  )
}

test('[FI32] whoever has it chooses it again; another one is refused kindly, and can be sent as a new message', async () => {
  const files = await send('もう一度選ぶ写真', '写真', [await aPhoto('IMG_5.JPG', 60)])
  const wrong = await aPhoto('別の写真.JPG', 300)
  await captain.page.goto('about:blank')
  await town.lose(...idsOf(files))
  const desk = await at('jimukyoku')
  await tiles(desk, 'もう一度選ぶ写真').getByText('再送').click()
  const lost = viewer(desk).locator('.lost-file')
  await lost.getByText('この写真は、サーバーで失われました。').waitFor()
  await desk.screen('lost-viewer-phone-light')
  expect(await problems(desk)).toEqual([])
  const input = lost.locator('input[type=file]')
  await input.setInputFiles([wrong])
  await lost.getByText('選んだ写真は、失われた写真とは別のものです。').waitFor()
  await desk.screen('lost-viewer-other-phone-light')
  await lost.getByRole('button', { name: '新しいメッセージで送る' }).click()
  await viewer(desk).waitFor({ state: 'detached' })
  await trayOf(desk).getByRole('img', { name: '別の写真.jpg' }).waitFor()
  expect((await office.request('GET', `/api/rooms/${roomId}/files/${files[0]?.id}`)).status).toBe(404)
  await trayOf(desk).getByRole('button', { name: '別の写真.jpgを外す' }).click()
  await tiles(desk, 'もう一度選ぶ写真').getByText('再送').click()
  await input.setInputFiles([chosen.get('IMG_5.JPG') as ChosenFile])
  await areBack(files)
  await viewer(desk).getByRole('img').waitFor()
  await desk.page.keyboard.press('Escape')
  await tiles(desk, 'もう一度選ぶ写真').locator('img').waitFor()
  expect(desk.troubles).toEqual([])
  await desk.context.close()
  await captain.page.goto(`${town.url}/r/${roomId}`)
})

test('[FI31] [FI32] a file that is lost says so in its row, and is chosen again', async () => {
  const file = (name: string, fill: number): ChosenFile => ({
    ...{ name, mimeType: 'text/plain' },
    buffer: Buffer.concat([Buffer.from('点検表\n'), Buffer.alloc(20_000, fill)]),
  })
  const files = await send('点検表を送ります', 'ファイル', [file('点検表.txt', 65)])
  await captain.page.goto('about:blank')
  await town.lose(...idsOf(files))
  const desk = await at('jimukyoku', { width: 1_280, height: 800, colorScheme: 'dark' })
  const message = desk.message('点検表を送ります')
  await message.getByRole('link', { name: /^点検表\.txt/ }).click()
  await message.getByText('このファイルは、サーバーで失われました。').waitFor()
  await desk.screen('lost-row-wide-dark')
  expect(await problems(desk)).toEqual([])
  const other = await at('jimukyoku')
  await other.message('点検表を送ります').getByRole('link').click()
  await other.message('点検表を送ります').getByText('このファイルは、サーバーで失われました。').waitFor()
  await other.screen('lost-row-phone-light')
  await message.locator('input[type=file]').setInputFiles([file('点検表.txt', 66)])
  await message.getByText('選んだファイルは、失われたファイルとは別のものです。').waitFor()
  await message.locator('input[type=file]').setInputFiles([file('名前が違っても.txt', 65)])
  await areBack(files)
  await message.getByText('このファイルは、サーバーで失われました。').waitFor({ state: 'detached' })
  const [download] = await Promise.all([
    desk.page.waitForEvent('download'),
    message.getByRole('link', { name: /^点検表\.txt/ }).click(),
  ])
  expect(download.suggestedFilename()).toBe('点検表.txt')
  await other.message('点検表を送ります').locator('.lost-file').waitFor({ state: 'detached' })
  await other.context.close()
  expect(desk.troubles).toEqual([])
  await desk.context.close()
})
