import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Ringing } from '../../protocol/ringing.ts'
import type { PushDevice } from '../support/push-device.ts'
import { PushReceiver } from '../support/push-receiver.ts'
import { demoPassword } from '../town/sign-ins.ts'
import { openBrowser, Person } from './support/browser.ts'
import { DemoTown } from './support/demo-town.ts'
import { Phone } from './support/phone.ts'
import { fakeSubscriptions, Pushes, shownIn, tap } from './support/pushes.ts'

/**
 * From the composer of a desk to a captain's phone and back, with everything of ours in between; only the vendor's push service is the test's: it
 * decrypts what the town sends, and the browser gets that as its service worker would.
 */

const town = new DemoTown('ringing-whole')
const corps = '火見市消防団'
const room = '分団長連絡用'
const ringMs = 15_000
let receiver: PushReceiver
let device: PushDevice
let browser: Browser
let desk: Person
let captain: Person
let pushes: Pushes

beforeAll(async () => {
  receiver = await PushReceiver.listen()
  await town.start('--env', `PUSH_VIA=${receiver.url}`)
  browser = await openBrowser()
  const phone = new Phone(() => town.url, 'bundan11')
  await phone.signIn(demoPassword)
  const { key } = await phone.get<Ringing>('/api/me/ringing')
  device = receiver.device({ key: key ?? '' })
  captain = await Person.at(browser, 'about:blank')
  await captain.context.grantPermissions(['notifications'], { origin: town.url })
  await captain.context.addInitScript(fakeSubscriptions, { key: key ?? '', ...device.subscription })
  await captain.page.goto(town.url)
  await captain.signIn('bundan12', demoPassword)
  desk = await Person.at(browser, town.url, { width: 1_280, height: 800 })
  await desk.signIn('jimukyoku', demoPassword)
  await desk.choose(corps, room)
  pushes = await Pushes.to(captain.page)
})
afterAll(async () => {
  await browser?.close()
  await town.kill()
  await receiver?.close()
})

/** Brings to the phone what its push service took since the last time; answers how many there were. */
let brought = 0
async function bring(atLeast: number): Promise<void> {
  await receiver.until(() => receiver.pushes(device).length >= brought + atLeast, ringMs)
  for (const { text } of receiver.pushes(device).slice(brought)) await pushes.deliver(text)
  brought = receiver.pushes(device).length
}

const dialog = ({ page }: Person) => page.getByRole('dialog')
const openBoard = async () => {
  await desk.page.getByRole('button', { name: 'メンバーを見る' }).click()
  await dialog(desk)
    .getByRole('button', { name: /通知が届く見込み/ })
    .click()
}
const closeSheet = () => dialog(desk).getByRole('button', { name: '閉じる' }).click()

test('[RG13] [RG15] [RG19] a phone that is checked shows the push, gives back its receipt, and all its lights are green', async () => {
  await captain.page.goto(`${town.url}/ringing`)
  const check = captain.page.getByRole('button', { name: '今すぐ確認' })
  await check.waitFor()
  pushes = await Pushes.to(captain.page)
  await check.click()
  await bring(1)
  await captain.page.getByText('通知が届きました。この端末は鳴ります。').waitFor({ timeout: ringMs })
  await expect.poll(() => captain.page.locator('.light-green').count()).toBe(4)
  expect((await shownIn(captain.page)).map(({ tag, body }) => [tag, body])).toEqual([['test', 'この端末は鳴ります。']])
})

test('[RG14] the desk’s board counts that phone and no other', async () => {
  await openBoard()
  await dialog(desk).getByText('38台中 1台 鳴る見込み').waitFor()
  await desk.screen('ringing-whole-board')
  await closeSheet()
})

test('[RG1] [RG5] [RG18] [RG20] a 緊急 rings the phone, a tap leads to it, and the desk sees who was rung and who has read it', async () => {
  await captain.page.goto(town.url)
  await captain.page.locator('.room-item').first().waitFor()
  await desk.page.getByRole('button', { name: '緊急', exact: true }).click()
  await desk.page.getByLabel('メッセージを入力').fill('大淵川が氾濫危険水位です。詰所に集合してください。')
  await desk.page.getByRole('button', { name: '送信', exact: true }).click()
  await dialog(desk).getByRole('button', { name: '送る' }).click()
  await desk.message('氾濫危険水位').getByText('【緊急】').waitFor()
  await bring(1)
  const urgent = async () => (await shownIn(captain.page)).find(({ tag }) => tag.endsWith('!'))
  await expect.poll(urgent).toMatchObject({ title: `【緊急】${room}`, body: '緊急の新着メッセージ', silent: false })
  expect(receiver.pushes(device).at(-1)).toMatchObject({ urgency: 'high', ttlSeconds: 180 })
  for (const { text } of receiver.pushes()) expect(text).not.toMatch(/氾濫|集合/)

  await desk.menu('氾濫危険水位', '既読を見る')
  await dialog(desk)
    .getByText(/に通知$/)
    .waitFor({ timeout: ringMs })
  await dialog(desk)
    .getByText(/^未読の人には .+ にもう一度通知します。$/)
    .waitFor()
  expect(await dialog(desk).getByText('通知が届く端末なし').count()).toBeGreaterThan(30)
  await desk.screen('ringing-whole-rung')

  const path = (await urgent())?.data.path ?? ''
  await tap(captain.context, `${path.split('/')[2]}!`)
  await captain.page.waitForURL(`**${path}`)
  await captain.message('氾濫危険水位').getByText('【緊急】').waitFor()
  await expect
    .poll(() =>
      dialog(desk)
        .getByText(/に通知$/)
        .count(),
    )
    .toBe(0)
  await dialog(desk)
    .getByRole('button', { name: /^既読 [1-9]/ })
    .waitFor()
  await closeSheet()
})

test('[RG1] nothing rings while the captain looks at the room; afterwards it does', async () => {
  const before = receiver.pushes(device).length
  await desk.say('集合を確認しました。')
  await captain.message('集合を確認しました。').waitFor()
  await captain.page.getByRole('button', { name: 'ルーム一覧へ戻る' }).click()
  await captain.page.locator('.room-item').first().waitFor()
  await desk.say('解散とします。')
  await bring(1)
  await expect
    .poll(async () => (await shownIn(captain.page)).map(({ title, body }) => [title, body]))
    .toContainEqual([room, '新着メッセージ'])
  // The one that was said while the room was on screen came in no push of its own.
  expect(receiver.pushes(device).length).toBe(before + 1)
})

test('[RG9] a subscription that is gone is red after one push, on the phone and on the board', async () => {
  device.answer = { status: 410 }
  const before = receiver.pushes(device).length
  await desk.say('明日の訓練は予定どおりです。')
  await receiver.until(() => receiver.pushes(device).length > before, ringMs)
  await expect
    .poll(
      async () => {
        await openBoard()
        const isRed = dialog(desk).getByText('38台中 0台 鳴る見込み').waitFor({ timeout: 2_000 })
        return isRed.then(closeSheet).then(
          () => true,
          () => closeSheet().then(() => false),
        )
      },
      { timeout: ringMs },
    )
    .toBe(true)
  await desk.say('持ち物は前回と同じです。')
  await expect.poll(() => receiver.violations).toEqual([])
  expect(receiver.strays).toEqual([])
  expect([...desk.troubles, ...captain.troubles]).toEqual([])
})
