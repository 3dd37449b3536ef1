import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { demoPassword } from '../town/sign-ins.ts'
import { problems } from './support/axe.ts'
import { openBrowser, Person } from './support/browser.ts'
import { DemoTown } from './support/demo-town.ts'
import { deskAndCaptain } from './support/desk-and-captain.ts'
import { choose, photo, trayOf } from './support/photos.ts'
import { sendPhotos } from './support/sent-photos.ts'

const town = new DemoTown('organization')
const corps = '火見市消防団'
const room = '第12分団 個別連絡'
const giga = 1024 ** 3
let browser: Browser
let desk: Person
let captain: Person
let organizationId = ''
let roomId = ''

beforeAll(async () => {
  await town.start()
  browser = await openBrowser()
  const meeting = { url: town.url, organization: corps, room }
  ;({ desk, captain } = await deskAndCaptain(browser, meeting, { width: 1_280, height: 800 }))
  roomId = new URL(desk.page.url()).pathname.split('/')[2] ?? ''
})
afterAll(async () => {
  await browser?.close()
  await town.kill()
})
afterEach(() => expect([...desk.troubles, ...captain.troubles]).toEqual([]))

const storage = ({ page }: Person) => page.getByRole('region', { name: '写真とファイルの容量' })
const quota = ({ page }: Person) => page.getByLabel('容量（GB）')
const openPage = async ({ page }: Person) => {
  await page.getByRole('button', { name: '設定', exact: true }).click()
  await page.getByRole('button', { name: `${corps}の設定と容量` }).click()
  await page.getByRole('heading', { name: '組織の設定と容量' }).waitFor()
}
/** Of the server, by the desk's session, as from another administrator's device. */
const set = ({ page }: Person, body: object) =>
  page.evaluate(
    async ([path, text]) =>
      (await fetch(path, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: text })).status,
    [`/api/organizations/${organizationId}`, JSON.stringify(body)] as const,
  )
const now = ({ page }: Person) =>
  page.evaluate(async (path) => (await fetch(path)).json(), `/api/organizations/${organizationId}`)
const seenAgain = ({ page }: Person) => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))

test('[FI35] an administrator finds how full it is and what holds most; nobody else finds the page', async () => {
  await sendPhotos(captain, roomId, '水門の写真です', {
    photos: [205, 30].map((hue) => ({ width: 1_600, height: 1_200, hue })),
  })
  await openPage(desk)
  organizationId = new URL(desk.page.url()).pathname.split('/')[2] ?? ''
  expect(new URL(desk.page.url()).pathname).toBe(`/o/${organizationId}/settings`)
  await storage(desk)
    .getByText(/^50 GBのうち/)
    .waitFor()
  // Rooms report in their own time.
  await vi.waitFor(
    async () => {
      await seenAgain(desk)
      await storage(desk).getByRole('button', { name: room }).waitFor({ timeout: 1_000 })
    },
    { timeout: 20_000, interval: 200 },
  )
  expect(await storage(desk).getByRole('meter').getAttribute('aria-valuetext')).toMatch(/^0% 50 GBのうち/)
  await storage(desk).getByRole('button', { name: room }).click()
  await desk.page.waitForURL(`**/r/${roomId}/album`)
  await desk.page.goBack()
  await storage(desk).waitFor()
  await captain.page.getByRole('button', { name: 'ルーム一覧へ戻る' }).click()
  await captain.page.getByRole('button', { name: '設定', exact: true }).click()
  await captain.page.getByRole('button', { name: `${corps}の写真の保管庫` }).waitFor()
  expect(await captain.page.getByRole('button', { name: /設定と容量/ }).count()).toBe(0)
  const other = await Person.at(browser, town.url)
  await other.signIn('bundan12', demoPassword)
  await other.page.goto(`${town.url}/o/${organizationId}/settings`)
  await other.page.getByRole('alert').getByText('見つかりません').waitFor()
  expect(await other.page.getByLabel('容量（GB）').count()).toBe(0)
  await other.context.close()
})

test('[FI34] [FI35] what is typed is taken or refused in words, and what another administrator changed is shown', async () => {
  await quota(desk).fill('たくさん')
  await desk.page.getByRole('button', { name: '容量を変える' }).click()
  await desk.page.getByRole('alert').getByText('1から1,000,000までの整数で入力してください。').waitFor()
  expect((await now(desk)).storageBytes).toBe(50 * giga)
  await quota(desk).fill('８０')
  await quota(desk).press('Enter')
  await desk.page.getByText('保存しました。').waitFor()
  expect((await now(desk)).storageBytes).toBe(80 * giga)
  await storage(desk)
    .getByText(/^80 GBのうち/)
    .waitFor()
  expect(await set(desk, { storageBytes: 60 * giga })).toBe(204)
  await quota(desk).fill('100')
  await quota(desk).press('Enter')
  await desk.page.getByText('ほかの管理者が先に「60 GB」に変えていました。').waitFor()
  expect((await now(desk)).storageBytes).toBe(100 * giga)
  await desk.page.getByRole('radio', { name: '全員' }).check()
  await desk.page.getByRole('group', { name: '緊急のメッセージを書ける人' }).getByText('保存しました。').waitFor()
  expect(await now(desk)).toMatchObject({ urgentBy: 'everyone', storageBytes: 100 * giga })
  expect(await set(desk, { ringsShow: 'text' })).toBe(204)
  await seenAgain(desk)
  await desk.page.getByText('ほかの管理者が変えました（前は「ルームの名前だけ」）。').waitFor()
  expect(await desk.page.getByRole('radio', { name: '書いた人と文章も' }).isChecked()).toBe(true)
  await desk.context.setOffline(true)
  await desk.page.getByRole('radio', { name: 'すぐに送る' }).click()
  await desk.page.getByText(/^変えられませんでした。/).waitFor()
  expect(await desk.page.getByRole('radio', { name: '5秒待つ' }).isChecked()).toBe(true)
  await desk.context.setOffline(false)
})

