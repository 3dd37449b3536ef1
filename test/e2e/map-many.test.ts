import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { clientId } from '../support/builders.ts'
import { problems } from './support/axe.ts'
import { type Look, openBrowser, Person } from './support/browser.ts'
import { DemoTown } from './support/demo-town.ts'
import { enter, leaves } from './support/place-of-a-phone.ts'
import { TileServer } from './support/tile-server.ts'

const town = new DemoTown('map-many')
const tiles = new TileServer()
const corps = '火見市消防団'
const room = '第12分団 個別連絡'
let browser: Browser

beforeAll(async () => {
  await tiles.start()
  await town.start('--env', `TILES=${tiles.tiles}`, '--env', 'MAP_CENTER=36.3453,140.3042')
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await town.kill()
  await tiles.stop()
})

const map = ({ page }: Person) => page.getByRole('application', { name: `${room}の地図` })
const clusters = (person: Person) => map(person).getByRole('button', { name: /件がここにまとまっています/ })
const list = ({ page }: Person) => page.getByRole('region', { name: '地図にあるもの' })
const openMap = async (person: Person) => {
  await person.page.getByRole('button', { name: 'ノート・写真・地図' }).click()
  await person.page.getByRole('dialog').getByRole('button', { name: '地図', exact: true }).click()
  await map(person).waitFor()
}

/** 500 photos in 25 messages: 40 at one point, the others over the town. What the room would answer, without its bytes. */
const entries = Array.from({ length: 25 }, (_, m) => ({
  ...{ seq: 900 - m, kind: 'message', by: 1, text: `見回り ${m + 1}`, clientId: clientId(m, 31) },
  ...{ storedAt: Date.UTC(2026, 10, 26) - m * 60_000, sentAt: Date.UTC(2026, 10, 26) - m * 60_000 },
  files: Array.from({ length: 20 }, (_, f) => {
    const n = m * 20 + f
    const at =
      n < 40 ? { lat: 36.3453, lon: 140.3042 } : { lat: 36.3 + (n % 23) * 0.004, lon: 140.25 + (n % 19) * 0.006 }
    const facts = { kind: 'photo', name: 'a.jpg', type: 'image/jpeg', size: 1, sha256: 'a'.repeat(64) }
    return { id: clientId(n, 32), ...facts, place: { ...at, from: 'exif' } }
  }),
}))

async function withMany(look: Look = {}, { isCalm = false } = {}): Promise<Person> {
  const person = await enter(await Person.at(browser, town.url, look), corps, room, 'jimukyoku')
  await person.page.route(/\/api\/rooms\/\w+\/places/, (route) => route.fulfill({ json: { entries, before: null } }))
  if (isCalm) await person.page.emulateMedia({ reducedMotion: 'reduce' })
  await openMap(person)
  await list(person).getByText('500件').waitFor()
  return person
}

test('[MP14] of 500 marks a few numbers are drawn, the list has them all, and each number opens by finger and by key', async () => {
  const person = await withMany({}, { isCalm: true })
  const { page } = person
  await clusters(person).first().waitFor()
  const marks = page.locator('.leaflet-marker-icon')
  // All of them come into view first.
  await vi.waitFor(async () => expect(await marks.count()).toBeLessThan(80))
  const drawn = await marks.count()
  expect(await list(person).getByRole('listitem').count()).toBe(500)
  const counts = await clusters(person).evaluateAll((all) => all.map((one) => Number(one.textContent)))
  expect(counts.reduce((sum, count) => sum + count, 0) + drawn - counts.length).toBe(500)
  for (const cluster of await clusters(person).all()) {
    const box = await cluster.boundingBox()
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44)
  }
  expect((await problems(person)).filter((one) => !/^target-size: <div class="leaflet-marker-icon/.test(one))).toEqual(
    [],
  )
  await clusters(person).first().focus()
  await page.keyboard.press('Enter')
  await vi.waitFor(async () =>
    expect(await clusters(person).evaluateAll((all) => all.map((one) => Number(one.textContent)))).not.toEqual(counts),
  )
  // To the point at which forty lie, until nothing comes apart any more.
  await list(person).getByRole('listitem').first().getByRole('button').first().click()
  const here = map(person).getByRole('button', { name: /^39件が/ })
  await here.waitFor()
  await here.press('Enter')
  const group = page.getByRole('region', { name: '同じ場所にあるもの' })
  await group.waitFor()
  expect(await group.getByRole('listitem').count()).toBe(39)
  expect(await list(person).getByRole('listitem').count()).toBe(500)
  await vi.waitFor(async () =>
    expect(await group.getByRole('heading').evaluate((it) => it === document.activeElement)).toBe(true),
  )
  await person.screen('map-many-group-phone-light')
  await group.getByRole('button', { name: '閉じる' }).click()
  await group.waitFor({ state: 'detached' })
  await leaves(person)
})

