import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoPassword } from '../town/sign-ins.ts'
import { openBrowser, Person } from './support/browser.ts'
import { DemoTown } from './support/demo-town.ts'

const town = new DemoTown('accessibility')
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const standard = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
let browser: Browser

beforeAll(async () => {
  await town.start()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await town.kill()
})

/** What WCAG 2.2 AA has against the screen as it is, found by axe. */
async function problems({ page }: Person): Promise<string[]> {
  await page.evaluate(axe)
  const { violations } = (await page.evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(standard)} })`,
  )) as AxeResults
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

test.each(['light', 'dark'] as const)(
  'the screens have nothing that WCAG 2.2 AA forbids, as far as axe sees (%s)',
  async (colorScheme) => {
    const desk = await Person.at(browser, town.url, { colorScheme })
    await desk.page.getByRole('button', { name: 'サインイン' }).waitFor()
    expect(await problems(desk)).toEqual([])
    await desk.signIn('jimukyoku', demoPassword)
    await desk.page.getByRole('button', { name: '火見市消防団' }).first().click()
    await desk.page.locator('.room-item').filter({ hasText: '消防団一斉連絡' }).waitFor()
    expect(await problems(desk)).toEqual([])
    for (const path of ['/settings', '/install']) {
      await desk.page.goto(`${town.url}${path}`)
      await desk.page.locator('.page-body .card').first().waitFor()
      expect(await problems(desk)).toEqual([])
    }
    await desk.page.goto(town.url)
    await desk.choose('火見市消防団', '消防団一斉連絡')
    await desk.page.getByRole('button', { name: /^既読/ }).last().waitFor()
    expect(await problems(desk)).toEqual([])
    await desk.page.getByRole('button', { name: /^既読/ }).last().click()
    await desk.page.getByRole('dialog').getByRole('button', { name: '所属別' }).click()
    expect(await problems(desk)).toEqual([])
    await desk.context.close()
  },
)
