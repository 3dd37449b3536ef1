import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoPassword } from '../town/sign-ins.ts'
import { openBrowser, Person } from './support/browser.ts'
import { DemoTown } from './support/demo-town.ts'

const town = new DemoTown('settings')
let browser: Browser

beforeAll(async () => {
  await town.start()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await town.kill()
})

/** Runs in the page: what reaches over its right edge, and buttons that are too small to tap or whose words are cut. */
function misfits(): string[] {
  const problems: string[] = []
  for (const element of document.querySelectorAll<HTMLElement>('#app *')) {
    const { right, width, height } = element.getBoundingClientRect()
    if (width > 1 && right > innerWidth + 1) problems.push(`too wide: ${element.outerHTML.slice(0, 80)}`)
    const isControl = element.matches('button, label:has(input)')
    if (!isControl || width === 0) continue
    if (height < 44) problems.push(`too low: ${element.outerHTML.slice(0, 80)}`)
    if (element.scrollWidth > element.clientWidth + 1) problems.push(`cut: ${element.outerHTML.slice(0, 80)}`)
  }
  return problems
}

test('the largest letters are kept, are there before anything is painted, and nothing is cut on a phone', async () => {
  const captain = await Person.at(browser, town.url)
  const { page } = captain
  const letters = () => page.evaluate(() => getComputedStyle(document.documentElement).fontSize)
  await captain.signIn('bundan12', demoPassword)
  expect(await letters()).toBe('16px')
  await page.getByRole('button', { name: '設定' }).click()
  await page.getByRole('radio', { name: '特大' }).check()
  expect(await letters()).toBe(`${16 * 1.37}px`)
  await page.locator('.device').first().waitFor()
  expect(await page.evaluate(misfits)).toEqual([])
  await captain.screen('phone-settings-largest')
  await page.getByRole('button', { name: 'ホーム画面に追加' }).click()
  await page.locator('.install-lead').waitFor()
  expect(await page.evaluate(misfits)).toEqual([])
  await page.reload()
  await page.locator('.install-lead').waitFor()
  expect(await letters()).toBe(`${16 * 1.37}px`)
  expect(captain.troubles).toEqual([])
  await captain.context.close()
})

test('the key that sends is chosen where there is a keyboard, and only there', async () => {
  const desk = await Person.at(browser, town.url, { width: 1280, height: 800 })
  await desk.signIn('jimukyoku', demoPassword)
  await desk.page.getByRole('button', { name: '設定' }).click()
  await desk.page.getByRole('radio', { name: 'Enter で送信', exact: true }).check()
  await desk.page.reload()
  expect(await desk.page.getByRole('radio', { name: 'Enter で送信', exact: true }).isChecked()).toBe(true)
  await desk.screen('wide-settings')
  const phone = await Person.at(browser, town.url)
  await phone.signIn('bundan12', demoPassword)
  await phone.page.getByRole('button', { name: '設定' }).click()
  await phone.page.getByText('文字の大きさ').waitFor()
  expect(await phone.page.getByText('送信キー').count()).toBe(0)
  await desk.context.close()
  await phone.context.close()
})

test('an iPhone is shown in three pictures how to install; the line in the list can be sent away', async () => {
  const phone = await Person.at(browser, 'about:blank')
  await phone.context.addInitScript(() => {
    Object.defineProperty(navigator, 'vendor', { get: () => 'Apple Computer, Inc.' })
    Object.defineProperty(navigator, 'standalone', { get: () => false })
  })
  const { page } = phone
  await page.goto(town.url)
  await phone.signIn('bundan12', demoPassword)
  await page.getByRole('button', { name: 'ホーム画面に追加すると' }).click()
  await page.getByText('しばらく使わないと未送信のメッセージを消すことがあります').waitFor()
  expect(await page.locator('.picture').count()).toBe(3)
  await phone.screen('phone-install')
  await page.getByRole('button', { name: 'ルーム一覧へ戻る' }).click()
  const line = page.locator('.list-hint')
  await line.getByRole('button', { name: '閉じる' }).click()
  await line.waitFor({ state: 'detached' })
  await page.reload()
  await page.locator('.room-item').first().waitFor()
  expect(await line.count()).toBe(0)
  expect(phone.troubles).toEqual([])
  await phone.context.close()
})
