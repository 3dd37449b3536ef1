import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Ringing } from '../../protocol/ringing.ts'
import { demoPassword } from '../town/sign-ins.ts'
import { type Look, openBrowser, Person } from './support/browser.ts'
import { DemoTown } from './support/demo-town.ts'
import { fakePermission, fakeSubscriptions, nowhere, Pushes, RingingAnswers, shownIn, tap } from './support/pushes.ts'

const town = new DemoTown('ringing-device')
const corps = '火見市消防団'
const room = '消防団一斉連絡'
const day = 24 * 3_600_000
const sizes = { phone: { width: 390, height: 844 }, wide: { width: 1280, height: 800 } }
let browser: Browser
let captain: Person
let answers: RingingAnswers
let pushes: Pushes
let roomId: string

/** Somebody signed in, in whose browser notifications may be shown, and who has not given the permission yet where it is asked for. */
async function somebody(permission: 'granted' | 'default' | 'denied', look: Look = {}) {
  const person = await Person.at(browser, 'about:blank', look)
  const town_ = new RingingAnswers()
  await person.context.grantPermissions(['notifications'], { origin: town.url })
  await person.context.addInitScript(fakeSubscriptions, nowhere)
  if (permission !== 'granted') await person.context.addInitScript(fakePermission, permission)
  await town_.answerIn(person.context)
  await person.page.goto(town.url)
  await person.signIn('bundan12', demoPassword)
  return { person, answers: town_ }
}

const entry = (seq: number, rest: object = {}, data: object = {}) => ({
  web_push: 8030,
  mutable: true,
  app_badge: 1,
  notification: {
    title: room,
    body: `新着メッセージ（${seq}）`,
    navigate: `${town.url}/r/${roomId}/m/${seq}`,
    tag: roomId,
    ...rest,
    data: { kind: 'entry', roomId, seq, round: 0, urgent: false, receipt: `receipt-${seq}`, ...data },
  },
})

const shown = () => shownIn(captain.page)
const silences = async () => (await shown()).map(({ body, silent }) => [body, silent])
const receiptsAre = (receipts: string[]) => expect.poll(() => answers.receipts).toEqual(receipts)

beforeAll(async () => {
  await town.start()
  browser = await openBrowser()
  ;({ person: captain, answers } = await somebody('granted'))
  await captain.choose(corps, room)
  roomId = new URL(captain.page.url()).pathname.split('/')[2]!
  await captain.page.getByRole('button', { name: 'ルーム一覧へ戻る' }).click()
  pushes = await Pushes.to(captain.page)
})
afterAll(async () => {
  await browser?.close()
  await town.kill()
})

test('[RG19] at the launch the device subscribes and tells the town so, and what it told stays told', async () => {
  await expect
    .poll(() => answers.told.at(-1)?.subscription?.endpoint, { timeout: 15_000 })
    .toBe('https://push.test/one')
  expect(answers.told[0]).toMatchObject({ permission: 'granted', platform: 'linux', installed: false })
})

test('[RG18] a push is shown and told to the town; the same once more has no sound, and neither has it after it was dismissed', async () => {
  await pushes.deliver(entry(9_001))
  await receiptsAre(['receipt-9001'])
  expect(await silences()).toEqual([['新着メッセージ（9001）', false]])
  await pushes.deliver(entry(9_001))
  await receiptsAre(['receipt-9001', 'receipt-9001'])
  expect(await silences()).toEqual([['新着メッセージ（9001）', true]])
  await captain.page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready
    for (const notice of await registration.getNotifications()) notice.close()
  })
  await expect.poll(shown).toEqual([])
  await pushes.deliver(entry(9_001))
  await receiptsAre(['receipt-9001', 'receipt-9001', 'receipt-9001'])
  expect(await silences()).toEqual([['新着メッセージ（9001）', true]])
  await pushes.deliver(entry(9_002))
  await expect.poll(silences).toEqual([['新着メッセージ（9002）', false]])
})

test('[RG18] a push that says nothing good is shown all the same, and leads to the list', async () => {
  await pushes.deliver('{"web_push":')
  await expect
    .poll(async () => (await shown()).map(({ title }) => title).toSorted())
    .toEqual(['消防団一斉連絡', '火の見櫓'])
  await pushes.deliver(entry(9_003, { navigate: 'https://evil.test/', tag: 'evil' }))
  await expect.poll(async () => (await shown()).find(({ tag }) => tag === 'evil')?.data.path).toBe('/')
})

test('[RG18] a probe is told to the town and does not stay', async () => {
  await pushes.deliver({
    notification: { title: '通知の確認', tag: 'probe', data: { kind: 'probe', receipt: 'probe-1' } },
  })
  await expect.poll(() => answers.receipts).toContain('probe-1')
  expect((await shown()).filter(({ tag }) => tag === 'probe')).toEqual([])
})

