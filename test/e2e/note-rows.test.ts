import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { NoteContent, NoteList, NoteOpens, SaveNote } from '../../protocol/note.ts'
import { clientId } from '../support/builders.ts'
import { noteContent } from '../support/note-builders.ts'
import { demoPassword } from '../town/sign-ins.ts'
import { openBrowser, Person } from './support/browser.ts'
import { DemoTown } from './support/demo-town.ts'
import { Phone } from './support/phone.ts'

const town = new DemoTown('note-rows')
const admin = new Phone(() => town.url, 'jimukyoku')
let roomId: string
let browser: Browser
let desk: Person
let captain: Person
let notes: string
let saves = 0

const patient = { timeout: 20_000 }
const links = clientId(1, 21)
const report = 'https://forms.example.jp/report?entry.1={氏名}&entry.2={分団}'

async function put(id: string, content: Partial<NoteContent>): Promise<void> {
  saves += 1
  const body: SaveNote = { id: clientId(saves, 22), base: 0, content: noteContent(content) }
  expect((await admin.request('PUT', `${notes}/${id}`, body)).status).toBe(200)
}

beforeAll(async () => {
  await town.start()
  browser = await openBrowser()
  desk = await Person.at(browser, town.url, { width: 1_280, height: 800 })
  captain = await Person.at(browser, town.url)
  await desk.signIn('jimukyoku', demoPassword)
  await captain.signIn('bundan12', demoPassword)
  await admin.signIn(demoPassword)
  roomId = (await admin.rooms()).get('分団長連絡用') as string
  notes = `/api/rooms/${roomId}/notes`
  for (const { id } of (await admin.get<NoteList>(notes)).notes)
    expect((await admin.request('PUT', `${notes}/${id}/archived`, { archived: true })).status).toBe(204)
  const body = `出動報告 ${report}\n入団届 https://forms.example.jp/join\nだめな例 https://{氏名}.example.jp/`
  await put(links, { kind: 'links', title: 'リンク', pinned: true, body })
  for (const [i, title] of ['丙', '乙', '甲'].entries()) await put(clientId(i + 2, 21), { title, body: title })
})
afterAll(async () => {
  await browser?.close()
  await town.kill()
})
afterEach(() => expect([...desk.troubles, ...captain.troubles]).toEqual([]))

const visit = ({ page }: Person, rest = '') => page.goto(`${town.url}/r/${roomId}/notes${rest}`)
const ordered = async () => (await admin.get<NoteList>(notes)).notes.map(({ title }) => title)
const shown = ({ page }: Person) => page.locator('.notes-title').allTextContents()
const handle = ({ page }: Person, title: string) => page.getByRole('button', { name: new RegExp(`^「${title}」 `) })

async function sort(person: Person): Promise<void> {
  await visit(person)
  await person.page.getByRole('button', { name: '並べ替え', exact: true }).click()
  await handle(person, '甲').waitFor()
}
async function middleOf(person: Person, title: string): Promise<{ x: number; y: number }> {
  const box = await handle(person, title).boundingBox()
  if (!box) throw new Error(`the handle of ${title} is not there`)
  expect([box.width, box.height].every((size) => size >= 44)).toBe(true)
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

test('[CL43] notes are dragged with a mouse and a finger, moved with the arrows and from a menu, and everybody has that order', async () => {
  await expect.poll(ordered, patient).toEqual(['リンク', '甲', '乙', '丙'])
  await sort(desk)
  const [from, to] = [await middleOf(desk, '丙'), await middleOf(desk, '甲')]
  await desk.page.mouse.move(from.x, from.y)
  await desk.page.mouse.down()
  await desk.page.mouse.move(to.x, (from.y + to.y) / 2)
  await desk.page.mouse.move(to.x, to.y - 500)
  await desk.screen('note-rows-dragged-wide')
  await desk.page.mouse.up()
  await desk.page.getByText('「丙」を3件の1番目に動かしました').waitFor()
  await expect.poll(ordered, patient).toEqual(['リンク', '丙', '甲', '乙'])

  await sort(captain)
  const touch = await captain.context.newCDPSession(captain.page)
  const at = await middleOf(captain, '丙')
  const below = await middleOf(captain, '甲')
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', y: number) =>
    touch.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x: at.x, y }] })
  await send('touchStart', at.y)
  await send('touchMove', at.y + 20)
  await send('touchMove', below.y)
  await captain.page.locator('.row-dragged').waitFor()
  await captain.screen('note-rows-dragged')
  await send('touchEnd', below.y)
  await expect.poll(ordered, patient).toEqual(['リンク', '甲', '丙', '乙'])

  await handle(captain, '乙').focus()
  await captain.page.keyboard.press('ArrowUp')
  await captain.page.keyboard.press('ArrowUp')
  await captain.page.keyboard.press('ArrowUp')
  expect(await shown(captain)).toEqual(['リンク', '乙', '甲', '丙'])
  expect(await handle(captain, '乙').evaluate((part) => part === document.activeElement)).toBe(true)
  await expect.poll(ordered, patient).toEqual(['リンク', '乙', '甲', '丙'])

  await captain.page.getByRole('button', { name: '「乙」の並べ替え' }).click()
  await captain.page.getByRole('dialog').getByRole('button', { name: '下へ', exact: true }).click()
  await captain.page.getByRole('dialog').getByText('3件の2番目').waitFor()
  await expect.poll(ordered, patient).toEqual(['リンク', '甲', '乙', '丙'])
})

