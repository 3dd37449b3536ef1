import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { clientId } from '../support/builders.ts'
import { demoPassword } from '../town/sign-ins.ts'
import { problems } from './support/axe.ts'
import { type Look, openBrowser, Person } from './support/browser.ts'
import { DemoTown } from './support/demo-town.ts'
import { plantEarlierVault } from './support/earlier-vault.ts'
import { Phone } from './support/phone.ts'
import { choose, photo, trayOf } from './support/photos.ts'
import { storedMessage } from './support/stored-message.ts'

const town = new DemoTown('photos-devices')
const corps = '火見市消防団'
const room = '第12分団 個別連絡'
const many = '分団長連絡用'
const desk = new Phone(() => town.url, 'jimukyoku')
let browser: Browser
let rooms: Map<string, string>

beforeAll(async () => {
  await town.start()
  browser = await openBrowser()
  await desk.signIn(demoPassword)
  do rooms = await desk.rooms()
  while (!rooms.has(many))
})
afterAll(async () => {
  await browser?.close()
  await town.kill()
})

const send = ({ page }: Person) => page.getByRole('button', { name: '送信', exact: true }).click()

/** How often the room has a message with this text, and what the first carries. */
const stored = (where: string, text: string) => storedMessage(desk, rooms.get(where) as string, text)

async function addPhotos(person: Person, ...names: string[]): Promise<void> {
  const before = await trayOf(person).getByRole('img').count()
  const made = []
  for (const [i, name] of names.entries())
    made.push(await photo(person.page, name, { width: 800, height: 600, hue: 70 * i }))
  await choose(person.page, '写真', made)
  await vi.waitFor(async () => expect(await trayOf(person).getByRole('img').count()).toBe(before + names.length))
}

test('[CL12] a device of before: what waited there is sent, and photos are kept from now on', async () => {
  const person = await Person.at(browser, town.url)
  await person.signIn('bundan12', demoPassword)
  await person.choose(corps, room)
  const command = { t: 'post', id: clientId(1, 9), text: '前の版で書いた文章' }
  await plantEarlierVault(person.page, 1, [{ shelf: 'outbox', row: { roomId: rooms.get(room), command } }])
  await person.page.reload()
  await stored(room, '前の版で書いた文章')
  await person.page.locator('.composer').getByRole('button', { name: '写真', exact: true }).waitFor()
  await addPhotos(person, '新しい版.jpg')
  await send(person)
  const version = () =>
    person.page.evaluate(
      async () => (await indexedDB.databases()).find((one) => one.name?.startsWith('yagura-'))?.version,
    )
  expect(await version()).toBe(3)
  await vi.waitFor(async () => {
    const { entries } = await desk.sync(rooms.get(room) as string)
    expect(entries.at(-1)).toMatchObject({ files: [{ name: '新しい版.jpg' }] })
  })
  expect(person.troubles).toEqual([])
  await person.context.close()
})

test('[CL12] a browser that keeps nothing sends photos from the page, and each can be left out', async () => {
  const context = await browser.newContext({ viewport: { width: 1_280, height: 800 }, locale: 'ja-JP' })
  await context.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('not here', 'SecurityError')
    }
  })
  const person = await Person.on(context, town.url)
  await person.signIn('bundan12', demoPassword)
  await person.choose(corps, room)
  await person.page.locator('.composer').getByRole('button', { name: '写真', exact: true }).waitFor()
  await person.context.setOffline(true)
  await addPhotos(person, '残す.jpg', 'やめる.jpg')
  await person.page.getByLabel('メッセージを入力').fill('保存できない端末から')
  await send(person)
  const waiting = person.message('保存できない端末から')
  await waiting.getByRole('button', { name: 'やめる.jpgを送らない' }).click()
  await vi.waitFor(async () => expect(await waiting.getByRole('img').count()).toBe(1))
  await person.context.setOffline(false)
  expect((await stored(room, '保存できない端末から')).files?.map(({ name }) => name)).toEqual(['残す.jpg'])
  expect(person.troubles).toEqual([])
  await context.close()
})

test('[CL3] photos to many people can be taken back for a moment, and lie in the tray again', async () => {
  const person = await Person.at(browser, town.url, { width: 1_280, height: 800 })
  await person.signIn('jimukyoku', demoPassword)
  await person.choose(corps, many)
  await person.page.locator('.composer').getByRole('button', { name: '写真', exact: true }).waitFor()
  await addPhotos(person, '一.jpg', '二.jpg')
  await person.page.getByLabel('メッセージを入力').fill('全員に見せる写真')
  await send(person)
  await person.message('全員に見せる写真').getByRole('button', { name: '取り消し' }).click()
  await vi.waitFor(async () => expect(await trayOf(person).getByRole('img').count()).toBe(2))
  expect(await person.page.getByLabel('メッセージを入力').inputValue()).toBe('全員に見せる写真')
  await send(person)
  await person.message('全員に見せる写真').getByRole('button', { name: '今すぐ送る' }).click()
  expect((await stored(many, '全員に見せる写真')).files).toHaveLength(2)
  expect(person.troubles).toEqual([])
  await person.context.close()
})

const looks: Record<string, Look> = {
  'phone-dark': { colorScheme: 'dark' },
  'small-light': { width: 320, height: 568, colorScheme: 'light' },
  'wide-light': { width: 1280, height: 800, colorScheme: 'light' },
  'wide-dark': { width: 1280, height: 800, colorScheme: 'dark' },
}

test.each(Object.entries(looks))('photos on a screen (%s)', async (name, look) => {
  const person = await Person.at(browser, town.url, look)
  await person.signIn('jimukyoku', demoPassword)
  if (name.startsWith('small'))
    await person.page.evaluate(() => Object.assign(document.documentElement.dataset, { text: 'largest' }))
  await person.choose(corps, room)
  await person.page.locator('.composer').getByRole('button', { name: '写真', exact: true }).waitFor()
  await addPhotos(person, ...Array.from({ length: 4 }, (_, i) => `現場${i + 1}.jpg`))
  const plan = {
    name: '避難所の開設手順と連絡先一覧（令和8年度版）.xlsx',
    mimeType: '',
    buffer: Buffer.alloc(1_234_567, 7),
  }
  await choose(person.page, 'ファイル', [plan, { ...plan, name: '動画.mp4', buffer: Buffer.alloc(27_000_000) }])
  await trayOf(person).getByText('動画.mp4：大きすぎます。').waitFor()
  await person.screen(`photos-${name}-tray`)
  const found = await problems(person)
  await person.context.setOffline(true)
  await person.page.getByLabel('メッセージを入力').fill(`水門の様子です（${name}）`)
  await send(person)
  await person.message(`（${name}）`).getByRole('progressbar').nth(4).waitFor()
  await person.page.evaluate(() => Promise.all(document.getAnimations().map((a) => a.finished)).then(() => true))
  await person.screen(`photos-${name}-pending`)
  expect([...found, ...(await problems(person))]).toEqual([])
  await person.context.setOffline(false)
  expect((await stored(room, `水門の様子です（${name}）`)).files).toHaveLength(5)
  expect(person.troubles).toEqual([])
  await person.context.close()
})
