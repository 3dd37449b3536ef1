import { readFile } from 'node:fs/promises'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { unzipped } from '../support/zip-reader.ts'
import { problems } from './support/axe.ts'
import { openBrowser, type Person } from './support/browser.ts'
import { DemoTown } from './support/demo-town.ts'
import { deskAndCaptain } from './support/desk-and-captain.ts'
import { sendPhotos } from './support/sent-photos.ts'

const town = new DemoTown('stock')
const corps = '火見市消防団'
const room = '第12分団 個別連絡'
let browser: Browser
let desk: Person
let captain: Person
let talkId: string

const tiles = ({ page }: Person) => page.locator('.stock-tile')

beforeAll(async () => {
  await town.start()
  browser = await openBrowser()
  const meeting = { url: town.url, organization: corps, room }
  ;({ desk, captain } = await deskAndCaptain(browser, meeting, { width: 1_280, height: 800 }))
  talkId = new URL(desk.page.url()).pathname.split('/')[2] ?? ''
  const taken = { at: Date.UTC(2026, 10, 26, 5, 3), from: 'exif' as const }
  const place = { lat: 36.345612, lon: 140.304321, from: 'phone' as const }
  const photos = [205, 30, 120, 260].map((hue) => ({ width: 1_200, height: 900, hue, facts: { taken, place } }))
  await sendPhotos(captain, talkId, '訓練の様子です。', { photos })
})
afterAll(async () => {
  await browser?.close()
  await town.kill()
})

async function look(person: Person, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await person.page.emulateMedia({ colorScheme })
    expect(await problems(person)).toEqual([])
    await person.screen(`stock-${name}-${person === desk ? 'wide' : 'phone'}-${colorScheme}`)
  }
  await person.page.emulateMedia({ colorScheme: 'light' })
}

test('[ST1] [ST4] the stock is found from a room, has what was sent, and is searched', async () => {
  await desk.page.getByRole('button', { name: 'ノート・写真・地図' }).click()
  await desk.page.getByRole('button', { name: '写真の保管庫' }).click()
  // The room tells the directory in its own time.
  await vi.waitFor(
    async () => {
      await desk.page.reload()
      await tiles(desk).nth(3).waitFor({ timeout: 2_000 })
    },
    { timeout: 20_000, interval: 200 },
  )
  await desk.page.getByRole('searchbox', { name: /^ことばで探す/ }).fill('ﾀﾞｲ12')
  await desk.page.getByText('条件に合う写真はありません。').waitFor()
  await desk.page.getByRole('searchbox', { name: /^ことばで探す/ }).fill('第12分団')
  await expect.poll(() => tiles(desk).count()).toBe(4)
  await look(desk, 'list')
})

test('[ST3] the desk says that a photo may be shown, and what is to be seen on it', async () => {
  await tiles(desk).first().getByRole('button').click()
  const sheet = desk.page.getByRole('dialog', { name: '写真の情報' })
  await sheet.getByText('写真の記録').waitFor()
  await sheet.getByRole('radio', { name: '広報可' }).check()
  await sheet.getByLabel('行事・出来事').fill('水防訓練')
  await look(desk, 'facts')
  await sheet.getByRole('button', { name: '保存する' }).click()
  await sheet.waitFor({ state: 'detached' })
  await expect.poll(() => tiles(desk).first().textContent()).toContain('広報可')
  await desk.page.getByLabel('公開', { exact: true }).selectOption('ok')
  await expect.poll(() => tiles(desk).count()).toBe(1)
  await desk.page.getByRole('button', { name: '条件を消す' }).click()
  await expect.poll(() => tiles(desk).count()).toBe(4)
})