test('[MP14] how long 500 marks take to be drawn', async () => {
  const person = await withMany({}, { isCalm: true })
  const times = await person.page.evaluate(async () => {
    const buttons = [...document.querySelectorAll('button')]
    const named = (name: string) => buttons.find((one) => (one.getAttribute('aria-label') ?? one.textContent) === name)
    const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
    const took: number[] = []
    for (let i = 0; i < 7; i += 1) {
      for (let step = 0; step < 4; step += 1) named('拡大')?.click()
      await frame()
      const began = performance.now()
      named('全部を見る')?.click()
      await frame()
      took.push(performance.now() - began)
    }
    return took.sort((a, b) => a - b)
  })
  console.info(`500 marks: ${times.map((ms) => ms.toFixed(0)).join(' ')} ms`)
  expect(times[3]).toBeLessThan(500)
  await leaves(person)
})

const looks: Record<string, Look> = {
  'phone-light': { colorScheme: 'light' },
  'phone-dark': { colorScheme: 'dark' },
  'wide-light': { width: 1280, height: 800, colorScheme: 'light' },
  'wide-dark': { width: 1280, height: 800, colorScheme: 'dark' },
}

test.each(Object.entries(looks))(
  '[MP15] without a network the map shows what was seen before, and says so (%s)',
  async (name, look) => {
    const person = await withMany(look)
    const { page } = person
    const seen = page.locator('.leaflet-tile-loaded')
    await seen.first().waitFor()
    await clusters(person).first().waitFor()
    await vi.waitFor(async () => {
      expect(await page.locator('.leaflet-marker-icon').count()).toBeLessThan(80)
      expect(await page.locator('.leaflet-zoom-anim').count()).toBe(0)
    })
    await person.screen(`map-many-${name}`)
    const kept = () =>
      page.evaluate(async () => {
        const keys = await Promise.all((await caches.keys()).map(async (one) => (await caches.open(one)).keys()))
        return keys.flat().filter(({ url }) => /\/xyz\//.test(url)).length
      })
    await vi.waitFor(async () => expect(await kept()).toBeGreaterThan(3))
    tiles.isDown = true
    await person.context.setOffline(true)
    await page.getByRole('button', { name: 'ルームへ戻る' }).click()
    await person.log(room).waitFor()
    await openMap(person)
    await seen.first().waitFor()
    await page.getByRole('alert').getByText('地図は前に見た範囲だけ表示しています。').waitFor()
    await person.screen(`map-kept-${name}`)
    tiles.isDown = false
    await person.context.setOffline(false)
    await page.goto(`${town.url}/settings`)
    await page.getByRole('button', { name: 'サインアウト' }).click()
    await page.getByLabel('ログインID').waitFor()
    await vi.waitFor(async () => expect(await kept()).toBe(0))
    await person.context.close()
  },
)

test('[MP15] of a host that does not let pages look at its pictures the map is shown, and nothing is kept', async () => {
  tiles.isReadable = false
  const person = await withMany({}, { isCalm: true })
  const { page } = person
  const zooms = () =>
    page
      .locator('.leaflet-tile-loaded')
      .evaluateAll((all) => [
        ...new Set(all.map((one) => Number(/\/(\d+)\/\d+\/\d+\.png$/.exec((one as HTMLImageElement).src)?.[1]))),
      ])
  await vi.waitFor(async () => expect((await zooms()).length).toBeGreaterThan(0))
  const before = Math.max(...(await zooms()))
  // What is asked for once it is known comes too.
  await page.getByRole('button', { name: '拡大', exact: true }).click()
  await vi.waitFor(async () => expect(await zooms()).toContain(before + 1))
  const names = await page.evaluate(async () =>
    (await Promise.all((await caches.keys()).map(async (one) => (await caches.open(one)).keys())))
      .flat()
      .map(({ url }) => url),
  )
  expect(names.filter((url) => url.includes('/xyz/'))).toEqual([])
  tiles.isReadable = true
  await person.context.close()
})
