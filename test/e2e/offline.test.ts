import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { demoPassword } from '../town/sign-ins.ts'
import { openBrowser, Person } from './support/browser.ts'
import { DemoTown } from './support/demo-town.ts'
import { kept, onDevice } from './support/device.ts'
import { OwnPhone } from './support/own-phone.ts'
import { Phone } from './support/phone.ts'

const town = new DemoTown('offline')
const corps = '火見市消防団'
const room = '消防団一斉連絡'
const ownRoom = '第12分団 個別連絡'
const phone = new OwnPhone()
const admin = new Phone(() => town.url, 'jimukyoku')
let ownRoomId: string
let browser: Browser
let desk: Person
let captain: Person

beforeAll(async () => {
  await town.start()
  browser = await openBrowser()
  desk = await Person.at(browser, town.url)
  captain = await phone.open(town.url)
  await desk.signIn('jimukyoku', demoPassword)
  await captain.signIn('bundan12', demoPassword)
  await admin.signIn(demoPassword)
  ownRoomId = (await admin.rooms()).get(ownRoom) as string
  await captain.installed()
  // The browser writes cookies to the disk when it likes, and when it is closed.
  await phone.close()
  captain = await phone.open(town.url)
})
afterAll(async () => {
  await phone.destroy()
  await browser?.close()
  await town.kill()
})
afterEach(() => expect([...desk.troubles, ...captain.troubles]).toEqual([]))

const write = async ({ page }: Person, text: string) => {
  await page.getByLabel('メッセージを入力').fill(text)
  await page.getByRole('button', { name: '送信', exact: true }).click()
}

/** What the room has of texts with this beginning. */
async function stored(start: string): Promise<string[]> {
  const { entries } = await admin.sync(ownRoomId)
  return entries.flatMap((entry) => (entry.kind === 'message' && entry.text?.startsWith(start) ? [entry.text] : []))
}

async function reopen(options: { isOffline?: boolean } = {}): Promise<void> {
  await phone.close()
  captain = await phone.open(town.url, options)
}

const bar = (text: RegExp) => captain.page.locator('.room .connection-bar').filter({ hasText: text }).waitFor()

const toCorps = () => captain.page.getByRole('button', { name: corps }).first().click()

test('[CL3] a message to many can be taken back, or sent at once', async () => {
  await desk.choose(corps, room)
  expect(await desk.page.locator('.composer').textContent()).toContain('47人に届きます')
  await write(desk, '取り消す文章')
  await desk.message('取り消す文章').getByText('秒後に送信').waitFor()
  await desk.screen('phone-held')
  await desk.message('取り消す文章').getByRole('button', { name: '取り消し' }).click()
  await desk.message('取り消す文章').waitFor({ state: 'detached' })
  expect(await desk.page.getByLabel('メッセージを入力').inputValue()).toBe('取り消す文章')
  await write(desk, '点検は8時からです。')
  await desk.message('点検は8時からです。').getByRole('button', { name: '今すぐ送る' }).click()
  await desk.message('点検は8時からです。').getByText('送信待ち').waitFor({ state: 'detached' })
  await desk.message('取り消す文章').waitFor({ state: 'detached' })
})

test('a draft survives the browser’s end', async () => {
  await captain.choose(corps, room)
  await captain.toNewest()
  await captain.message('点検は8時からです。').waitFor()
  await captain.page.getByLabel('メッセージを入力').fill('下書きのまま')
  await captain.page.goBack()
  await captain.page.locator('.room-item').filter({ hasText: ownRoom }).click()
  await captain.log(ownRoom).waitFor()
  await onDevice(captain.page, 'drafts', '下書きのまま')
  await onDevice(captain.page, 'entries', ownRoomId)
  await phone.kill()
  captain = await phone.open(town.url)
  await toCorps()
  await captain.page.locator('.room-item').filter({ hasText: '下書きのまま' }).waitFor()
})

