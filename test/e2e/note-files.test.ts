import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { CarriedFile } from '../../protocol/file.ts'
import type { Note, NoteList } from '../../protocol/note.ts'
import { demoPassword } from '../town/sign-ins.ts'
import { problems } from './support/axe.ts'
import { openBrowser, Person } from './support/browser.ts'
import { DemoTown } from './support/demo-town.ts'
import { kept, onDevice } from './support/device.ts'
import { OwnPhone } from './support/own-phone.ts'
import { Phone } from './support/phone.ts'
import { type ChosenFile, photo } from './support/photos.ts'

const town = new DemoTown('note-files')
const room = '分団長連絡用'
const phone = new OwnPhone()
const admin = new Phone(() => town.url, 'jimukyoku')
let roomId: string
let browser: Browser
let desk: Person
let captain: Person

beforeAll(async () => {
  await town.start()
  browser = await openBrowser()
  desk = await Person.at(browser, town.url, { width: 1_280, height: 800 })
  captain = await phone.open(town.url)
  await desk.signIn('jimukyoku', demoPassword)
  await captain.signIn('bundan12', demoPassword)
  await admin.signIn(demoPassword)
  roomId = (await admin.rooms()).get(room) as string
  await captain.installed()
  await phone.close()
  captain = await phone.open(town.url)
})
afterAll(async () => {
  await phone.destroy()
  await browser?.close()
  await town.kill()
})
afterEach(() => expect([...desk.troubles, ...captain.troubles]).toEqual([]))

const patient = { timeout: 30_000 }
const button = ({ page }: Person, name: string | RegExp) => page.getByRole('button', { name, exact: true })
const save = (person: Person) => button(person, '保存して知らせる').click()
const visit = ({ page }: Person, rest = '') => page.goto(`${town.url}/r/${roomId}/notes${rest}`)
const attach = ({ page }: Person, what: '写真' | 'ファイル', files: ChosenFile[]) =>
  page.locator(`input[type=file][aria-label="${what}を付ける"]`).setInputFiles(files)
const rows = ({ page }: Person) => page.locator('.note-attached .note-file-row')
const pdf = (name: string, size = 900_000): ChosenFile => {
  const buffer = Buffer.alloc(size, '訓練計画 ')
  buffer.write('%PDF-1.7\n')
  return { name, mimeType: 'application/pdf', buffer }
}

async function noteNamed(title: string): Promise<Note | null> {
  const { notes } = await admin.get<NoteList>(`/api/rooms/${roomId}/notes`)
  const found = notes.find((one) => one.title === title)
  return found ? admin.get<Note>(`/api/rooms/${roomId}/notes/${found.id}`) : null
}
const filesOf = async (title: string): Promise<CarriedFile[]> => (await noteNamed(title))?.files ?? []

/** How many files of notes lie on the device, with how many bytes. */
async function lying(person: Person): Promise<[rows: number, bodies: number]> {
  const held = Object.entries(await kept(person.page)).filter(([name]) => name.startsWith('yagura-notes-'))
  const of = (shelf: string) => held.flatMap(([name, all]) => (name.endsWith(` ${shelf}`) ? all : [])).length
  return [of('files'), of('fileBytes')]
}

test('[CL40] a photo and a PDF added without a network outlive a killed browser and a killed town, and another phone opens both', async () => {
  await visit(captain)
  await button(captain, 'ノートを書く').click()
  await captain.page.getByRole('dialog').getByText('自由なノート').click()
  await captain.page.getByLabel('題名').fill('土のう置き場')
  await captain.page.getByLabel('本文').fill('地図と計画を付けます。')
  await captain.context.setOffline(true)
  await attach(captain, '写真', [await photo(captain.page, '置き場.png', { grain: 0.02 })])
  await attach(captain, 'ファイル', [pdf('計画.pdf')])
  await expect.poll(() => rows(captain).count(), patient).toBe(2)
  await rows(captain).getByText('900 kB・保存すると送ります').waitFor()
  await rows(captain).first().scrollIntoViewIfNeeded()
  await captain.screen('note-files-editor')
  await onDevice(captain.page, 'unfinished', '地図と計画を付けます')
  await phone.kill()

  captain = await phone.open(town.url, { isOffline: true })
  await visit(captain)
  await captain.page.locator('.notes-row').filter({ hasText: '土のう置き場' }).getByText('下書きあり').click()
  await expect.poll(() => rows(captain).count(), patient).toBe(2)
  await save(captain)
  await captain.page.getByText('未送信の変更があります').waitFor()
  await captain.page.locator('.note-files').getByText('計画.pdf').waitFor()
  await captain.screen('note-files-waiting')
  expect(await lying(captain)).toEqual([2, 2])
  await phone.kill()
  await town.kill()

  captain = await phone.open('about:blank')
  await town.start()
  await captain.page.goto(town.url)
  await expect
    .poll(() => filesOf('土のう置き場'), patient)
    .toMatchObject([
      { kind: 'photo', name: '置き場.jpg', type: 'image/jpeg' },
      { kind: 'file', name: '計画.pdf', type: 'application/pdf', size: 900_000 },
    ])
  await expect.poll(() => lying(captain), patient).toEqual([0, 0])

  const { id } = (await noteNamed('土のう置き場')) as Note
  await visit(desk, `/${id}`)
  const picture = desk.page.getByRole('button', { name: '写真「置き場.jpg」を開く' })
  await expect
    .poll(() => picture.locator('img').evaluate((img: HTMLImageElement) => img.naturalWidth), patient)
    .toBe(1_600)
  await desk.screen('note-files-read')
  const link = desk.page.getByRole('link', { name: /計画\.pdf/ })
  const bytes = await desk.page.evaluate(
    async (href) => (await (await fetch(href)).arrayBuffer()).byteLength,
    (await link.getAttribute('href')) as string,
  )
  expect(bytes).toBe(900_000)
})

