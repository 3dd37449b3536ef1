import { createHash } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { MessageEntry } from '../../protocol/entry.ts'
import { limits } from '../../protocol/limits.ts'
import { demoPassword } from '../town/sign-ins.ts'
import { openBrowser, Person } from './support/browser.ts'
import { DemoTown } from './support/demo-town.ts'
import { kept } from './support/device.ts'
import { medianOf, note } from './support/figures.ts'
import { Network } from './support/network.ts'
import { Phone } from './support/phone.ts'
import { choose, photo, trayOf } from './support/photos.ts'

/** The line: 400 kbit/s, 400 ms, and everything cut every five seconds. */
const line = { answerMs: 400, bytesPerSecond: 400_000 / 8 }
const cutEveryMs = 5_000
const photos = 10
const leastBytes = 3_000_000
const mostForwarded = 1.15
const withinMs = 240_000

const town = new DemoTown('photos-bad-line')
const townPort = () => Number(new URL(town.url).port)
const corps = '火見市消防団'
const room = '第12分団 個別連絡'
let browser: Browser
let network: Network

beforeAll(async () => {
  await town.start()
  browser = await openBrowser()
  network = await Network.before(townPort)
})
afterAll(async () => {
  await browser?.close()
  await network?.close()
  await town.kill()
})

/** Ids and hashes of what lies on the device. */
const onDevice = (person: Person) =>
  person.page.evaluate(async () => {
    const { name = '' } = (await indexedDB.databases()).find((one) => one.name?.startsWith('yagura-')) ?? {}
    const opening = indexedDB.open(name)
    const db = await new Promise<IDBDatabase>((resolve) => {
      opening.onsuccess = () => resolve(opening.result)
    })
    const reading = db.transaction('bytes').objectStore('bytes').getAll()
    const rows = await new Promise<{ id: string; bytes: ArrayBuffer }[]>((resolve) => {
      reading.onsuccess = () => resolve(reading.result)
    })
    db.close()
    return Promise.all(
      rows.map(async ({ id, bytes }) => {
        const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
        const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
        return { id, size: bytes.byteLength, sha256 }
      }),
    )
  })

test('[CL14] ten photos of 3 MB over a bad line with a killed town: each arrives once and whole, and hardly a byte twice', {
  timeout: withinMs + 60_000,
}, async () => {
  const desk = new Phone(() => town.url, 'jimukyoku')
  await desk.signIn(demoPassword)
  const roomId = await desk.room(room)
  const captain = await Person.at(browser, network.url)
  await captain.signIn('bundan12', demoPassword)
  await captain.choose(corps, room)
  for (let n = 1; n <= photos; n += 1) {
    const chosen = await photo(captain.page, `現場${n}.jpg`, { grain: 0.4, hue: 36 * n, quality: 0.97 })
    expect(chosen.buffer.length).toBeGreaterThan(leastBytes)
    await choose(captain.page, '写真', [chosen])
  }
  const tray = trayOf(captain)
  await vi.waitFor(async () => expect(await tray.getByRole('img').count()).toBe(photos), { timeout: 30_000 })

  network.slow(line)
  const before = network.bytesUp
  const startedAt = performance.now()
  await captain.page.getByRole('button', { name: '送信', exact: true }).click()
  await vi.waitFor(async () => expect(await onDevice(captain)).toHaveLength(2 * photos), { timeout: 10_000 })
  const own = await onDevice(captain)
  const shrunkBytes = own.reduce((sum, { size }) => sum + size, 0)

  let cuts = 0
  let restarting: Promise<void> | null = null
  const arrivals = new Map<string, number>()
  const cutting = setInterval(() => {
    cuts += 1
    network.cut()
    if (cuts === 7) restarting = town.restart()
  }, cutEveryMs)
  /** How far the phone says that each has come: when it was whole by the phone's own word. */
  await captain.page.exposeFunction('tellWhole', (n: number) =>
    arrivals.set(`${n}`, arrivals.get(`${n}`) ?? performance.now() - startedAt),
  )
  await captain.page.evaluate(() => {
    const look = () => {
      document.querySelectorAll('.pending-file').forEach((file, n) => {
        if (!file.querySelector('[role=progressbar]')) Reflect.get(window, 'tellWhole')(n)
      })
    }
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true })
  })

  const messages = await vi.waitFor(
    async () => {
      await restarting
      const { entries } = await desk.sync(roomId)
      const carrying = entries.filter((entry): entry is MessageEntry => entry.kind === 'message' && !!entry.files)
      expect(carrying).toHaveLength(1)
      return carrying
    },
    { timeout: withinMs, interval: 500 },
  )
  clearInterval(cutting)
  const wholeMs = performance.now() - startedAt
  network.fair()
  const [{ files = [] } = {}] = messages
  expect(files).toHaveLength(photos)
  expect(new Set(files.map(({ id }) => id)).size).toBe(photos)
  for (const { id, sha256, size, thumb } of files) {
    expect(own).toContainEqual({ id, sha256, size })
    expect(size).toBeLessThanOrEqual(limits.maxShrunkBytes)
    for (const file of [id, thumb as string]) {
      const answer = await desk.request('GET', `/api/rooms/${roomId}/files/${file}`)
      const bytes = Buffer.from(await answer.arrayBuffer())
      const kept = own.find((upload) => upload.id === file)
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(kept?.sha256)
    }
  }
  const forwarded = (network.bytesUp - before) / shrunkBytes
  expect(cuts).toBeGreaterThan(7)
  expect(restarting).not.toBeNull()
  note({
    'photos, bad line: bytes forwarded, of their shrunk size': Number(forwarded.toFixed(3)),
    'photos, bad line: shrunk bytes of ten': shrunkBytes,
    'photos, bad line: all ten stored, s': Math.round(wholeMs / 1_000),
    'photos, bad line: a photo whole, median s': Math.round(medianOf([...arrivals.values()]) / 1_000),
    'photos, bad line: cuts': cuts,
  })
  expect(forwarded).toBeLessThanOrEqual(mostForwarded)
  await vi.waitFor(
    async () => {
      const rows = Object.entries(await kept(captain.page)).filter(([name]) => / (?:uploads|bytes|outbox)$/.test(name))
      expect(rows.map(([, held]) => held)).toEqual([[], [], []])
    },
    { timeout: 10_000, interval: 100 },
  )
  expect(captain.troubles).toEqual([])
})