test('[CL43] a drag that is given up changes nothing', async () => {
  await sort(desk)
  const [from, to] = [await middleOf(desk, '丙'), await middleOf(desk, '甲')]
  await desk.page.mouse.move(from.x, from.y)
  await desk.page.mouse.down()
  await desk.page.mouse.move(to.x, to.y)
  await desk.page.keyboard.press('Escape')
  await desk.page.mouse.up()
  expect(await desk.page.locator('.row-dragged').count()).toBe(0)
  expect([await shown(desk), await ordered()]).toEqual([
    ['リンク', '甲', '乙', '丙'],
    ['リンク', '甲', '乙', '丙'],
  ])
})

test('[NO20] [NO21] [NO22] a row opens with who opens it in its address, is counted once, and leads nowhere where that would name the server', async () => {
  const asked: string[] = []
  await captain.context.route('https://forms.example.jp/**', (route) => {
    asked.push(route.request().url())
    return route.fulfill({ contentType: 'text/html', body: '<title>受付</title>' })
  })
  await visit(captain, `/${links}`)
  const row = captain.page.getByRole('link', { name: /出動報告/ })
  await row.getByText('開くと、あなたの氏名や分団が入ります').waitFor()
  for (let n = 0; n < 2; n += 1) {
    const opening = captain.context.waitForEvent('page')
    await row.click()
    const opened = await opening
    await opened.waitForLoadState()
    const { searchParams } = new URL(opened.url())
    const name = searchParams.get('entry.1') ?? ''
    expect([name.length > 1, searchParams.get('entry.2')]).toEqual([true, '第12分団'])
    expect(await captain.page.getByText(name).count()).toBe(0)
    await opened.close()
  }
  expect(asked).toHaveLength(2)
  expect(await row.getAttribute('href')).toBe(report)
  expect(await captain.page.getByRole('link', { name: /だめな例/ }).count()).toBe(0)
  await captain.page.getByText(/アドレスの「サイト名」のところに/).waitFor()

  const opens = async () => (await admin.get<NoteOpens>(`${notes}/${links}/opens`)).links.map(({ month }) => month)
  await expect.poll(opens, patient).toEqual([
    { people: 1, times: 1 },
    { people: 0, times: 0 },
    { people: 0, times: 0 },
  ])
  await visit(desk, `/${links}`)
  await desk.page
    .getByRole('link', { name: /出動報告/ })
    .getByText('今月 1人が開きました')
    .waitFor()
  await desk.screen('note-rows-links')
  await captain.context.setOffline(true)
  const opening = captain.context.waitForEvent('page')
  await captain.page.getByRole('link', { name: /入団届/ }).click()
  await (await opening).close()
  await captain.context.setOffline(false)
})

test('[NO22] a note whose address would name the server after somebody is not saved, and says why', async () => {
  await visit(desk, `/${links}~edit`)
  await desk.page.getByText('アドレスに {氏名} や {分団} と書くと').waitFor()
  await desk.page.getByLabel('本文').fill('出動報告 https://{氏名}.example.jp/')
  await desk.page.getByRole('button', { name: '保存して知らせる' }).click()
  await desk.page
    .getByRole('alert')
    .getByText(/サイト名/)
    .waitFor()
  await desk.screen('note-rows-name-in-host')
})
