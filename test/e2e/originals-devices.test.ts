import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { FileDetails } from '../../protocol/file.ts'
import { clientId } from '../support/builders.ts'
import { demoPassword } from '../town/sign-ins.ts'
import { problems } from './support/axe.ts'
import { type Look, openBrowser, Person } from './support/browser.ts'
import { DemoTown } from './support/demo-town.ts'
import { onShelf, putRows } from './support/device.ts'
import { plantEarlierVault } from './support/earlier-vault.ts'
import { withLine } from './support/line.ts'
import { Phone } from './support/phone.ts'
import { type ChosenFile, choose, photo, trayOf } from './support/photos.ts'
import { storedMessage } from './support/stored-message.ts'

const town = new DemoTown('originals-devices')
const corps = '火見市消防団'
const room = '第12分団 個別連絡'
const office = new Phone(() => town.url, 'jimukyoku')
let browser: Browser
let captain: Person
let roomId: string

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
  captain = await Person.at(browser, town.url)
})
afterEach(async () => {
  expect(captain.troubles).toEqual([])
  await captain.context.close()
})

const option = (person: Person) => trayOf(person).getByRole('switch', { name: /^元の写真も、Wi-Fiのときに送る/ })

async function enter(person: Person): Promise<void> {
  await person.signIn('bundan12', demoPassword)
  await person.choose(corps, room)
  await person.page.locator('.composer').getByRole('button', { name: '写真', exact: true }).waitFor()
}

const stored = (text: string) => storedMessage(office, roomId, text)

async function send(person: Person, text: string, photos: ChosenFile[], isWished = true): Promise<string> {
  await person.page.getByLabel('メッセージを入力').fill(text)
  await choose(person.page, '写真', photos)
  await vi.waitFor(async () => expect(await trayOf(person).getByRole('img').count()).toBe(photos.length))
  if (isWished) await option(person).check()
  await person.page.getByRole('button', { name: '送信', exact: true }).click()
  return (await stored(text)).files?.[0]?.id ?? ''
}

const original = async (id: string) =>
  (await office.get<FileDetails>(`/api/rooms/${roomId}/files/${id}/facts`)).original
const arrives = (id: string, chosen: ChosenFile) =>
  vi.waitFor(async () => expect(await original(id)).toMatchObject({ size: chosen.buffer.length }), {
    timeout: 15_000,
    interval: 100,
  })

test('[CL29] a phone that does not say on which line it is asks, and one tap sends', async () => {
  await captain.context.addInitScript(() => {
    const userAgent =
      'Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 Version/26.0 Mobile Safari'
    Object.defineProperty(navigator, 'userAgent', { value: userAgent })
    Object.defineProperty(navigator, 'connection', { value: undefined })
  })
  await captain.page.reload()
  await enter(captain)
  const chosen = await photo(captain.page, 'IMG_1.JPG')
  const id = await send(captain, 'iPhoneから', [chosen])
  const message = captain.message('iPhoneから')
  await message.getByText(/^元の写真（[\d.]+ MB）が、Wi-Fiを待っています。/).waitFor()
  await captain.screen('originals-ask-phone-light')
  expect(await problems(captain)).toEqual([])
  expect(await original(id)).toBeNull()
  await message.getByRole('button', { name: 'Wi-Fiです。送る' }).click()
  await arrives(id, chosen)
  await message.getByText('Wi-Fiを待っています').waitFor({ state: 'detached' })
})

test('[CL30] how far an original has come is seen, and it can be stopped and sent later', async () => {
  await withLine(captain, 'wifi')
  await captain.page.reload()
  await enter(captain)
  let isHeld = true
  const ended: string[] = []
  await captain.page.route('**/uploads/*', (route) => {
    const method = route.request().method()
    if (method === 'DELETE') ended.push(route.request().url())
    const offset = Number(route.request().headers()['upload-offset'] ?? 0)
    return isHeld && method === 'PATCH' && offset > 400_000 ? undefined : route.continue()
  })
  const chosen = await photo(captain.page, 'IMG_2.JPG', { width: 3_000, height: 2_000 })
  const id = await send(captain, '途中でやめる', [chosen])
  await captain
    .message('途中でやめる')
    .getByRole('button', { name: /元の写真を送っています（[1-9]\d*%）/ })
    .click()
  const sheet = captain.page.getByRole('dialog', { name: '元の写真を送る' })
  await sheet.getByRole('progressbar', { name: '写真1の元の写真の送信' }).waitFor()
  await captain.page.evaluate(() => Promise.all(document.getAnimations().map((a) => a.finished)).then(() => true))
  await captain.screen('originals-sheet-going-phone-light')
  expect(await problems(captain)).toEqual([])
  await sheet.getByRole('button', { name: 'やめる' }).click()
  await sheet.getByText(/^この端末にあります/).waitFor()
  await vi.waitFor(() => expect(ended).toHaveLength(1))
  expect(await original(id)).toBeNull()
  isHeld = false
  await sheet.getByRole('button', { name: /^今すぐ送る/ }).click()
  await sheet.getByText('元の写真を送りました。').waitFor()
  await arrives(id, chosen)
})

