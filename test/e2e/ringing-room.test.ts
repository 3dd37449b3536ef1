import type { Browser, Route } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { Outlook, RingBoard, RingRecord } from '../../protocol/ringing.ts'
import type { RosterMember } from '../../protocol/roster.ts'
import { planTown } from '../town/plan.ts'
import { demoPassword } from '../town/sign-ins.ts'
import { personOf } from '../town/town.ts'
import { problems } from './support/axe.ts'
import { type Look, openBrowser, Person } from './support/browser.ts'
import { DemoTown } from './support/demo-town.ts'
import { deskAndCaptain } from './support/desk-and-captain.ts'
import { Phone } from './support/phone.ts'

const town = new DemoTown('ringing-room')
const plan = planTown()
const room = '分団長連絡用'
const corps = '火見市消防団'
const minuteMs = 60_000
let browser: Browser
let desk: Person
let captain: Person
let roomId: string
/** The 34 captains as the room knows them, in the order of their divisions. */
let captains: RosterMember[]
let deskStaff: RosterMember[]

beforeAll(async () => {
  await town.start()
  browser = await openBrowser()
  const phone = new Phone(() => town.url, 'jimukyoku')
  await phone.signIn(demoPassword)
  roomId = (await phone.rooms()).get(room) as string
  const { roster } = await phone.sync(roomId)
  const nameOf = (n: number) => personOf(plan, `captain${n}`).name
  captains = Array.from({ length: 34 }, (_, i) => roster!.members.find(({ name }) => name === nameOf(i + 1))!)
  deskStaff = roster!.members.filter(({ no }) => !captains.some((one) => one.no === no))
  ;({ desk, captain } = await deskAndCaptain(browser, { url: town.url, organization: corps, room }))
})
afterAll(async () => {
  await browser?.close()
  await town.kill()
})
afterEach(() => expect([...desk.troubles, ...captain.troubles]).toEqual([]))

const urgent = ({ page }: Person) => page.getByRole('button', { name: '緊急', exact: true })
const dialog = ({ page }: Person) => page.getByRole('dialog')
const close = (person: Person) => dialog(person).getByRole('button', { name: '閉じる' }).click()
const write = ({ page }: Person, text: string) => page.getByLabel('メッセージを入力').fill(text)
const send = ({ page }: Person) => page.getByRole('button', { name: '送信', exact: true }).click()
const urgently = async (person: Person, text: string) => {
  await urgent(person).click()
  await write(person, text)
  await send(person)
  await dialog(person).getByRole('button', { name: '送る' }).click()
  await person.message(text).getByText('送信待ち').waitFor({ state: 'detached' })
}
const openMembers = async (person: Person) => {
  await person.page.getByRole('button', { name: 'メンバーを見る' }).click()
  await person.page.getByRole('radio', { name: 'すべて' }).waitFor()
}

test('[RG4] 緊急 is for whom the organization lets, says what it does, and asks once before it is sent', async () => {
  await urgent(desk).waitFor()
  expect(await urgent(captain).count()).toBe(0)
  await urgent(desk).click()
  expect(await urgent(desk).getAttribute('aria-pressed')).toBe('true')
  await desk.page.getByText(/^緊急: \d+名に通知します。通知を止めている人やおやすみ時間の人にも鳴ります。/).waitFor()
  await write(desk, '大淵川が氾濫危険水位です。各分団は詰所に集合してください。')
  await send(desk)
  await dialog(desk).waitFor()
  const stay = dialog(desk).getByRole('button', { name: 'やめる' })
  await vi.waitFor(async () => expect(await stay.evaluate((button) => button === document.activeElement)).toBe(true))
  await desk.page.keyboard.press('Enter')
  await dialog(desk).waitFor({ state: 'detached' })
  expect(await desk.page.getByLabel('メッセージを入力').inputValue()).toContain('氾濫危険水位')
  expect(await urgent(desk).getAttribute('aria-pressed')).toBe('true')
  await send(desk)
  await dialog(desk)
    .getByText(/^\d+名に緊急で送りますか？$/)
    .waitFor()
  await dialog(desk).getByRole('button', { name: '送る' }).click()
  await desk.message('氾濫危険水位').getByText('【緊急】').waitFor()
  expect(await desk.message('氾濫危険水位').getByRole('button', { name: '今すぐ送る' }).count()).toBe(0)
  await captain.message('氾濫危険水位').getByText('【緊急】').waitFor()
  expect(await urgent(desk).getAttribute('aria-pressed')).toBe('false')
  await desk.say('集合が終わったら、ここに書いてください。')
  await captain.message('集合が終わったら').waitFor()
  expect(await captain.message('集合が終わったら').getByText('【緊急】').count()).toBe(0)
})