test('[FI36] where it is full a message stays with its photo and says why; with more room 再送 sends it', async () => {
  expect(await set(desk, { storageBytes: 1_000 })).toBe(204)
  await captain.page.getByRole('button', { name: 'ルーム一覧へ戻る' }).click()
  await captain.choose(corps, room)
  await choose(captain.page, '写真', [await photo(captain.page, 'IMG_0001.JPG', { width: 800, height: 600 })])
  await trayOf(captain).getByRole('img').waitFor()
  await captain.page.getByLabel('メッセージを入力').fill('堤防の様子です')
  await captain.page.getByRole('button', { name: '送信', exact: true }).click()
  const own = captain.message('堤防の様子です')
  await own.getByText('保存できる量がいっぱいのため、写真やファイルを送れません。').waitFor()
  await own.getByText('管理者に、容量を増やすよう伝えてください。').waitFor()
  expect(await own.getByRole('img').count()).toBe(1)
  await looked(captain, 'full-message')
  // It is on the device, and not only on the screen.
  await captain.page.reload()
  await own.getByRole('button', { name: '再送' }).click()
  await own.getByText('保存できる量がいっぱいのため').waitFor()
  await captain.page.getByLabel('メッセージを入力').fill('写真はあとで送ります')
  await captain.page.getByRole('button', { name: '送信', exact: true }).click()
  await captain.message('写真はあとで送ります').getByText('送信待ち').waitFor({ state: 'detached' })
  await seenAgain(desk)
  await storage(desk).getByText('いっぱいです。新しい写真やファイルを送れません。').waitFor()
  await storage(desk).getByText('「再送」を押してもらってください。').waitFor()
  await storage(desk).scrollIntoViewIfNeeded()
  await looked(desk, 'full')
  await quota(desk).fill('50')
  await quota(desk).press('Enter')
  await desk.page.getByText('保存しました。').waitFor()
  await own.getByRole('button', { name: '再送' }).click()
  await own.getByText('保存できる量がいっぱいのため').waitFor({ state: 'detached' })
  const there = async () =>
    (
      await desk.page.evaluate(async (path) => (await fetch(path)).json(), `/api/rooms/${roomId}/entries?before=1000`)
    ).entries.filter(({ text }: { text?: string }) => text === '堤防の様子です')
  await vi.waitFor(async () => expect(await there()).toMatchObject([{ files: [{ name: 'IMG_0001.jpg' }] }]), 10_000)
})

/** Both kinds of light, with what a screen reader and a finger need. */
async function looked(person: Person, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await person.page.emulateMedia({ colorScheme })
    expect(await problems(person)).toEqual([])
    await person.screen(`organization-${name}-${person === desk ? 'wide' : 'phone'}-${colorScheme}`)
  }
  await person.page.emulateMedia({ colorScheme: 'light' })
}

test('the page on a screen', async () => {
  await looked(desk, 'page')
  await desk.page.getByRole('heading', { name: 'この組織のきまり' }).scrollIntoViewIfNeeded()
  await looked(desk, 'rules')
  const phone = await Person.at(browser, town.url)
  await phone.signIn('jimukyoku', demoPassword)
  await phone.page.getByRole('button', { name: '設定', exact: true }).click()
  await phone.page.getByRole('button', { name: `${corps}の設定と容量` }).scrollIntoViewIfNeeded()
  await looked(phone, 'way')
  await phone.page.getByRole('button', { name: `${corps}の設定と容量` }).click()
  await storage(phone).getByRole('button', { name: room }).waitFor()
  await looked(phone, 'page')
  await phone.page.getByRole('button', { name: '容量を変える' }).scrollIntoViewIfNeeded()
  await quota(phone).fill('0')
  await phone.page.getByRole('button', { name: '容量を変える' }).click()
  await phone.page.getByRole('alert').getByText('整数で入力してください').waitFor()
  await looked(phone, 'quota')
  await phone.page.getByRole('group', { name: '端末に残すもの' }).scrollIntoViewIfNeeded()
  await looked(phone, 'rules')
  expect(phone.troubles).toEqual([])
  await phone.context.close()
})
