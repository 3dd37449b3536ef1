import { runInDurableObject } from 'cloudflare:test'
import { expect, test } from 'vitest'
import { clientId, id } from '../support/builders.ts'
import { aPhoto } from '../support/file-bodies.ts'
import { aRealRoom } from '../support/real-room.ts'

type Stub = Awaited<ReturnType<typeof aRealRoom>>['stub']

const actor = (name: string) => ({ accountId: id(name), deviceId: id('phone') })
const newest = Number.MAX_SAFE_INTEGER
const bridge = { lat: 36.1, lon: 140.1, source: 'typed' as const }
const say = (n: number, text: string, place?: typeof bridge) =>
  ({ t: 'post', id: clientId(n), text, ...(place && { place }) }) as const

async function placesOf(stub: Stub, name: string, before = newest, limit = 50) {
  const page = await stub.places(actor(name), before, limit)
  if (!page.ok) return page.refusal.code
  return { texts: page.value.entries.map(({ text }) => text), before: page.value.before }
}

async function sendPhoto(stub: Stub, n: number, facts: object): Promise<void> {
  const bytes = aPhoto(5_000)
  await stub.createUpload(actor('ami'), { id: clientId(n, 7), kind: 'photo', name: '現場.jpg', size: bytes.length })
  await stub.appendUpload(actor('ami'), clientId(n, 7), 0, bytes)
  const files = [{ id: clientId(n, 7), ...facts }]
  const posted = await stub.perform(actor('ami'), { t: 'post', id: clientId(n), text: `写真${n}`, files })
  expect(posted).toMatchObject({ ok: true })
}

test('[MP1] messages with a place and photos that have one come newest first, as they are now, page by page', async () => {
  const { stub } = await aRealRoom(['ami', 'ben'])
  await stub.perform(actor('ami'), say(1, '橋', bridge))
  await stub.perform(actor('ben'), say(2, 'ただの文 "place":{"lat":36} です'))
  await sendPhoto(stub, 3, { place: { lat: 36.2, lon: 140.2, from: 'exif' } })
  await sendPhoto(stub, 4, {})
  await stub.perform(actor('ami'), say(5, '誤り', bridge))
  await stub.perform(actor('ami'), say(6, '水門', bridge))
  await stub.perform(actor('ami'), { t: 'retract', id: clientId(7), target: 6 })
  await stub.perform(actor('ami'), { t: 'correct', id: clientId(8), target: 2, text: '橋の西側' })
  expect(await placesOf(stub, 'ben')).toEqual({ texts: ['水門', '写真3', '橋の西側'], before: null })
  const first = await placesOf(stub, 'ben', newest, 2)
  expect(first).toEqual({ texts: ['水門'], before: 6 })
  expect(await placesOf(stub, 'ben', 6, 2)).toEqual({ texts: ['写真3', '橋の西側'], before: 2 })
  expect(await placesOf(stub, 'ben', 2, 2)).toEqual({ texts: [], before: null })
  expect(await placesOf(stub, 'zoe')).toBe('not_found')
})

test('[MP1] [MB6] where history begins with joining, nothing from before is there', async () => {
  const { stub, apply } = await aRealRoom(['ami'], { history: 'since-joining' })
  await stub.perform(actor('ami'), say(1, '前の場所', bridge))
  await apply(['ami', 'ben'], 2)
  await stub.perform(actor('ami'), say(2, '今の場所', bridge))
  expect(await placesOf(stub, 'ben')).toEqual({ texts: ['今の場所'], before: null })
  expect(await placesOf(stub, 'ami')).toEqual({ texts: ['今の場所', '前の場所'], before: null })
})

test('[MP1] finding them reads the places alone, also in a room that is older than its index', async () => {
  const { stub } = await aRealRoom(['ami'])
  const steps = Array.from({ length: 500 }, (_, i) => ({
    ...{ accountId: id('ami'), at: Date.now() },
    command: say(i + 1, `ただの文 ${i}`, i % 100 === 7 ? bridge : undefined),
  }))
  await stub.bringIn(steps)
  const { read, plan } = await runInDurableObject(stub, (_room, ctx) => {
    const query = `SELECT seq FROM entry INDEXED BY entry_place
       WHERE instr(body, '"place":{') > 0 AND seq >= 1 AND seq < 10000 ORDER BY seq DESC LIMIT 50`
    ctx.storage.sql.exec('DROP INDEX entry_place')
    ctx.storage.sql.exec(`CREATE INDEX entry_place ON entry (seq) WHERE instr(body, '"place":{') > 0`)
    const found = ctx.storage.sql.exec(query)
    expect(found.toArray()).toHaveLength(5)
    return { read: found.rowsRead, plan: ctx.storage.sql.exec(`EXPLAIN QUERY PLAN ${query}`).toArray() }
  })
  expect(read).toBeLessThan(20)
  expect(JSON.stringify(plan)).toContain('entry_place')
  expect(await placesOf(stub, 'ami')).toMatchObject({ texts: { length: 5 } })
})