test('[LB6] what a room rings for is set on one tab and stands in the list on the other', async () => {
  const other = await captain.tab(town.url)
  const item = other.page.locator('.room-item').filter({ hasText: room })
  await captain.page.bringToFront()
  await openMembers(captain)
  await captain.page.getByText('緊急のメッセージは、どの設定でも鳴ります。').waitFor()
  await captain.page.getByRole('radio', { name: '自分あてだけ' }).check()
  await item.getByText('自分あてだけ通知').waitFor({ state: 'attached' })
  await other.screen('ringing-list-mentions')
  await captain.page.getByRole('radio', { name: '鳴らさない' }).check()
  await item.getByText('通知を止めています').waitFor({ state: 'attached' })
  await other.screen('ringing-list-none')
  await captain.page.getByRole('radio', { name: 'すべて' }).check()
  await item.getByText('通知を止めています').waitFor({ state: 'detached' })
  expect(await dialog(captain).getByText('通知が届く見込み').count()).toBe(0)
  await close(captain)
  await other.page.close()
})

/** Three captains who will not ring, each for another reason, and what their devices do after the probe. */
function boardAt(now: number, silent: Record<number, Outlook>): RingBoard {
  const members = captains.map(({ no }, i): RingBoard['members'][number] => {
    const outlook = silent[i + 1] ?? 'rings'
    if (outlook === 'no_device') return { no, outlook }
    const platform = i % 3 === 0 ? 'ios' : 'android'
    const sentAt = now - 25 * minuteMs
    const shownAt = outlook === 'rings' ? sentAt + 4_000 : now - 3 * 1_440 * minuteMs
    return { no, outlook, platform, installed: true, shownAt, sentAt }
  })
  return { members, now }
}

const before: Record<number, Outlook> = { 7: 'late', 12: 'no_device', 26: 'denied' }
const after: Record<number, Outlook> = { 12: 'no_device', 26: 'denied' }

/** The answers of the three routes of a room about ringing. */
async function answerRings(
  { context }: Person,
  others: readonly RingBoard['members'][number][] = [],
): Promise<{ probes: number; boards: number; records: number }> {
  const asked = { probes: 0, boards: 0, records: 0 }
  const json = (route: Route, body: RingBoard | RingRecord) => route.fulfill({ json: body })
  await context.route(`**/api/rooms/${roomId}/ringing`, (route) => {
    asked.boards += 1
    const board = boardAt(Date.now(), asked.probes > 0 ? after : before)
    return json(route, { ...board, members: [...board.members, ...others] })
  })
  await context.route(`**/api/rooms/${roomId}/ringing/probe`, (route) => {
    asked.probes += 1
    if (asked.probes === 1) return route.fulfill({ status: 204 })
    const error = { code: 'slow_down', message: '', reference: 'r', retryAfterMs: 40_000 }
    return route.fulfill({ status: 429, json: { error } })
  })
  await context.route(`**/api/rooms/${roomId}/entries/*/rings`, (route) => {
    asked.records += 1
    return json(route, recordAt(Date.now()))
  })
  return asked
}

/** 緊急 of six minutes ago. */
function recordAt(now: number): RingRecord {
  const noOf = (n: number) => captains[n - 1]!.no
  const rounds = [6, 3, 0].map((minutes) => now - minutes * minuteMs)
  const rung = captains
    .filter((_, i) => ![1, 4, 8].includes(i))
    .flatMap(({ no }) => rounds.slice(0, 2).map((at) => ({ no, at, state: 'rung' as const })))
  const rings: RingRecord['rings'] = [
    ...rung,
    { no: noOf(2), at: rounds[0]!, state: 'no_device' },
    { no: noOf(5), at: rounds[0]!, state: 'gave_up' },
    { no: noOf(3), at: rounds[2]!, state: 'waiting' },
  ]
  return { rings, nextAt: now + 2 * minuteMs }
}