test('[CL8] started without a network, the list and a room are there within a second, and say from when they are', async () => {
  await reopen({ isOffline: true })
  const startedAt = Date.now()
  await captain.page.reload()
  await captain.page.locator('.room-item').filter({ hasText: room }).waitFor()
  const listMs = Date.now() - startedAt
  await captain.page.locator('.room-item').filter({ hasText: room }).click()
  await captain.message('点検は8時からです。').waitFor()
  expect(listMs).toBeLessThan(1_000)
  expect(Date.now() - startedAt).toBeLessThan(2_000)
  await bar(/オフライン（最終同期 \d+:\d\d）/)
  await captain.screen('phone-offline-room')
  expect(await captain.page.getByLabel('メッセージを入力').inputValue()).toBe('下書きのまま')
})

test('[CL1] [CL2] what is written without a network survives the browser’s end and arrives once, in order', async () => {
  await captain.page.goBack()
  await captain.page.locator('.room-item').filter({ hasText: ownRoom }).click()
  for (const n of [1, 2, 3]) await write(captain, `圏外${n}`)
  await captain.message('圏外3').getByText('送信待ち').waitFor()
  await bar(/未送信 3件/)
  await captain.screen('phone-unsent')
  await phone.kill()
  captain = await phone.open(town.url, { isOffline: true })
  await toCorps()
  await captain.page.locator('.room-item').filter({ hasText: '未送信 3件' }).click()
  await captain.message('圏外3').getByText('送信待ち').waitFor()
  await captain.context.setOffline(false)
  await captain.message('圏外3').getByText('送信待ち').waitFor({ state: 'detached' })
  expect(await stored('圏外')).toEqual(['圏外1', '圏外2', '圏外3'])
})

test('[CL2] two tabs of one phone send what was written in both, once and in the order of writing', async () => {
  const second = await captain.tab(`${town.url}/r/${ownRoomId}`)
  await second.log(ownRoom).waitFor()
  await captain.context.setOffline(true)
  for (const [tab, text] of [
    [captain, 'タブ1'],
    [second, 'タブ2'],
    [captain, 'タブ3'],
    [second, 'タブ4'],
  ] as const) {
    await tab.page.bringToFront()
    await write(tab, text)
    await tab.message(text).waitFor()
  }
  await captain.message('タブ4').waitFor()
  await captain.context.setOffline(false)
  for (const tab of [captain, second]) await tab.message('タブ4').getByText('送信待ち').waitFor({ state: 'detached' })
  expect(await stored('タブ')).toEqual(['タブ1', 'タブ2', 'タブ3', 'タブ4'])
  await second.page.close()
})

test('[CL9] a room that was never opened is on the device as well, and can be read without a network', async () => {
  const neverOpened = '分団長連絡用'
  const roomId = (await admin.rooms()).get(neverOpened) as string
  await captain.page.goto(`${town.url}/`)
  await toCorps()
  await onDevice(captain.page, 'entries', roomId)
  const rows = Object.entries(await kept(captain.page)).find(([name]) => name.endsWith(' entries'))?.[1] ?? []
  const { head } = await admin.sync(roomId)
  const seqs = (rows as { roomId: string; seq: number }[]).filter((row) => row.roomId === roomId).map(({ seq }) => seq)
  expect(Math.max(...seqs)).toBe(head)
  expect(seqs.length).toBe(Math.min(200, head))
  await captain.context.setOffline(true)
  await captain.page.reload()
  await toCorps()
  await captain.page.locator('.room-item').filter({ hasText: neverOpened }).click()
  await captain.log(neverOpened).waitFor()
  await captain.context.setOffline(false)
  await captain.page.goto(`${town.url}/r/${ownRoomId}`)
  await captain.log(ownRoom).waitFor()
})