test('[RG18] a tap leads to the entry in the page that is open, also from under a sheet, and takes the notification away', async () => {
  const { page } = captain
  await page.evaluate(() => {
    ;(window as { isSamePage?: boolean }).isSamePage = true
  })
  await pushes.deliver(entry(2, { tag: 'first' }))
  await expect.poll(async () => (await shown()).some(({ tag }) => tag === 'first')).toBe(true)
  await tap(captain.context, 'first')
  await page.waitForURL(`**/r/${roomId}/m/2`)
  await captain.log(room).waitFor()
  await page
    .getByRole('button', { name: /^メンバー|人/ })
    .first()
    .click()
  await page.getByRole('dialog').waitFor()
  await pushes.deliver(entry(3, { tag: 'second' }, { urgent: true }))
  await expect.poll(async () => (await shown()).some(({ tag }) => tag === 'second')).toBe(true)
  await tap(captain.context, 'second')
  await page.waitForURL(`**/r/${roomId}/m/3`)
  expect(await page.getByRole('dialog').count()).toBe(0)
  expect((await shown()).map(({ tag }) => tag)).not.toContain('second')
  expect(await page.evaluate(() => (window as { isSamePage?: boolean }).isSamePage)).toBe(true)
})

test('what was read in the room goes from the notifications, and nothing rings while the room is looked at', async () => {
  const { page } = captain
  await page.getByRole('button', { name: 'ルーム一覧へ戻る' }).click()
  await page.locator('.room-item').first().waitFor()
  await pushes.deliver(entry(1, { tag: `${roomId}!` }, { urgent: true }))
  await expect.poll(async () => (await shown()).some(({ tag }) => tag === `${roomId}!`)).toBe(true)
  await captain.choose(corps, room)
  await expect.poll(async () => (await shown()).some(({ tag }) => tag === `${roomId}!`)).toBe(false)
  const before = answers.receipts.length
  await pushes.deliver(entry(9_100, { tag: 'looked-at' }))
  await expect.poll(() => answers.receipts.length).toBe(before + 1)
  expect((await shown()).filter(({ tag }) => tag === 'looked-at')).toEqual([])
  expect(captain.troubles).toEqual([])
})

const others: Ringing['devices'] = [
  {
    id: '1'.repeat(32),
    name: 'iPhone の Safari',
    current: false,
    outlook: 'rings',
    facts: {
      permission: 'granted',
      platform: 'ios',
      installed: true,
      toldAt: Date.now(),
      subscribedAt: Date.now() - 30 * day,
      trouble: null,
      sentAt: Date.now() - 2 * day,
      shownAt: Date.now() - 2 * day,
    },
  },
  { id: '2'.repeat(32), name: 'Windows の Edge', current: false, outlook: 'unasked', facts: null },
]

const looks = (['phone', 'wide'] as const).flatMap((size) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ size, colorScheme })),
)

test.each(looks)(
  'from the hint in the list to a device that rings, and the hours in which it does not ($size, $colorScheme)',
  async ({ size, colorScheme }) => {
    const { person, answers: own } = await somebody('default', { ...sizes[size], colorScheme })
    const { page } = person
    const screen = (name: string) => person.screen(`ringing-${size}-${colorScheme}-${name}`)
    own.others = others
    if (size === 'phone') {
      await page.locator('.list-hint').getByRole('button', { name: '閉じる' }).click()
      await page.locator('.list-hint').waitFor({ state: 'detached' })
      await page.reload()
    }
    await page.getByRole('button', { name: /この端末は鳴りません/ }).waitFor({ timeout: 20_000 })
    await screen('hint')
    await page.getByRole('button', { name: '設定' }).click()
    await page.getByRole('button', { name: /^通知/ }).getByText('この端末は鳴りません。').waitFor()
    await screen('settings')
    await page.getByRole('button', { name: /^通知/ }).click()
    const enable = page.getByRole('button', { name: '通知を受け取る', exact: true })
    await enable.waitFor()
    await screen('unasked')
    const bell = await Pushes.to(page)
    own.onTest = async () => {
      const data = { kind: 'test', receipt: 'test-1' }
      await bell.deliver({ notification: { title: '通知の確認', body: 'この端末は鳴ります。', tag: 'test', data } })
    }
    await enable.click()
    await page.getByText('通知が届きました。この端末は鳴ります。').waitFor()
    expect(await page.locator('.ringing-here .light-green').count()).toBe(4)
    await page.getByRole('switch', { name: 'おやすみ時間を使う' }).check()
    await page.getByText('保存しました。').waitFor()
    await screen('rings')
    await page.getByLabel('はじまり').fill('21:30')
    await expect.poll(() => own.quiet.at(-1)).toEqual({ from: 21 * 60 + 30, to: 6 * 60 })
    await page.getByText('保存しました。').waitFor()
    await page.locator('.page-body').evaluate((body) => body.scrollTo(0, body.scrollHeight))
    await screen('quiet')
    expect(person.troubles).toEqual([])
    await person.context.close()
  },
)

test('a device that may not ring is told how to mend it, and a town without a key says so', async () => {
  const { person, answers: own } = await somebody('denied')
  await person.page.goto(`${town.url}/ringing`)
  await person.page.getByText('アドレスの左にあるマーク').waitFor()
  await person.screen('ringing-phone-light-denied')
  own.key = null
  await person.page.reload()
  await person.page.getByText('通知の準備がまだできていません').waitFor()
  await person.screen('ringing-phone-light-no-key')
  expect(person.troubles).toEqual([])
  await person.context.close()
})

test('without the town the page says what it can, and nothing breaks', async () => {
  const { person } = await somebody('granted')
  await person.context.route('**/api/me/ringing**', (route) => route.abort())
  await person.page.goto(`${town.url}/ringing`)
  await person.page.getByText('まだ確かめていません').waitFor()
  await person.page.getByText('サーバーにつながりません').waitFor()
  await person.screen('ringing-phone-light-offline')
  expect(person.troubles).toEqual([])
  await person.context.close()
})