test('[RG14] the board says whose phone will ring and whose not and why, and asks them now', async () => {
  const asked = await answerRings(desk)
  await openMembers(desk)
  await dialog(desk).getByRole('button', { name: '通知が届く見込み 34台中 31台' }).click()
  const sheet = dialog(desk)
  await sheet.getByText('34台中 31台 鳴る見込み', { exact: true }).waitFor()
  const silent = sheet.locator('.reader:not(details *)')
  expect(await silent.count()).toBe(3)
  const rowOf = (n: number) => silent.filter({ hasText: captains[n - 1]!.name })
  await rowOf(7)
    .getByText(/^最後の通知（.*\d:\d\d）をまだ表示していません。電源が切れているか、圏外かもしれません$/)
    .waitFor()
  await rowOf(12).getByText('まだ通知を使い始めていません').waitFor()
  await rowOf(26).getByText('端末で通知が許可されていません').waitFor()
  expect(await rowOf(26).getByRole('link').getAttribute('href')).toMatch(/^tel:/)
  await sheet.getByText('鳴る見込みの人 31人').click()
  await sheet
    .locator('details .reader')
    .first()
    .getByText(/^最後の表示 /)
    .waitFor()
  expect(await sheet.locator('details .reader').count()).toBe(31)
  await sheet.getByText('鳴る見込みの人 31人').click()

  await sheet.getByRole('button', { name: '今すぐ確認' }).click()
  await sheet.getByText('確認を送りました。表示された端末から緑になります。').waitFor()
  await sheet.getByText('34台中 32台 鳴る見込み', { exact: true }).waitFor()
  await rowOf(7)
    .getByText(/^鳴る見込み（/)
    .waitFor()
  expect(await silent.count()).toBe(3)
  const boards = asked.boards
  const call = rowOf(26).getByRole('link')
  await call.focus()
  await vi.waitFor(() => expect(asked.boards).toBeGreaterThan(boards + 1), 10_000)
  expect(await call.evaluate((link) => link === document.activeElement)).toBe(true)
  await sheet.getByRole('button', { name: '今すぐ確認' }).click()
  await sheet.getByText('少し待ってから、もう一度お試しください。').waitFor()
  await close(desk)
})

test('[RG20] the read sheet says under each who has not read when they were rung, and when they are rung again', async () => {
  const asked = await answerRings(desk)
  await desk.message('氾濫危険水位').getByRole('button', { name: /^既読/ }).click()
  const sheet = dialog(desk)
  await sheet.getByText(/^未読の人には \d+:\d\d にもう一度通知します。$/).waitFor()
  const rowOf = (n: number) => sheet.locator('.reader').filter({ hasText: captains[n - 1]!.name })
  await rowOf(1)
    .getByText(/^(?:昨日 )?\d+:\d\d・(?:今日 )?\d+:\d\d に通知$/)
    .waitFor()
  await rowOf(2).getByText('通知が届く端末なし').waitFor()
  await rowOf(3).getByText('通知を送っています').waitFor()
  await rowOf(5).getByText('通知を届けられませんでした').waitFor()
  expect(await rowOf(9).locator('.rung').count()).toBe(0)
  const records = asked.records
  const reader = new Phone(() => town.url, personOf(plan, 'captain20').loginId)
  await reader.signIn(demoPassword)
  await reader.command(roomId, { t: 'read', seq: (await reader.sync(roomId)).head })
  await vi.waitFor(() => expect(asked.records).toBeGreaterThan(records), 10_000)
  await sheet.getByRole('button', { name: /^既読 / }).click()
  expect(await sheet.locator('.rung, .rings-next').count()).toBe(0)
  await close(desk)
})