test('[CL5] after seven days without the server the cache is gone, and the draft is not', async () => {
  await captain.context.setOffline(true)
  // Once, and before anything of the app runs: the page before notes the time until it ends.
  await captain.page.addInitScript(() => {
    if (sessionStorage.getItem('aged')) return
    sessionStorage.setItem('aged', 'yes')
    for (const key of Object.keys(localStorage))
      if (key.startsWith('yagura.contact.')) localStorage.setItem(key, String(Date.now() - 8 * 86_400_000))
  })
  await captain.page.goto(`${town.url}/`)
  await captain.page.locator('.shell').waitFor()
  await onDevice(captain.page, 'drafts', '下書きのまま')
  const rows = Object.entries(await kept(captain.page))
  for (const shelf of ['lobbies', 'rooms', 'rosters', 'entries', 'marks'])
    expect(rows.find(([name]) => name.endsWith(` ${shelf}`))?.[1], shelf).toEqual([])
  await captain.context.setOffline(false)
  await captain.page.reload()
  await toCorps()
  await captain.page.locator('.room-item').filter({ hasText: ownRoom }).click()
  await onDevice(captain.page, 'entries', ownRoomId)
})

test('[CL4] another person on the same phone finds and sends nothing of the first, who finds it again', async () => {
  await captain.context.setOffline(true)
  await write(captain, '預けた文章')
  await captain.message('預けた文章').waitFor()
  const other = new Phone(() => town.url, 'bundan12')
  await other.signIn(demoPassword)
  const body = { current: demoPassword, next: 'atarashii kagi 12' }
  expect((await other.request('PUT', '/api/me/password', body)).status).toBe(204)
  await captain.context.setOffline(false)
  await captain.page.getByRole('button', { name: 'サインイン' }).waitFor()
  await captain.screen('phone-signed-out')
  await captain.signIn('bundan13', demoPassword)
  await captain.page.locator('.room-item').filter({ hasText: '第13分団' }).waitFor()
  const shown = await captain.page.locator('body').textContent()
  expect(shown).not.toContain(ownRoom)
  expect(shown).not.toContain('未送信')
  await captain.page.goto(`${town.url}/settings`)
  await captain.page.getByRole('button', { name: 'サインアウト' }).click()
  await captain.signIn('bundan12', 'atarashii kagi 12')
  await toCorps()
  await captain.page.locator('.room-item').filter({ hasText: ownRoom }).click()
  await captain.message('預けた文章').getByText('送信待ち').waitFor({ state: 'detached' })
  expect(await stored('預けた')).toEqual(['預けた文章'])
  const { entries, roster } = await admin.sync(ownRoomId)
  const author = entries.find((entry) => entry.kind === 'message' && entry.text === '預けた文章')?.by
  expect(roster?.members.find(({ no }) => no === author)?.title).toContain('第12分団')
})

test('[CL7] an organization that leaves nothing on devices takes away what is there, but nothing unsent', async () => {
  await onDevice(captain.page, 'entries', ownRoomId)
  const organizationId = admin.session?.organizations.find(({ name }) => name === corps)?.id
  const changed = await admin.request('PATCH', `/api/organizations/${organizationId}`, { leavesNothing: true })
  expect(changed.status).toBe(204)
  await captain.page.goto(`${town.url}/`)
  await expect
    .poll(async () => {
      const rows = Object.entries(await kept(captain.page))
      return rows.flatMap(([name, held]) => (/ (?:rooms|rosters|entries|marks|lobbies)$/.test(name) ? held : [])).length
    })
    .toBe(0)
  await onDevice(captain.page, 'drafts', '下書きのまま')
})

test('[CL6] a device that was ended from elsewhere loses everything at the next contact', async () => {
  const other = new Phone(() => town.url, 'bundan12')
  await other.signIn('atarashii kagi 12')
  const { devices } = await other.get<{ devices: { id: string; current: boolean }[] }>('/api/me/devices')
  for (const { id, current } of devices)
    if (!current) expect((await other.request('DELETE', `/api/me/devices/${id}`)).status).toBe(204)
  await captain.page.getByRole('button', { name: 'サインイン' }).waitFor()
  const accountId = other.session?.accountId
  await expect
    .poll(async () => Object.keys(await kept(captain.page)).some((name) => name.includes(`${accountId}`)))
    .toBe(false)
})
