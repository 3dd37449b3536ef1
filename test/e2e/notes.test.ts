import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { NoteList, NoteRevisions, NoteVersion } from '../../protocol/note.ts'
import { demoPassword } from '../town/sign-ins.ts'
import { openBrowser, Person } from './support/browser.ts'
import { DemoTown } from './support/demo-town.ts'
import { onDevice } from './support/device.ts'
import { OwnPhone } from './support/own-phone.ts'
import { Phone } from './support/phone.ts'

const town = new DemoTown('notes')
const corps = '火見市消防団'
const room = '分団長連絡用'
const phone = new OwnPhone()
const admin = new Phone(() => town.url, 'jimukyoku')
let roomId: string
let browser: Browser
let desk: Person
let captain: Person
let third: Person

beforeAll(async () => {
  await town.start()
  browser = await openBrowser()
  desk = await Person.at(browser, town.url, { width: 1_280, height: 800 })
  captain = await Person.at(browser, town.url)
  third = await phone.open(town.url)
  await desk.signIn('jimukyoku', demoPassword)
  await captain.signIn('bundan12', demoPassword)
  await third.signIn('bundan13', demoPassword)
  await admin.signIn(demoPassword)
  roomId = (await admin.rooms()).get(room) as string
  await third.installed()
  await phone.close()
  third = await phone.open(town.url)
})
afterAll(async () => {
  await phone.destroy()
  await browser?.close()
  await town.kill()
})
afterEach(() => expect([...desk.troubles, ...captain.troubles, ...third.troubles]).toEqual([]))

const button = ({ page }: Person, name: string | RegExp) => page.getByRole('button', { name, exact: true })
const body = ({ page }: Person) => page.getByLabel('本文')
const idOf = ({ page }: Person) => new URL(page.url()).pathname.split('/')[4]?.replace(/~.*/, '') ?? ''
const save = (person: Person) => button(person, '保存して知らせる').click()
const inNote = ({ page }: Person, text: string) => page.locator('.note-card').getByText(text).first()
const visit = ({ page }: Person, rest = '') => page.goto(`${town.url}/r/${roomId}/notes${rest}`)

async function edit(person: Person, noteId: string, from: string, to: string): Promise<void> {
  await visit(person, `/${noteId}`)
  await button(person, '編集').click()
  await body(person).waitFor()
  await body(person).fill((await body(person).inputValue()).replace(from, to))
}

/** Every version that the server has of a note. */
async function versionsOf(noteId: string): Promise<string[]> {
  const base = `/api/rooms/${roomId}/notes/${noteId}/revisions`
  const reply = await admin.request('GET', base)
  if (reply.status === 404) return []
  const { revisions } = (await reply.json()) as NoteRevisions
  const versions = revisions.map(({ version }) => admin.get<NoteVersion>(`${base}/${version}`))
  return (await Promise.all(versions)).map(({ content }) => content.body)
}

const patient = { timeout: 20_000 }
let training: string

test('[CL20] [CL21] a training is written from a template, told in the talk, read, ticked and put into a calendar', async () => {
  await captain.choose(corps, room)
  await desk.choose(corps, room)
  await button(desk, 'ノート・写真・地図').click()
  await button(desk, 'ノート').click()
  await button(desk, 'ノートを書く').click()
  await desk.page.getByRole('dialog').getByText('訓練日程').click()
  await desk.page.getByLabel('題名').fill('水防訓練のご案内')
  await body(desk).fill((await body(desk).inputValue()).replace('場所: ', '場所: 鬼怒川の河川敷'))
  await save(desk)
  await inNote(desk, '鬼怒川の河川敷').waitFor()
  training = idOf(desk)

  const entry = captain.page.locator('.note-entry').filter({ hasText: '水防訓練のご案内' })
  await entry.getByText('ノートを公開しました').waitFor()
  await entry.scrollIntoViewIfNeeded()
  await captain.screen('notes-entry')
  await entry.getByRole('button', { name: /読む/ }).click()
  const helmet = captain.page.getByLabel('ヘルメット')
  await helmet.check()
  await expect.poll(async () => (await versionsOf(training))[0] ?? '', patient).toContain('- [x] ヘルメット')
  const { entries } = await admin.sync(roomId)
  expect(entries.filter((one) => one.kind === 'note' && one.note === training)).toHaveLength(1)

  const link = captain.page.getByRole('link', { name: '「訓練」をカレンダーに入れる' })
  expect(await link.getAttribute('download')).toBe('訓練.ics')
  const file = decodeURIComponent(((await link.getAttribute('href')) ?? '').replace(/^[^,]*,/, ''))
  expect(file).toContain(`UID:${training}-0@yagura\r\n`)
  expect(file).toMatch(/DTSTART;TZID=Asia\/Tokyo:\d{8}T090000\r\nDTEND;TZID=Asia\/Tokyo:\d{8}T113000\r\n/)
  expect(file).toContain('LOCATION:鬼怒川の河川敷\r\n')
})