test('[ST5] [ST6] [ST8] what is chosen is taken along as one zip, and what is left out is said before', async () => {
  await desk.page.getByRole('button', { name: 'この日をすべて選ぶ' }).click()
  await desk.page.getByText('4枚を選んでいます').first().waitFor()
  await desk.page.getByRole('button', { name: 'まとめて保存' }).click()
  const sheet = desk.page.getByRole('dialog', { name: 'まとめて保存' })
  await sheet.getByRole('button', { name: '内容を確かめる' }).click()
  await sheet.getByText('広報可になっていない：3枚').waitFor()
  await look(desk, 'zip')
  const [download] = await Promise.all([
    desk.page.waitForEvent('download'),
    sheet.getByRole('link', { name: '保存を始める' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^写真_\d{8}-\d{4}\.zip$/)
  const files = unzipped(await readFile(await download.path()))
  expect([...files.keys()]).toEqual(['20261126-1403_第12分団_001.jpg', '一覧.csv'])
  const list = new TextDecoder().decode(files.get('一覧.csv'))
  expect(list).toContain('水防訓練')
  expect(list).not.toMatch(/36\.3456|140\.3043/)
})

test('[CL51] what is said of a photo leaves the focus on it, and words that were just typed count with what is chosen after them', async () => {
  const { page } = desk
  const open = tiles(desk).nth(1).getByRole('button')
  await open.focus()
  await page.keyboard.press('Enter')
  const sheet = page.getByRole('dialog', { name: '写真の情報' })
  await sheet.getByLabel('写っている人').fill('第12分団の皆さん')
  await sheet.getByRole('button', { name: '保存する' }).click()
  await sheet.waitFor({ state: 'detached' })
  await expect.poll(() => open.evaluate((button) => button === document.activeElement)).toBe(true)
  await page.getByRole('searchbox', { name: /^ことばで探す/ }).fill('どこにもない')
  await page.getByLabel('公開', { exact: true }).selectOption('ask')
  await page.getByText('条件に合う写真はありません。').waitFor()
  await look(desk, 'no-match')
  await page.getByRole('button', { name: '条件を消す' }).click()
  await expect.poll(() => tiles(desk).count()).toBe(4)
  expect(await page.getByRole('searchbox', { name: /^ことばで探す/ }).inputValue()).toBe('')
})

test('[ST2] [ST3] a captain sees the photos of own rooms, and reads what is said of them', async () => {
  await captain.page.goto(`${town.url}/settings`)
  await captain.page.getByRole('button', { name: `${corps}の写真の保管庫` }).click()
  await tiles(captain).nth(3).waitFor()
  await look(captain, 'list')
  await tiles(captain).first().getByRole('button').click()
  await captain.page.getByRole('dialog').getByText('水防訓練').waitFor()
  expect(await captain.page.getByRole('dialog').getByRole('button', { name: '保存する' }).count()).toBe(0)
  await look(captain, 'facts')
  await captain.page.getByRole('button', { name: '閉じる' }).click()
  expect([...desk.troubles, ...captain.troubles]).toEqual([])
})

test('[CL50] a large photo without a small picture is not fetched by the stock until somebody asks for it', async () => {
  const start = `\xff\xd8\xff\xe0${'x'.repeat(600_000)}`
  await sendPhotos(captain, talkId, '大きな写真です。', { files: [{ name: 'IMG_9.jpg', start, kind: 'photo' }] })
  const fetched: string[] = []
  captain.page.on('request', (request) => void fetched.push(request.url()))
  await vi.waitFor(
    async () => {
      await captain.page.reload()
      await tiles(captain).nth(4).waitFor({ timeout: 2_000 })
    },
    { timeout: 20_000, interval: 200 },
  )
  const large = tiles(captain).first()
  await large.getByText(/^\d+ kB$/).waitFor()
  await tiles(captain).nth(4).locator('img').waitFor()
  await look(captain, 'large')
  await large.getByRole('button').click()
  const show = captain.page.getByRole('dialog').getByRole('link', { name: /^表示する/ })
  const href = await show.getAttribute('href')
  expect(href).toContain(`/${talkId}/`)
  expect(fetched.filter((url) => url.endsWith(`${href}`))).toEqual([])
  await look(captain, 'large-facts')
})
