import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoPassword } from '../town/sign-ins.ts'
import { problems } from './support/axe.ts'
import { openBrowser, Person } from './support/browser.ts'
import { DemoTown } from './support/demo-town.ts'

const town = new DemoTown('accessibility')
const corps = '火見市消防団'
const room = '消防団一斉連絡'
let browser: Browser

beforeAll(async () => {
  await town.start()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await town.kill()
})

const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } }
const looks = (['light', 'dark'] as const).flatMap((colorScheme) =>
  (['phone', 'desktop'] as const).map((size) => ({ colorScheme, size })),
)

test.each(looks)(
  'no screen has anything that WCAG 2.2 AA forbids, as far as axe sees ($colorScheme, $size)',
  async ({ colorScheme, size }) => {
    const desk = await Person.at(browser, town.url, { colorScheme, ...sizes[size] })
    const { page } = desk
    const found: Record<string, string[]> = {}
    const look = async (screen: string) => {
      // What fades in has its colours when it is there.
      await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)).then(() => true))
      const against = await problems(desk)
      if (against.length > 0) found[screen] = against
      await desk.screen(`${size}-${colorScheme}-${screen}`)
    }
    const closeDialog = () => page.getByRole('dialog').getByRole('button', { name: '閉じる' }).click()

    await page.getByRole('button', { name: 'サインイン' }).waitFor()
    await look('sign-in')
    await page.getByRole('button', { name: 'はじめて使う方はこちら' }).click()
    await page.getByLabel('用紙のコード').waitFor()
    await look('activation')
    await page.getByRole('button', { name: 'サインイン画面へ戻る' }).click()
    await desk.signIn('jimukyoku', demoPassword)
    await page.getByRole('button', { name: corps }).first().click()
    await page.locator('.room-item').filter({ hasText: room }).waitFor()
    await look('list')
    await desk.choose(corps, room)
    await page.getByRole('button', { name: /^既読/ }).last().waitFor()
    await look('room')
    await page.getByRole('button', { name: 'メッセージの操作' }).last().click()
    await page.getByRole('dialog').waitFor()
    await look('menu')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /^既読/ }).last().click()
    await page.getByRole('dialog').getByRole('button', { name: '所属別' }).click()
    await look('readers')
    await closeDialog()
    await page.getByRole('button', { name: 'メンバーを見る' }).click()
    await page.getByRole('switch').first().waitFor()
    await look('members')
    await closeDialog()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.goto(`${town.url}/settings`)
    await page.locator('.device').first().waitFor()
    await look('settings')
    await page.goto(`${town.url}/install`)
    await page.locator('.install-lead').first().waitFor()
    await look('install')
    expect(found).toEqual({})
    expect(desk.troubles).toEqual([])
    await desk.context.close()
  },
)