test('[CL24] two who write on one note put their changes together; a third who was offline chooses, and no text is lost', async () => {
  await edit(third, training, '鬼怒川の河川敷', '市民広場（三人目）')
  await third.context.setOffline(true)
  await save(third)
  await third.page.getByText('未送信の変更があります').waitFor()
  await inNote(third, '市民広場（三人目）').waitFor()

  await edit(captain, training, '- [ ] 手袋', '- [ ] 手袋\n- [ ] 雨具（二人目）')
  await edit(desk, training, '鬼怒川の河川敷', '消防署の庭（一人目）')
  await save(desk)
  await expect.poll(() => versionsOf(training), patient).toContainEqual(expect.stringContaining('一人目'))
  await save(captain)
  await captain.page.getByRole('heading', { name: 'ほかの人が先に変更しました' }).waitFor()
  await captain.screen('notes-conflict-merge')
  await button(captain, /両方の変更を合わせる/).click()
  await inNote(captain, '雨具（二人目）').waitFor()
  await inNote(captain, '消防署の庭（一人目）').waitFor()
  await expect.poll(() => versionsOf(training), patient).toContainEqual(expect.stringContaining('二人目'))

  await third.context.setOffline(false)
  await third.page.getByRole('heading', { name: 'ほかの人が先に変更しました' }).waitFor()
  expect(await button(third, /両方の変更を合わせる/).count()).toBe(0)
  await third.screen('notes-conflict')
  await visit(third)
  await third.page.getByText('選んでください').click()
  await button(third, /下書きに残す/).click()
  await third.page.getByText('書きかけの下書きがあります').waitFor()
  await inNote(third, '消防署の庭（一人目）').waitFor()
  await onDevice(third.page, 'unfinished', '市民広場（三人目）')
  const versions = await versionsOf(training)
  for (const text of ['鬼怒川の河川敷', '消防署の庭（一人目）', '雨具（二人目）'])
    expect(versions.some((version) => version.includes(text))).toBe(true)

  await button(third, '続きを書く').click()
  await save(third)
  await button(third, /相手の版に足す/).click()
  await expect.poll(() => body(third).inputValue(), patient).toMatch(/一人目.*ここから自分の文章.*三人目/s)
  await save(third)
  await expect.poll(async () => (await versionsOf(training))[0], patient).toMatch(/一人目.*三人目/s)
})

test('[CL22] what was begun survives a killed browser, and thrown away it is gone', async () => {
  await visit(third)
  await button(third, 'ノートを書く').click()
  await third.page.getByRole('dialog').getByText('自由なノート').click()
  await third.page.getByLabel('題名').fill('連絡網')
  await body(third).fill('書きかけの一行')
  await onDevice(third.page, 'unfinished', '書きかけの一行')
  await phone.kill()
  third = await phone.open(town.url)
  await visit(third)
  await third.page.locator('.notes-row').filter({ hasText: '連絡網' }).getByText('下書きあり').click()
  await expect.poll(() => body(third).inputValue(), patient).toBe('書きかけの一行')
  await third.screen('notes-editor')
  await button(third, '下書きを捨てる').click()
  await button(third, '捨てる').click()
  await third.page.locator('.notes-row').filter({ hasText: '連絡網' }).waitFor({ state: 'detached' })
})

test('[CL26] a note marked 圏外でも is read on a phone that never opened it, without a network', async () => {
  await visit(desk)
  await button(desk, 'ノートを書く').click()
  await desk.page.getByRole('dialog').getByText('リンク集').click()
  const links = ['出動報告', '入団届', '退団届'].map((name, i) => `${name} https://forms.example.jp/${i}`)
  await body(desk).fill(links.join('\n'))
  await save(desk)
  await desk.page.getByRole('link', { name: '出動報告' }).waitFor()
  expect((await desk.page.getByRole('link', { name: '出動報告' }).boundingBox())?.height).toBeGreaterThanOrEqual(56)
  const links12 = idOf(desk)
  await expect.poll(async () => (await versionsOf(links12)).length, patient).toBe(1)
  await third.page.goto(`${town.url}/`)
  await third.page.getByRole('button', { name: corps }).first().click()
  await onDevice(third.page, 'notes', links12)
  await phone.close()
  third = await phone.open(town.url, { isOffline: true })
  await visit(third)
  await third.page.locator('.notes-row').filter({ hasText: '申請・報告のリンク' }).getByRole('button').click()
  await third.page.getByText(/この端末の控え（版 1・/).waitFor()
  await third.page.getByRole('link', { name: '退団届' }).waitFor()
  await third.screen('notes-offline-links')
})

test('[CL23] while the directory is away a copy is read, a change waits, and arrives when it is back', async () => {
  await third.context.setOffline(false)
  await visit(third, `/${training}`)
  await inNote(third, '一人目').waitFor()
  await town.restart('--without-storage')
  await third.page.reload()
  await third.page.getByText(/この端末の控え（版/).waitFor()
  await button(third, '編集').click()
  await body(third).fill(`${await body(third).inputValue()}\n台帳なしで追記`)
  await save(third)
  await third.page.getByText('今は保存できません。つながったら送ります。').waitFor()
  await inNote(third, '台帳なしで追記').waitFor()
  await third.screen('notes-without-directory')
  await town.restart()
  await third.page.getByText('今は保存できません').waitFor({ state: 'detached', timeout: 40_000 })
  await expect.poll(async () => (await versionsOf(training))[0], patient).toContain('台帳なしで追記')
  const { notes } = await admin.get<NoteList>(`/api/rooms/${roomId}/notes`)
  expect(notes.find(({ id }) => id === training)?.archived).toBe(false)
})

test('[CL6] [CL26] signing out takes the notes of the account along', async () => {
  await onDevice(third.page, 'notes', training)
  await third.page.goto(`${town.url}/settings`)
  await third.page.getByRole('button', { name: 'サインアウト' }).click()
  await third.page.getByRole('button', { name: 'サインイン' }).waitFor()
  const names = () => third.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))
  await expect
    .poll(async () => (await names()).filter((name) => name?.startsWith('yagura-notes-')), patient)
    .toEqual([])
})