test('a room is told whether somebody looks at it, when the page is hidden and when it is opened unseen', async () => {
  const frames: string[] = []
  const other = await Person.at(browser, town.url)
  await other.signIn('bundan12', demoPassword)
  other.page.on('websocket', (socket) => {
    if (!socket.url().includes(`/rooms/${roomId}/`)) return
    socket.on('framesent', ({ payload }) => {
      if (String(payload).includes('"look"')) frames.push(String(payload))
    })
  })
  await other.choose(corps, room)
  const turn = (state: DocumentVisibilityState) =>
    other.page.evaluate((next) => {
      Object.defineProperty(document, 'visibilityState', { get: () => next, configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    }, state)
  const here = (is: boolean) => JSON.stringify({ t: 'look', here: is })
  await turn('hidden')
  await vi.waitFor(() => expect(frames).toEqual([here(false)]))
  await turn('visible')
  await vi.waitFor(() => expect(frames).toEqual([here(false), here(true)]))
  await other.page.addInitScript(() => {
    Object.defineProperty(document, 'visibilityState', { get: () => 'hidden', configurable: true })
  })
  await other.page.reload()
  await vi.waitFor(() => expect(frames).toEqual([here(false), here(true), here(false)]), 10_000)
  await other.context.close()
})

const looks: Record<string, Look> = {
  'phone-light': { colorScheme: 'light' },
  'phone-dark': { colorScheme: 'dark' },
  'small-light': { width: 320, height: 568, colorScheme: 'light' },
  'wide-light': { width: 1280, height: 800, colorScheme: 'light' },
  'wide-dark': { width: 1280, height: 800, colorScheme: 'dark' },
}

test.each(Object.entries(looks))('what is said of ringing, on a screen (%s)', async (name, look) => {
  const person = await Person.at(browser, town.url, look)
  await person.signIn('jimukyoku', demoPassword)
  // The desk is a unit of four: one of them was never tried, or all will ring.
  const staff = deskStaff.map(
    ({ no }, i) => ({ no, outlook: i === 1 && look.colorScheme === 'light' ? 'untried' : 'rings' }) as const,
  )
  await answerRings(person, staff)
  // The smallest phone with the largest letters.
  if (name.startsWith('small'))
    await person.page.evaluate(() => Object.assign(document.documentElement.dataset, { text: 'largest' }))
  const found: string[] = []
  const screen = async (what: string) => {
    await person.page.evaluate(() => Promise.all(document.getAnimations().map((a) => a.finished)).then(() => true))
    await person.screen(`ringing-${name}-${what}`)
    found.push(...(await problems(person)).map((problem) => `${what}: ${problem}`))
  }
  await person.choose(corps, room)
  await urgent(person).waitFor()
  await screen('composer-off')
  await urgent(person).click()
  await write(person, '強風のため、各分団は詰所の見回りをお願いします。')
  await screen('composer')
  await send(person)
  await dialog(person).getByRole('button', { name: '送る' }).waitFor()
  await screen('confirm')
  await dialog(person).getByRole('button', { name: 'やめる' }).click()
  await dialog(person).waitFor({ state: 'detached' })
  await write(person, '')
  await urgent(person).click()
  await urgently(person, `訓練です。この時刻に読んだ人は了解を押してください。（${name}）`)
  await screen('bubbles')
  await openMembers(person)
  await dialog(person)
    .getByText(/^38台中 3[45]台$/)
    .waitFor()
  await screen('members')
  await dialog(person)
    .getByRole('button', { name: /^通知が届く見込み/ })
    .click()
  await dialog(person).getByText('鳴る見込みの人').waitFor()
  await screen('board')
  await dialog(person).getByRole('button', { name: '今すぐ確認' }).click()
  await dialog(person)
    .getByText(/^38台中 3[56]台 鳴る見込み$/)
    .waitFor()
  await dialog(person).getByText('鳴る見込みの人').click()
  await dialog(person).locator('details .reader').last().waitFor()
  await screen('board-probed')
  await close(person)
  await person.menu('この時刻に読んだ人', '既読を見る')
  await dialog(person)
    .getByText(/にもう一度通知します。$/)
    .waitFor()
  await screen('rung')
  expect(found).toEqual([])
  expect(person.troubles).toEqual([])
  await person.context.close()
})
