import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { limits } from '../../protocol/limits.ts'
import type { Selection, StockPage } from '../../protocol/stock.ts'
import { clientId } from '../support/builders.ts'
import { picture } from '../support/pictures.ts'
import { demoPassword } from '../town/sign-ins.ts'
import { bearerOf, beginning, bytesFrom } from './support/bearer-client.ts'
import { DemoTown } from './support/demo-town.ts'
import { note } from './support/figures.ts'
import { Phone } from './support/phone.ts'

/** As many as a zip may have. */
const count = limits.maxZipFiles
const photoBytes = 300_000
const aMessage = 20

const town = new DemoTown('stock-zip')
const room = '第12分団 個別連絡'
const desk = new Phone(() => town.url, 'jimukyoku')
let roomId: string
let stock: string
let bearer: { authorization: string }

beforeAll(async () => {
  await town.start()
  await desk.signIn(demoPassword)
  roomId = await desk.room(room)
  const corps = desk.session?.organizations.find(({ name }) => name === '火見市消防団')
  stock = `/api/organizations/${corps?.id}/stock`
  bearer = await bearerOf(town.url, 'jimukyoku')
  for (let n = 0; n < count; n += aMessage) await sendPhotos(n, Math.min(aMessage, count - n))
}, 600_000)
afterAll(() => town.kill())

async function sendPhotos(from: number, some: number): Promise<void> {
  const ids = Array.from({ length: some }, (_, i) => clientId(from + i + 1, 7))
  for (const id of ids) {
    // What hangs behind the picture is none of it, and stays with the evidence.
    const { bytes } = picture('baseline')
    const body = Buffer.concat([bytes, randomBytes(photoBytes - bytes.length)])
    const uploads = `${town.url}/api/rooms/${roomId}/uploads`
    const headers = { ...bearer, ...beginning({ id, kind: 'photo', name: '現場.jpg', size: photoBytes }) }
    expect((await fetch(uploads, { method: 'POST', headers })).status).toBe(201)
    const sent = await fetch(`${uploads}/${id}`, { method: 'PATCH', headers: { ...bearer, ...bytesFrom(0) }, body })
    expect(sent.status).toBe(204)
  }
  const post = { t: 'post', id: clientId(from + 1), text: '', files: ids.map((id) => ({ id })) } as const
  // A room takes twenty messages of one person in ten seconds; the same one may be sent again.
  await vi.waitFor(() => desk.command(roomId, post), { timeout: 30_000, interval: 500 })
}

/** Resident memory of the runtime that this test started, in MB. */
function residentMb(): number {
  const rows = execFileSync('ps', ['-eo', 'pid,ppid,rss,args'], { encoding: 'utf8' }).split('\n').slice(1)
  const processes = rows
    .map((row) => row.trim().split(/\s+/))
    .map(([pid, ppid, rss, ...args]) => ({ pid, ppid, rss, args }))
  const own = new Set([`${process.pid}`])
  for (let before = 0; before < own.size; ) {
    before = own.size
    for (const { pid = '', ppid = '' } of processes) if (own.has(ppid)) own.add(pid)
  }
  const runtimes = processes.filter(({ pid = '', args }) => own.has(pid) && /workerd/.test(args[0] ?? ''))
  return runtimes.reduce((sum, { rss }) => sum + Number(rss), 0) / 1_024
}

async function allPhotos(): Promise<{ roomId: string; id: string }[]> {
  const photos: { roomId: string; id: string }[] = []
  for (let next: string | null = ''; next !== null; ) {
    const page: StockPage = await desk.get(`${stock}?room=${roomId}${next ? `&before=${next}` : ''}`)
    photos.push(...page.photos.map(({ roomId, id }) => ({ roomId, id })))
    next = page.next
  }
  return photos
}

test(`[ST7] a zip of ${count} photos passes through the Worker without staying there`, {
  timeout: 300_000,
}, async () => {
  await vi.waitFor(async () => expect(await allPhotos()).toHaveLength(count), { timeout: 60_000, interval: 500 })
  const asked = await desk.request('POST', `${stock}/selections`, { photos: await allPhotos(), kind: 'evidence' })
  const { id } = (await asked.json()) as Selection
  const before = residentMb()
  const answer = await fetch(`${town.url}${stock}/zip/${id}`, { headers: bearer })
  expect(answer.status).toBe(200)
  let [bytes, most, told] = [0, before, 0]
  const from = performance.now()
  for await (const part of answer.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += part.length
    if (bytes - told < 3_000_000) continue
    told = bytes
    most = Math.max(most, residentMb())
  }
  note({
    'zip photos': count,
    'zip MB': Math.round(bytes / 1e6),
    'zip seconds': Math.round(performance.now() - from) / 1_000,
    'zip memory before, MB': Math.round(before),
    'zip memory at most, MB': Math.round(most),
  })
  expect(bytes).toBeGreaterThan(count * photoBytes)
  // All of it would lie there if it stayed; what the runtime has not cleared away yet is some of it.
  expect(most - before).toBeLessThan((bytes / 1e6) * 0.7)
})