test('[CL27] a device that kept photos before it could keep originals loses nothing of what waits there', async () => {
  await enter(captain)
  const { buffer } = await photo(captain.page, '前の版.jpg', { width: 320, height: 240 })
  const [post, file] = [clientId(1, 11), clientId(2, 11)]
  const upload = { id: file, roomId, postId: post, kind: 'photo', name: '前の版.jpg', size: buffer.length }
  const command = { t: 'post', id: post, text: '前の版で送った写真', files: [{ id: file }] }
  const draft = { text: '書きかけ', mentions: [], replyTo: null }
  await plantEarlierVault(captain.page, 2, [
    { shelf: 'uploads', row: upload },
    { shelf: 'bytes', row: { roomId, id: file }, base64: buffer.toString('base64') },
    { shelf: 'outbox', row: { roomId, command } },
    { shelf: 'drafts', row: { roomId, draft } },
  ])
  await captain.page.reload()
  expect((await stored('前の版で送った写真')).files).toMatchObject([{ id: file, name: '前の版.jpg' }])
  expect(await captain.page.getByLabel('メッセージを入力').inputValue()).toBe('書きかけ')
  await captain.page.getByLabel('メッセージを入力').fill('')
  await choose(captain.page, '写真', [await photo(captain.page, '新しい版.jpg')])
  await option(captain).waitFor()
})

test('[CL30] a page that was killed before it had noted whose original it keeps finds that out by what waits', async () => {
  await withLine(captain, 'wifi')
  await captain.page.reload()
  await enter(captain)
  const chosen = await photo(captain.page, 'IMG_5.JPG', { hue: 150 })
  await captain.page.getByLabel('メッセージを入力').fill('送ってすぐ止まった')
  await choose(captain.page, '写真', [chosen])
  await option(captain).check()
  // Nothing reaches the room before the page has begun anew.
  await captain.page.route('**/uploads', (route) => route.abort())
  await captain.page.getByRole('button', { name: '送信', exact: true }).click()
  await captain.message('送ってすぐ止まった').getByRole('progressbar').waitFor()
  await vi.waitFor(async () => expect(await onShelf(captain.page, 'spares')).toMatchObject([{ wish: 'wifi' }]))
  const [{ photo: _, post: __, wish: ___, ...unbound }] = (await onShelf(captain.page, 'spares')) as [
    Record<string, unknown>,
  ]
  await putRows(captain.page, 'spares', [unbound])
  await captain.page.reload()
  await captain.page.unroute('**/uploads')
  const [file] = (await stored('送ってすぐ止まった')).files ?? []
  await arrives(file?.id ?? '', chosen)
})

const looks: Record<string, Look> = {
  'phone-dark': { colorScheme: 'dark' },
  'wide-light': { width: 1_280, height: 800 },
}

test.each(Object.entries(looks))('[FI30] asked for and answered on a screen (%s)', async (name, look) => {
  const author = await Person.at(browser, town.url, look)
  await withLine(author, 'cellular')
  await author.page.reload()
  await enter(author)
  const reader = await Person.at(browser, town.url, look)
  await reader.signIn('jimukyoku', demoPassword)
  await reader.choose(corps, room)
  const text = `画面で見る（${name}）`
  const id = await send(author, text, [await photo(author.page, 'IMG_7.JPG', { hue: 90 })])
  await reader.page
    .getByRole('button', { name: /新着|最新へ/ })
    .or(reader.message(text))
    .first()
    .click()
  await reader.message(text).getByRole('button', { name: '写真' }).click()
  const viewer = reader.page.getByRole('dialog', { name: '写真' })
  await viewer.getByRole('button', { name: '元の写真を頼む' }).click()
  await viewer.getByText('元の写真を頼みました').waitFor()
  await reader.screen(`originals-asked-${name}`)
  const found = await problems(reader)
  await author.message(text).getByRole('button', { name: '元の写真は、Wi-Fiのときに送ります' }).click()
  const sheet = author.page.getByRole('dialog', { name: '元の写真を送る' })
  await sheet.getByText('縮める前の元の写真を頼まれています。').waitFor()
  await author.page.evaluate(() => Promise.all(document.getAnimations().map((a) => a.finished)).then(() => true))
  await author.screen(`originals-sheet-${name}`)
  expect([...found, ...(await problems(author))]).toEqual([])
  await sheet.getByRole('button', { name: /^今すぐ送る/ }).click()
  await viewer.getByRole('link', { name: /^元の写真を開く/ }).waitFor()
  expect(await original(id)).not.toBeNull()
  expect([...reader.troubles, ...author.troubles]).toEqual([])
  await Promise.all([reader.context.close(), author.context.close()])
})

test('[CL27] [CL7] of an organization that leaves nothing on devices no original is kept, nor what was sent', async () => {
  const organization = office.session?.organizations.find((own) => own.name === corps)?.id ?? ''
  const path = `/api/organizations/${organization}`
  expect((await office.request('PATCH', path, { leavesNothing: true })).status).toBe(204)
  await enter(captain)
  const id = await send(captain, '何も残さない', [await photo(captain.page, 'IMG_3.JPG')], false)
  await captain.message('何も残さない').getByText('送信済み').waitFor({ state: 'detached' })
  await vi.waitFor(async () => expect(await onShelf(captain.page, 'uploads')).toEqual([]), { timeout: 10_000 })
  expect([await onShelf(captain.page, 'spares'), await onShelf(captain.page, 'trays')]).toEqual([[], []])
  expect(await original(id)).toBeNull()
  // What is begun stays, as a draft does.
  await choose(captain.page, '写真', [await photo(captain.page, 'IMG_4.JPG')])
  await vi.waitFor(async () => expect(await onShelf(captain.page, 'trays')).toHaveLength(1), { timeout: 10_000 })
  expect(await option(captain).count()).toBe(0)
  await office.request('PATCH', path, { leavesNothing: false })
})
