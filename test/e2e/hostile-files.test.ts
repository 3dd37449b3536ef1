import { type ClientRequest, request } from 'node:http'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cleanFileName } from '../../core/file-name.ts'
import { clientId } from '../support/builders.ts'
import { worstNames } from '../support/hostile-names.ts'
import { demoPassword } from '../town/sign-ins.ts'
import { bearerOf, beginning, bytesFrom } from './support/bearer-client.ts'
import { openBrowser, Person } from './support/browser.ts'
import { DemoTown } from './support/demo-town.ts'
import { note } from './support/figures.ts'
import { Phone } from './support/phone.ts'

const town = new DemoTown('hostile-files')
const room = '第12分団 個別連絡'
const captain = new Phone(() => town.url, 'bundan12')
let browser: Browser
let roomId = ''
let bearer: { authorization: string }
const uploads = () => `${town.url}/api/rooms/${roomId}/uploads`

beforeAll(async () => {
  await town.start()
  browser = await openBrowser()
  await captain.signIn(demoPassword)
  roomId = await captain.room(room)
  bearer = await bearerOf(town.url, 'bundan12')
})
afterAll(async () => {
  await browser?.close()
  await town.kill()
})

test('[FI7] the twenty worst names stand in their bubble as text, letter by letter, and nothing of them runs', async () => {
  const body = new TextEncoder().encode('持ち物')
  const ids = worstNames.map((_, n) => clientId(n, 7))
  for (const [n, name] of worstNames.entries()) {
    const id = ids[n] as string
    const headers = { ...bearer, ...beginning({ id, kind: 'file', name, size: body.length }) }
    expect((await fetch(uploads(), { method: 'POST', headers })).status).toBe(201)
    const sent = await fetch(`${uploads()}/${id}`, { method: 'PATCH', headers: { ...bearer, ...bytesFrom(0) }, body })
    expect(sent.status).toBe(204)
  }
  await captain.command(roomId, { t: 'post', id: clientId(1), text: '', files: ids.map((id) => ({ id })) })
  const person = await Person.at(browser, town.url)
  await person.signIn('bundan12', demoPassword)
  await person.choose('火見市消防団', room)
  const links = person.log(room).locator(`a[href*="/files/"]`)
  await links.last().waitFor()
  const texts = await links.evaluateAll((all) => all.map((link) => link.textContent ?? ''))
  expect(texts.length).toBe(worstNames.length)
  for (const [n, name] of worstNames.entries()) expect(texts[n]).toContain(cleanFileName(name))
  expect(await person.page.locator('.message img[src="x"], .message script, .message svg[onload]').count()).toBe(0)
  await person.screen('hostile-names-phone-light')
  expect(person.troubles).toEqual([])
})

/** A request whose body is ours to write. `answer`: its status, or null for a connection that was closed without one. */
function opened(method: string, path: string, headers: Record<string, string>) {
  let asked: ClientRequest | undefined
  const answer = new Promise<number | null>((resolve) => {
    asked = request(`${town.url}${path}`, { method, headers: { ...bearer, ...headers } }, (response) => {
      response.resume()
      resolve(response.statusCode ?? null)
    })
    asked.on('error', () => resolve(null))
    asked.flushHeaders()
  })
  return { asked: asked as ClientRequest, answer }
}

/** Writes without end until the other side has had enough. */
async function pour({ asked, answer }: ReturnType<typeof opened>): Promise<{ status: number | null; poured: number }> {
  const piece = Buffer.alloc(64 * 1024)
  let poured = 0
  let isOver = false
  const over = answer.finally(() => {
    isOver = true
  })
  while (!isOver && !asked.destroyed) {
    poured += piece.length
    if (asked.write(piece)) await new Promise((resolve) => setImmediate(resolve))
    else await Promise.race([new Promise((resolve) => asked.once('drain', resolve)), over])
  }
  asked.destroy()
  return { status: await answer, poured }
}

test('[FI28] bodies of 1 GB, without end and without haste are bounded, and others talk on meanwhile', async () => {
  const tusOf = async (n: number, size: number) => {
    const id = clientId(n, 8)
    const headers = { ...bearer, ...beginning({ id, kind: 'file', name: 'x.bin', size }) }
    expect((await fetch(uploads(), { method: 'POST', headers })).status).toBe(201)
    return `/api/rooms/${roomId}/uploads/${id}`
  }
  const gigabyte = { 'content-length': `${1024 ** 3}` }
  const json = { 'content-type': 'application/json', 'x-yagura-client': 'bearer' }
  const commands = `/api/rooms/${roomId}/commands`
  const slow = await Promise.all(
    Array.from({ length: 20 }, async (_, n) =>
      n % 2 === 0 ? opened('PATCH', await tusOf(100 + n, 1_000_000), bytesFrom(0)) : opened('POST', commands, json),
    ),
  )
  const drip = setInterval(() => {
    for (const { asked } of slow) if (!asked.destroyed) asked.write(' ')
  }, 100)
  const begun = await Promise.all(Array.from({ length: 8 }, (_, n) => tusOf(n, 1_000_000)))
  const chunked = { 'transfer-encoding': 'chunked' }
  const lengths = [gigabyte, chunked]
  const floods = [
    ...begun.map((path, n) => opened('PATCH', path, { ...bytesFrom(0), ...lengths[n % 2] })),
    ...begun.map((_, n) => opened('POST', commands, { ...json, ...lengths[n % 2] })),
  ].map(pour)
  const desk = new Phone(() => town.url, 'jimukyoku')
  await desk.signIn(demoPassword)
  const times: number[] = []
  for (let n = 0; n < 40; n += 1) {
    const startedAt = performance.now()
    if (n % 4 === 0) await desk.command(roomId, { t: 'post', id: clientId(n, 9), text: `${n} 回目` })
    else await desk.sync(roomId)
    times.push(performance.now() - startedAt)
  }
  const ends = await Promise.all(floods)
  clearInterval(drip)
  for (const { asked } of slow) asked.destroy()
  const p95 = times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] as number
  note({ 'hostile bodies: p95 of others (ms)': Math.round(p95) })
  expect(p95).toBeLessThan(1_000)
  for (const { status, poured } of ends) {
    expect([413, null]).toContain(status)
    expect(poured).toBeLessThan(64 * 1024 * 1024)
  }
  expect(ends.filter(({ status }) => status === 413).length).toBeGreaterThan(0)
  expect((await desk.sync(roomId)).head).toBeGreaterThan(10)
})
