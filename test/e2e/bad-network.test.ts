import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { SeededRandom } from '../support/random.ts'
import { openBrowser, type Person } from './support/browser.ts'
import { DemoTown } from './support/demo-town.ts'
import type { Upgrades } from './support/edge.ts'
import { Pair, textsOf, watchBars } from './support/pair.ts'

const town = new DemoTown('bad-network')
const townPort = () => Number(new URL(town.url).port)
const withinMs = 20_000
const slowly = { timeout: 40_000, interval: 100 }
const seed = 20_261_122
let browser: Browser

beforeAll(async () => {
  await town.start()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await town.kill()
})

const barOf = ({ page }: Person) => page.locator('.room .connection-bar')
const numbered = (beginning: string, count: number) => Array.from({ length: count }, (_, i) => `${beginning}${i + 1}`)

async function sayAll(person: Person, texts: readonly string[]): Promise<void> {
  for (const text of texts) await person.say(text)
}

/** Both screens show exactly these, in this order: nothing lost, nothing twice. */
async function bothShow({ both }: Pair, beginning: string, texts: readonly string[]): Promise<void> {
  for (const person of both)
    await vi.waitFor(async () => expect(await textsOf(person, beginning)).toEqual(texts), slowly)
}

describe.concurrent('weathers', () => {
  test.each([
    ['refused with 403', 'refused', 1],
    ['never answered', 'hanging', 2],
    ['stripped of their Upgrade header', 'stripped', 3],
  ] as const)(
    '[CU7] WebSockets %s: everything works over polls, and when sockets work again they are taken',
    async (_, how: Upgrades, division) => {
      const pair = await Pair.of(browser, townPort, division, (network) => {
        network.edge.upgrades = how
        network.cut()
      })
      const { desk, phone, network } = pair
      for (const { context } of pair.both) context.setDefaultTimeout(withinMs)
      await desk.say('詰所の点検をお願いします')
      await phone.message('詰所の点検').waitFor()
      await phone.say('了解しました')
      await desk.message('了解しました').waitFor()
      await desk.message('詰所の点検').getByText('既読 1', { exact: true }).waitFor()
      await desk.message('詰所の点検').getByRole('button', { name: /^既読/ }).click()
      await desk.page.getByRole('dialog').getByRole('button', { name: '既読 1', exact: true }).waitFor()
      await desk.page.getByRole('dialog').getByRole('button', { name: '閉じる' }).click()
      await desk.menu('詰所の点検', '訂正')
      await desk.page.getByLabel('訂正後の文章').fill('詰所の大掃除をお願いします')
      await desk.page.getByRole('button', { name: '訂正する' }).click()
      await phone.message('詰所の大掃除').getByText('訂正済').waitFor()
      await phone.menu('詰所の大掃除', '了解')
      await desk
        .message('詰所の大掃除')
        .getByRole('button', { name: /了解 1人/ })
        .waitFor()
      network.edge.upgrades = 'pass'
      await vi.waitFor(() => expect(network.edge.openSockets).toBe(4), slowly)
      await pair.close()
    },
  )

  test(`[CU2] lost pieces and tunnels: 20 messages each way arrive once and in order, and only a long hole is told (seed ${seed})`, async () => {
    const pair = await Pair.of(browser, townPort, 4)
    const { desk, phone, network } = pair
    const bars = await Promise.all(pair.both.map(watchBars))
    network.lossy(new SeededRandom(seed), 0.15)
    const [ofDesk, ofPhone] = [numbered('本部から', 20), numbered('現場から', 20)]
    await Promise.all([sayAll(desk, ofDesk), sayAll(phone, ofPhone)])
    await bothShow(pair, '本部から', ofDesk)
    await bothShow(pair, '現場から', ofPhone)
    for (const seen of bars) expect(await seen()).toEqual([])
    network.hole()
    await desk.say('届いていますか')
    await desk.page
      .locator('.room .connection-bar')
      .getByText(/接続しています…|オフライン/)
      .waitFor({ timeout: 15_000 })
    network.fair()
    await phone.message('届いていますか').waitFor({ timeout: 15_000 })
    await barOf(desk).waitFor({ state: 'detached', timeout: withinMs })
    await bothShow(pair, '届いて', ['届いていますか'])
    await pair.close()
  })

  test('[CU2] offline for a while: what is written waits, is counted, and arrives once and in order', async () => {
    const pair = await Pair.of(browser, townPort, 5)
    const { desk, phone, network } = pair
    network.down()
    const [ofDesk, ofPhone] = [numbered('圏外の本部', 3), numbered('圏外の現場', 2)]
    await Promise.all([sayAll(desk, ofDesk), sayAll(phone, ofPhone)])
    await desk.page.getByText('未送信 3件').waitFor()
    await phone.page.locator('.room .connection-bar').getByText('未送信 2件').waitFor()
    network.fair()
    await bothShow(pair, '圏外の本部', ofDesk)
    await bothShow(pair, '圏外の現場', ofPhone)
    for (const person of pair.both) await barOf(person).waitFor({ state: 'detached', timeout: withinMs })
    await pair.close()
  })

  test('[CU2] a trouble of a moment is not told', async () => {
    const pair = await Pair.of(browser, townPort, 6)
    const { desk, phone, network } = pair
    const bars = await Promise.all(pair.both.map(watchBars))
    for (const text of numbered('切れても', 3)) {
      network.cut()
      await desk.say(text)
      await phone.message(text).waitFor()
    }
    await bothShow(pair, '切れても', numbered('切れても', 3))
    for (const seen of bars) expect(await seen()).toEqual([])
    await pair.close()
  })
})

test('[CU2] [LG1] the town is killed while five messages are written: all arrive once and in order', async () => {
  const pair = await Pair.of(browser, townPort, 7)
  const texts = numbered('停電の中', 5)
  await pair.phone.say(texts[0] as string)
  const restarted = town.restart()
  await sayAll(pair.phone, texts.slice(1))
  await restarted
  await bothShow(pair, '停電の中', texts)
  await pair.close()
})
