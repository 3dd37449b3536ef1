import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { decodeSheet } from '../../core/read-sheet.ts'
import { planTown } from '../town/plan.ts'
import { demoPassword } from '../town/sign-ins.ts'
import { personOf } from '../town/town.ts'
import { openBrowser, Person } from './support/browser.ts'
import { DemoTown } from './support/demo-town.ts'
import { Phone } from './support/phone.ts'

const town = new DemoTown('talk')
const plan = planTown()
const room = '消防団一斉連絡'
const corps = '火見市消防団'
let browser: Browser
let desk: Person
let captain: Person

beforeAll(async () => {
  await town.start()
  browser = await openBrowser()
  desk = await Person.at(browser, town.url)
  captain = await Person.at(browser, town.url)
})
afterAll(async () => {
  await browser?.close()
  await town.kill()
})
afterEach(() => expect([...desk.troubles, ...captain.troubles]).toEqual([]))

test('[CU1] a newcomer signs in on a phone, opens the room of all captains, and finds the line of the unread', async () => {
  await desk.signIn('jimukyoku', demoPassword)
  await captain.signIn('bundan12', demoPassword)
  await captain.screen('phone-list')
  await desk.choose(corps, room)
  await captain.choose(corps, room)
  await captain.page.getByText('ここから未読').waitFor()
  await captain.screen('phone-room-unread')
})

test('[LG2] [RP10] what the desk says appears at the captain’s, and the desk sees that it was read', async () => {
  await desk.say('明朝8時、各分団は詰所の点検をお願いします。')
  await captain.toNewest()
  await captain.message('明朝8時').waitFor()
  await desk.message('明朝8時').getByText('既読 1', { exact: true }).waitFor()
})

test('[RP4] [RP7] the read sheet has a row for each of the 34 captains, right by an oracle of who read', async () => {
  const phones = Array.from(
    { length: 34 },
    (_, i) => new Phone(() => town.url, personOf(plan, `captain${i + 1}`).loginId),
  )
  const readers = phones.filter((_, i) => i % 3 === 0)
  for (const phone of readers) await phone.signIn(demoPassword)
  const roomId = (await readers[0]!.rooms()).get(room) as string
  const { head } = await readers[0]!.sync(roomId)
  await desk.message('明朝8時').getByRole('button', { name: /^既読/ }).click()
  for (const phone of readers) await phone.command(roomId, { t: 'read', seq: head })
  const hasRead = new Set([...readers.map(({ loginId }) => loginId), 'bundan12'])
  const expected = new Set(plan.people.filter(({ loginId }) => hasRead.has(loginId)).map(({ name }) => name))

  const dialog = desk.page.getByRole('dialog')
  await dialog.getByRole('button', { name: `既読 ${expected.size}` }).waitFor()
  await desk.screen('phone-read-sheet')
  await dialog.getByRole('button', { name: '所属別' }).click()
  const rows = dialog.locator('.unit-row').filter({ hasText: '分団' })
  expect(await rows.count()).toBe(34)
  for (let n = 1; n <= 34; n += 1) {
    const { name, loginId } = personOf(plan, `captain${n}`)
    const row = rows.filter({ hasText: name })
    expect(await row.locator('.unit-count').textContent()).toBe(hasRead.has(loginId) ? '既読 1／1' : '既読 0／1')
  }
  await desk.screen('phone-read-sheet-units')
  await dialog.getByRole('button', { name: '閉じる' }).click()

  const { roster } = await readers[0]!.sync(roomId)
  const sheet = await readers[0]!.sheet(roomId, head)
  const told = decodeSheet(sheet, sheet.members ?? [])
  const namesRead = told.members
    .filter((_, i) => told.read[i])
    .map((no) => roster?.members.find((member) => member.no === no)?.name)
  expect(new Set(namesRead)).toEqual(expected)
})

test('[LG5] [RP9] a correction reaches everyone, and says who has read only the old version', async () => {
  await desk.menu('明朝8時', '訂正')
  await desk.page.getByLabel('訂正後の文章').fill('明朝9時、各分団は詰所の点検をお願いします。')
  await desk.page.getByRole('button', { name: '訂正する' }).click()
  await captain.message('明朝9時').getByText('訂正済').waitFor()
  await desk.message('明朝9時').getByRole('button', { name: /^既読/ }).click()
  await desk.page.getByRole('button', { name: /訂正前のみ 1[12]/ }).click()
  await desk.screen('phone-read-sheet-stale')
  await desk.page.getByRole('dialog').getByRole('button', { name: '閉じる' }).click()
})

test('[LG11] a reaction takes two taps and appears at the other’s', async () => {
  await captain.menu('明朝9時', '了解')
  await desk
    .message('明朝9時')
    .getByRole('button', { name: /了解 1人/ })
    .waitFor()
})

test('[LG6] what is retracted is gone from both screens', async () => {
  await captain.say('間違えて送りました')
  await desk.message('間違えて送りました').waitFor()
  await captain.menu('間違えて送りました', '取り消し')
  await captain.page.getByRole('button', { name: '取り消す' }).click()
  await desk.message('間違えて送りました').waitFor({ state: 'detached' })
  for (const { page } of [desk, captain])
    await page.getByText('間違えて送りました').first().waitFor({ state: 'detached' })
})

test('[SC1] text is text: nothing in a message runs, and only links of known kinds are links', async () => {
  const texts = [
    '<img src=x onerror=alert(1)>',
    '<svg/onload=alert(2)>',
    'javascript:alert(3)',
    '"><script>alert(4)</script>',
    'data:text/html,<b>5</b>',
  ]
  for (const text of texts) {
    await captain.say(text)
    await desk.message(text).waitFor()
    expect(await desk.message(text).locator('.bubble').textContent()).toContain(text)
    expect(await desk.message(text).locator('.bubble a').count()).toBe(0)
  }
  await captain.say('https://example.jp/出動報告 と tel:0120-000-000')
  await desk.message('https://example.jp').locator('.bubble a').first().waitFor()
})

test('on a wide screen the list stands beside the room, light and dark', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const wide = await Person.at(browser, town.url, { width: 1280, height: 800, colorScheme })
    await wide.signIn('dancho', demoPassword)
    await wide.choose(corps, room)
    expect(await wide.page.locator('.room-item').filter({ hasText: room }).isVisible()).toBe(true)
    await wide.screen(`wide-room-${colorScheme}`)
    expect(wide.troubles).toEqual([])
    await wide.context.close()
  }
})
