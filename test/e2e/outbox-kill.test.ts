import { once } from 'node:events'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SeededRandom } from '../support/random.ts'
import { planTown } from '../town/plan.ts'
import { demoPassword } from '../town/sign-ins.ts'
import { personOf } from '../town/town.ts'
import { DemoTown } from './support/demo-town.ts'
import { OwnPhone } from './support/own-phone.ts'
import { Phone } from './support/phone.ts'

/** A captain each, so that the rooms' pace (20 messages in 10 s) holds nobody up but the one who wrote them. */
const seeds = Array.from({ length: 20 }, (_, i) => i + 1)
const messages = 50
/** Some are killed before the first bubble, some after the last. */
const longestMs = 2_600
/** Fifty messages take 20 s at a room's pace, after whatever waits a restart costs. */
const arriveMs = 120_000

const plan = planTown()
const town = new DemoTown('outbox-kill')
const desk = new Phone(() => town.url, 'jimukyoku')
let rooms: Map<string, string>

beforeAll(async () => {
  await town.start()
  await desk.signIn(demoPassword)
  // The list of a town that has just been planted may still be filling.
  do rooms = await desk.rooms()
  while (seeds.some((seed) => !rooms.has(`第${seed}分団 個別連絡`)))
})
afterAll(() => town.kill())

/** Tells of each own bubble after the frame that painted it. */
async function watchBubbles(page: Page, painted: (text: string) => void): Promise<void> {
  await page.exposeFunction('tellPainted', painted)
  await page.evaluate(() => {
    const told = new Set<string>()
    const look = () => {
      for (const bubble of document.querySelectorAll('.message-own .bubble')) {
        const text = bubble.textContent ?? ''
        if (told.has(text)) continue
        told.add(text)
        requestAnimationFrame(() => requestAnimationFrame(() => Reflect.get(window, 'tellPainted')(text)))
      }
    }
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true })
  })
}

/** Signs in, and ends the browser properly once, so that its cookies are on the disk. */
async function prepare(phone: OwnPhone, loginId: string, room: string): Promise<void> {
  const person = await phone.open(town.url)
  await person.signIn(loginId, demoPassword)
  await person.choose('火見市消防団', room)
  await person.installed()
  await phone.close()
}

/** Composes offline until the browser is killed. Answers what was seen on the screen. */
async function composeUntilKilled(phone: OwnPhone, address: string, seed: number): Promise<string[]> {
  const { page, context } = await phone.open(address)
  const painted: string[] = []
  await page.getByRole('log').waitFor()
  await context.setOffline(true)
  await watchBubbles(page, (text) => void (text.startsWith(`${seed}-`) && painted.push(text)))
  const composing = (async () => {
    for (let n = 1; n <= messages; n += 1) {
      await page.getByLabel('メッセージを入力').fill(`${seed}-${n}`)
      await page.getByRole('button', { name: '送信', exact: true }).click()
    }
  })().catch(() => undefined)
  const killAfterMs = new SeededRandom(seed).below(longestMs)
  await new Promise((resolve) => setTimeout(resolve, killAfterMs))
  await phone.kill()
  await composing
  return painted
}

/** What the room has of one seed, once it has it all; what it still lacks when the time is over. */
async function storedIn(page: Page, roomId: string, seed: number, painted: readonly string[]): Promise<string[]> {
  const socket = await desk.open(roomId)
  const endsAt = performance.now() + arriveMs
  let missing = painted
  while (performance.now() < endsAt) {
    const { entries } = await desk.sync(roomId)
    const texts = entries.flatMap((entry) => (entry.kind === 'message' ? [entry.text ?? ''] : []))
    const own = texts.filter((text) => text.startsWith(`${seed}-`))
    missing = painted.filter((text) => !own.includes(text))
    if (missing.length === 0) {
      socket.close()
      return own
    }
    // Whatever the room says next may be it; a room that says nothing is asked all the same.
    await Promise.race([socket.next(), once(AbortSignal.timeout(2_000), 'abort')])
  }
  const screen = await page.locator('body').textContent()
  throw new Error(`seed ${seed}: ${missing.join(' ')} did not arrive; the screen says ${screen?.slice(0, 400)}`)
}

test('[CL1] [CL2] a browser killed amid fifty messages: every bubble that was painted arrives once and in order, 20 seeds', {
  timeout: 400_000,
}, async () => {
  let seen = 0
  const draining: Promise<void>[] = []
  for (const seed of seeds) {
    const room = `第${seed}分団 個別連絡`
    const roomId = rooms.get(room) as string
    const phone = new OwnPhone()
    await prepare(phone, personOf(plan, `captain${seed}`).loginId, room)
    const painted = await composeUntilKilled(phone, `${town.url}/r/${roomId}`, seed)
    seen += painted.length
    const { page } = await phone.open(town.url)
    draining.push(
      (async () => {
        const stored = await storedIn(page, roomId, seed, painted)
        const numbers = stored.map((text) => Number(text.split('-')[1]))
        expect(numbers, `seed ${seed}`).toEqual(numbers.map((_, i) => i + 1))
        await page.close()
        await phone.destroy()
      })(),
    )
  }
  await Promise.all(draining)
  expect(seen).toBeGreaterThan(seeds.length)
})