test('[CL42] two who add files to one note lose none of them', async () => {
  const { id } = (await noteNamed('土のう置き場')) as Note
  await visit(captain, `/${id}`)
  await button(captain, '編集').click()
  await attach(captain, 'ファイル', [pdf('分団から.pdf', 40_000)])
  await rows(captain).getByText('分団から.pdf').waitFor()
  await button(captain, '置き場.jpgを外す').click()
  await captain.context.setOffline(true)
  await save(captain)
  await captain.page.getByText('未送信の変更があります').waitFor()

  await button(desk, '編集').click()
  await attach(desk, 'ファイル', [pdf('本部から.pdf', 50_000)])
  // Made ready, and in the place of the row that said so.
  await button(desk, '本部から.pdfを外す').waitFor()
  await rows(desk).getByText('本部から.pdf').scrollIntoViewIfNeeded()
  await desk.screen('note-files-editor-desk')
  await save(desk)
  await expect.poll(async () => (await filesOf('土のう置き場')).length, patient).toBe(3)

  await captain.context.setOffline(false)
  await captain.page.getByRole('heading', { name: 'ほかの人が先に変更しました' }).waitFor(patient)
  await captain.page.getByText('本部から.pdf').waitFor()
  await captain.page.getByText('分団から.pdf').waitFor()
  await captain.screen('note-files-conflict')
  await button(captain, /両方の変更を合わせる/).click()
  await expect
    .poll(async () => (await filesOf('土のう置き場')).map(({ name }) => name), patient)
    .toEqual(['計画.pdf', '本部から.pdf', '分団から.pdf'])
})

test('[CL41] what the room will not have comes back with the reason beside it, and goes without it', async () => {
  await captain.context.route('**/uploads', (route) =>
    route.fulfill({ status: 507, json: { error: { code: 'quota_full', message: '', reference: '' } } }),
  )
  await visit(captain)
  await button(captain, 'ノートを書く').click()
  await captain.page.getByRole('dialog').getByText('自由なノート').click()
  await captain.page.getByLabel('題名').fill('満杯のとき')
  // Saved while it is made ready: it goes along.
  await attach(captain, 'ファイル', [pdf('入らない.pdf', 3_000)])
  await save(captain)
  await captain.page
    .getByRole('alert')
    .getByText(/送れませんでした/)
    .waitFor()
  await button(captain, '下書きにもどす').click()
  await rows(captain).filter({ hasText: '入らない.pdf' }).locator('.note-file-problem').waitFor()
  await captain.screen('note-files-quota')
  await captain.context.unrouteAll()
  await save(captain)
  await expect
    .poll(async () => (await filesOf('満杯のとき')).map(({ name }) => name), patient)
    .toEqual(['入らない.pdf'])
})

const looks = [
  ['phone-dark', { colorScheme: 'dark' }],
  ['wide-light', { width: 1_280, height: 800 }],
  ['wide-dark', { width: 1_280, height: 800, colorScheme: 'dark' }],
] as const

test.each(looks)('[CL40] the files of a note are accessible to everybody: %s', async (name, look) => {
  const { id } = (await noteNamed('土のう置き場')) as Note
  const person = await Person.at(browser, town.url, look)
  await person.page.emulateMedia({ reducedMotion: 'reduce' })
  await person.signIn('bundan13', demoPassword)
  await visit(person, `/${id}`)
  await person.page.getByRole('link', { name: /計画\.pdf/ }).waitFor()
  const wrong = await problems(person)
  await button(person, '編集').click()
  await attach(person, 'ファイル', [pdf('追加.pdf', 2_000), { ...pdf('空.txt'), buffer: Buffer.alloc(0) }])
  await rows(person).getByText('2.0 kB・保存すると送ります').waitFor()
  wrong.push(...(await problems(person)))
  await button(person, '写真を付ける').scrollIntoViewIfNeeded()
  await person.screen(`note-files-editor-${name}`)
  expect([...wrong, ...person.troubles]).toEqual([])
  await person.context.close()
})

test('[CL41] what cannot be added says why, and what was thrown away leaves the device', async () => {
  await visit(captain)
  await button(captain, 'ノートを書く').click()
  await captain.page.getByRole('dialog').getByText('自由なノート').click()
  const named = (name: string, size: number) => ({ ...pdf(name, Math.max(size, 9)), buffer: Buffer.alloc(size) })
  await attach(captain, 'ファイル', [
    named('大きい.zip', 25 * 1024 * 1024 + 1),
    named('空.txt', 0),
    pdf('よい.pdf', 1_000),
  ])
  await captain.page.getByText('大きい.zip：大きすぎます。ファイルは25MBまでです。').waitFor()
  await captain.page.getByText('空.txt：中身がありません。').waitFor()
  await rows(captain).getByText('よい.pdf').waitFor()
  await attach(
    captain,
    'ファイル',
    Array.from({ length: 20 }, (_, i) => pdf(`${i}.pdf`, 500)),
  )
  await expect.poll(() => rows(captain).count(), patient).toBe(20)
  await captain.page.getByText('19.pdf：付けられるのは20個までです。').waitFor()
  await captain.screen('note-files-refused')
  await button(captain, 'よい.pdfを外す').click()
  await expect.poll(() => lying(captain), patient).toEqual([19, 19])
  await button(captain, '下書きを捨てる').click()
  await button(captain, '捨てる').click()
  await expect.poll(() => lying(captain), patient).toEqual([0, 0])
})
