import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import type { Room } from '../../durable/room-object.ts'
import { Welcome } from '../../protocol/server-message.ts'
import { Selection, StockPage, type StockPhoto } from '../../protocol/stock.ts'
import { aMember, clientId } from '../support/builders.ts'
import { joined } from '../support/file-bodies.ts'
import { jpegCarriers, writingsIn } from '../support/picture-evidence.ts'
import { picture } from '../support/pictures.ts'
import { unzipped } from '../support/zip-reader.ts'
import { type Browser, bindings, codeIn } from './browser.ts'
import { aTown, type SmallTown } from './small-town.ts'
import { bytesIn, signedIn, uploader } from './uploader.ts'

const plain = picture('baseline')
const room = (town: SmallTown) => env.ROOM.getByName(town.roomId)

/** The room's alarm, until the directory has been told. */
async function toldDirectory(town: SmallTown): Promise<void> {
  for (let n = 0; n < 20; n += 1) await runDurableObjectAlarm(room(town))
}

/** Only `ami` stays in the room; the directory has not heard of it. */
async function leave(town: SmallTown, ami: Browser): Promise<void> {
  const welcome = await (await ami.ask(`/api/rooms/${town.roomId}/sync?v=1`)).json()
  const members = [aMember('ami', { accountId: town.people[0]?.id ?? '' })]
  await room(town).applyDirectory({ revision: 1_000_000, facts: v.parse(Welcome, welcome).room, members })
}

function stockOf(browser: Browser, { organizationId }: SmallTown) {
  const path = `/api/organizations/${organizationId}/stock`
  const list = async (query = ''): Promise<v.InferOutput<typeof StockPage>> =>
    v.parse(StockPage, await (await browser.ask(`${path}${query}`)).json())
  const set = (photos: Pick<StockPhoto, 'roomId' | 'id'>[], what: object) =>
    browser.ask(path, { method: 'PUT', body: { photos: photos.map(({ roomId, id }) => ({ roomId, id })), set: what } })
  const select = (photos: Pick<StockPhoto, 'roomId' | 'id'>[], kind: string) =>
    browser.ask(`${path}/selections`, {
      method: 'POST',
      body: { photos: photos.map(({ roomId, id }) => ({ roomId, id })), kind },
    })
  const zip = (id: string, changed = {}) => browser.ask(`${path}/zip/${id}`, { env: bindings(changed) })
  return { list, set, select, zip }
}

/** `ami` is an administrator and has sent the photos. */
async function aTownWithPhotos(count = 1, bytes: (n: number) => Uint8Array = () => plain.bytes) {
  const town = await aTown(2)
  const [ami, ben] = [await signedIn(town), await signedIn(town, 1)]
  const from = uploader(ami, town.roomId)
  for (let n = 1; n <= count; n += 1) {
    await from.upload(clientId(n, 7), bytes(n), { name: `${n}.jpg` })
    await from.post(n, [clientId(n, 7)])
  }
  await toldDirectory(town)
  return { town, ami: stockOf(ami, town), ben: stockOf(ben, town), from, browsers: { ami, ben } }
}

describe('what the directory knows of photos', () => {
  test('[ST1] a photo is in the stock once it was sent, and is away once it is retracted', async () => {
    const { town, ami, from } = await aTownWithPhotos(2)
    const { photos } = await ami.list()
    expect(photos.map(({ file }) => file.name)).toEqual(['2.jpg', '1.jpg'])
    expect(photos[0]).toMatchObject({
      roomName: '連絡',
      by: '火見 0郎',
      unit: '第1分団',
      consent: 'ask',
      credit: '第1分団',
    })
    await from.command({ t: 'retract', id: clientId(50), target: photos[0]?.seq })
    await toldDirectory(town)
    expect((await ami.list()).photos.map(({ file }) => file.name)).toEqual(['1.jpg'])
  })

  test('[ST1] while the directory is away the room remembers, also over an eviction, and tells it later', async () => {
    const town = await aTown()
    const from = uploader(await signedIn(town), town.roomId)
    let asked = 0
    const away = {
      recordPhotos: () => {
        asked += 1
        return Promise.reject(new Error('away'))
      },
    }
    const instead = async (directory: object | undefined) =>
      runInDurableObject(
        room(town),
        (object: Room) => void Object.assign(Reflect.get(object, 'env'), { DIRECTORY: directory }),
      )
    const own = await runInDurableObject(room(town), (object: Room) => Reflect.get(object, 'env').DIRECTORY)
    await instead(away)
    await from.upload(clientId(1, 7), plain.bytes)
    expect((await from.post(1, [clientId(1, 7)])).status).toBe(200)
    await toldDirectory(town)
    const stock = stockOf(await signedIn(town), town)
    expect((await stock.list()).photos).toEqual([])
    // Twenty alarms came for other things meanwhile; the directory was left alone between two tries.
    expect(asked).toBeLessThan(5)
    await instead(own)
    await evictDurableObject(room(town))
    await toldDirectory(town)
    expect((await stock.list()).photos).toHaveLength(1)
    await toldDirectory(town)
    expect((await stock.list()).photos).toHaveLength(1)
  })
})

describe('who sees the stock', () => {
  test('[ST2] who left the room sees none of its photos, from the moment when the room knows', async () => {
    const { town, ben, browsers } = await aTownWithPhotos()
    expect((await ben.list()).photos).toHaveLength(1)
    await leave(town, browsers.ami)
    expect((await ben.list()).photos).toEqual([])
  })

  test('[ST2] who is in none of the rooms sees nothing, and another organization is not there', async () => {
    const { town } = await aTownWithPhotos()
    const other = await aTown()
    const stranger = stockOf(await signedIn(other), other)
    expect((await stranger.list()).photos).toEqual([])
    const foreign = await (await signedIn(other)).ask(`/api/organizations/${town.organizationId}/stock`)
    expect(await codeIn(foreign)).toBe('not_found')
  })
})

describe('what is said of photos', () => {
  test('[ST3] an administrator who is in the room says it, others only read it', async () => {
    const { ami, ben } = await aTownWithPhotos(2)
    const { photos } = await ami.list()
    expect(photos.map(({ mayChange }) => mayChange)).toEqual([true, true])
    expect((await ben.list()).photos.map(({ mayChange }) => mayChange)).toEqual([false, false])
    expect(await codeIn(await ben.set(photos, { consent: 'ok' }))).toBe('not_allowed')
    const said = { consent: 'ok', people: '火見 太郎', event: '出初め式', words: 'ポンプ　操法' }
    expect((await ami.set(photos, said)).status).toBe(204)
    expect((await ben.list()).photos[1]).toMatchObject({ ...said, words: 'ポンプ　操法', credit: '第1分団' })
    expect((await ami.set(photos.slice(0, 1), { consent: 'no' })).status).toBe(204)
    expect((await ami.list()).photos.map(({ consent, event }) => [consent, event])).toEqual([
      ['no', '出初め式'],
      ['ok', '出初め式'],
    ])
  })

  test('[ST4] what two people say of a photo at once is both found', async () => {
    const { ami } = await aTownWithPhotos(3)
    const { photos } = await ami.list()
    const said = [{ people: '火見 太郎' }, { event: '出初め式' }, { words: 'ポンプ' }]
    const answers = await Promise.all(said.map((one) => ami.set(photos, one)))
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204])
    expect((await ami.list(`?words=${encodeURIComponent('太郎 出初め ぽんぷ')}`)).photos).toHaveLength(3)
  })

  test('[ST3] of several it is said of all or of none', async () => {
    const { town, ami } = await aTownWithPhotos()
    const { photos } = await ami.list()
    const absent = { roomId: town.roomId, id: clientId(88) }
    expect(await codeIn(await ami.set([...photos, absent], { consent: 'ok' }))).toBe('not_found')
    expect((await ami.list()).photos[0]?.consent).toBe('ask')
  })
})

describe('finding photos', () => {
  test('[ST4] by words in any writing, by consent, unit, room and time', async () => {
    const { town, ami } = await aTownWithPhotos(3)
    const { photos } = await ami.list()
    await ami.set(photos.slice(0, 1), { words: 'ポンプ操法', consent: 'ok' })
    const [newest] = photos
    const found = async (query: string) => (await ami.list(`?${query}`)).photos.map(({ file }) => file.name)
    expect(await found(`words=${encodeURIComponent('ﾎﾟﾝﾌﾟ そうほう 操法')}`)).toEqual([])
    expect(await found(`words=${encodeURIComponent('ぽんぷ操法 火見')}`)).toEqual(['3.jpg'])
    expect(await found('consent=ok')).toEqual(['3.jpg'])
    expect(await found(`unit=${encodeURIComponent('第1分団')}&room=${town.roomId}`)).toHaveLength(3)
    expect(await found(`unit=${encodeURIComponent('第2分団')}`)).toEqual([])
    expect(await found(`from=${newest?.storedAt}`)).toEqual(['3.jpg'])
    expect(await found(`to=${newest?.storedAt}`)).toEqual(['2.jpg', '1.jpg'])
    expect(await found(`words=${encodeURIComponent('100%_')}`)).toEqual([])
  })

  test('[ST4] in pages that go on where they ended', async () => {
    const { town, ami, from } = await aTownWithPhotos()
    const rows = Array.from(
      { length: 130 },
      (_, n) =>
        `('${town.roomId}', '${clientId(n + 100)}', '${town.organizationId}', 2, '', 'x', 'y', ${1_000 + Math.floor(n / 3)}, '${JSON.stringify({ id: clientId(n + 100), kind: 'photo', name: 'x', type: 'image/jpeg', size: 1, sha256: '' })}', 'y', 'x')`,
    )
    for (let at = 0; at < rows.length; at += 20)
      await env.DB.exec(
        `INSERT INTO photos (room_id, id, organization_id, seq, account_id, by_name, unit_name, stored_at, file, credit, searched) VALUES ${rows.slice(at, at + 20).join(', ')}`,
      )
    expect(from).toBeDefined()
    const seen: string[] = []
    for (let next: string | null = ''; next !== null; ) {
      const page = await ami.list(next === '' ? '' : `?before=${next}`)
      seen.push(...page.photos.map(({ id }) => id))
      next = page.next
    }
    expect(seen).toHaveLength(131)
    expect(new Set(seen).size).toBe(131)
  })
})

describe('photos as a zip', () => {
  const chosen = async (answer: Response) => v.parse(Selection, await answer.json())
  const listIn = (files: Map<string, Uint8Array>) => new TextDecoder().decode(files.get('一覧.csv'))

  test('[ST5] [ST6] [ST8] for the public: only what may be shown, without any record, and the rest is named beforehand', async () => {
    const carriers = jpegCarriers.map(([, put]) => put(plain))
    const { ami } = await aTownWithPhotos(carriers.length, (n) => carriers[n - 1] as Uint8Array)
    const { photos } = await ami.list()
    await ami.set(photos.slice(1), { consent: 'ok' })
    const selection = await chosen(await ami.select(photos, 'public'))
    expect(selection).toMatchObject({ files: photos.length - 1, leftOut: [{ id: photos[0]?.id, reason: 'consent' }] })
    const zip = await ami.zip(selection.id)
    expect(Object.fromEntries(zip.headers)).toMatchObject({
      'content-type': 'application/zip',
      'cache-control': 'private, no-store',
    })
    expect(zip.headers.get('content-disposition')).toMatch(
      /^attachment; filename="___[0-9-]+\.zip"; filename\*=UTF-8''/,
    )
    const bytes = await bytesIn(zip)
    expect(writingsIn(bytes)).toEqual([])
    const files = unzipped(bytes)
    expect(files.size).toBe(photos.length)
    expect([...files.keys()].at(0)).toMatch(/^\d{8}-\d{4}_第1分団_001\.jpg$/)
    expect(listIn(files)).not.toContain(photos[1]?.file.sha256)
  })

  test('[ST6] of evidence: the photos as they were sent, for whoever may change what is said of them', async () => {
    const { ami, ben } = await aTownWithPhotos(2)
    const { photos } = await ami.list()
    const selection = await chosen(await ami.select(photos, 'evidence'))
    const files = unzipped(await bytesIn(await ami.zip(selection.id)))
    expect([...files.values()].slice(0, 2)).toEqual([plain.bytes, plain.bytes])
    expect(listIn(files)).toContain(photos[0]?.file.sha256)
    expect(await chosen(await ben.select(photos, 'evidence'))).toMatchObject({
      files: 0,
      leftOut: [{ reason: 'not_allowed' }, { reason: 'not_allowed' }],
    })
  })

  test('[ST5] whoever chooses again and again keeps the last ten choices', async () => {
    const { ami, ben } = await aTownWithPhotos()
    const { photos } = await ami.list()
    const other = await chosen(await ben.select(photos, 'evidence'))
    const made: string[] = []
    for (let n = 0; n < 12; n += 1) made.push((await chosen(await ami.select(photos, 'evidence'))).id)
    const found = await Promise.all(made.map(async (id) => (await ami.zip(id)).status))
    expect(found).toEqual([404, 404, ...Array.from({ length: 10 }, () => 200)])
    expect((await ben.zip(other.id)).status).toBe(200)
  })

  test('[ST8] a photo that is named twice is in it once', async () => {
    const { ami } = await aTownWithPhotos()
    const { photos } = await ami.list()
    const selection = await chosen(await ami.select([...photos, ...photos], 'evidence'))
    expect(selection).toMatchObject({ files: 1, bytes: plain.bytes.length, leftOut: [] })
    expect(unzipped(await bytesIn(await ami.zip(selection.id))).size).toBe(2)
  })

  test('[ST7] a photo that says an impossible time of itself is none that a message carries', async () => {
    const { from } = await aTownWithPhotos()
    await from.upload(clientId(40, 7), plain.bytes)
    const files = [{ id: clientId(40, 7), taken: { at: 9_000_000_000_000_000, from: 'exif' } }]
    expect(await codeIn(await from.command({ t: 'post', id: clientId(40), text: '', files }))).toBe('malformed')
  })

  test('[ST5] a selection is its maker’s alone, for a quarter of an hour; too many photos are none', async () => {
    const { town, ami, ben } = await aTownWithPhotos()
    const { photos } = await ami.list()
    const { id } = await chosen(await ami.select(photos, 'evidence'))
    expect(await codeIn(await ben.zip(id))).toBe('not_found')
    expect(await codeIn(await ami.zip(id, { CLOCK_AHEAD_MS: `${16 * 60_000}` }))).toMatch(/not_found|signed_out/)
    const many = Array.from({ length: 501 }, (_, n) => ({ roomId: town.roomId, id: clientId(n) }))
    expect(await codeIn(await ami.select(many, 'public'))).toBe('malformed')
    await env.DB.exec(`UPDATE photos SET file = json_set(file, '$.size', 3000000000)`)
    expect(await codeIn(await ami.select(photos, 'evidence'))).toBe('selection_too_large')
  })

  test('[ST7] a photo that vanished meanwhile is told in the list, one whose room was left is not, and the zip is whole', async () => {
    const { town, ami, ben, browsers } = await aTownWithPhotos(3)
    const { photos } = await ami.list()
    await ami.set(photos, { consent: 'ok' })
    const [own, other] = await Promise.all([ami, ben].map(async (who) => chosen(await who.select(photos, 'public'))))
    await env.PHOTOS.delete(`rooms/${town.roomId}/${photos[1]?.id}`)
    await ami.set(photos.slice(2), { consent: 'no' })
    const files = unzipped(await bytesIn(await ami.zip(own?.id ?? '')))
    expect(files.size).toBe(2)
    expect(listIn(files)).toMatch(
      /読み出せなかったため入れていません（2\.jpg）[\s\S]*広報可になっていないため入れていません（1\.jpg）/,
    )
    await leave(town, browsers.ami)
    const none = unzipped(await bytesIn(await ben.zip(other?.id ?? '')))
    expect([...none.keys()]).toEqual(['一覧.csv'])
    expect(listIn(none).split('\r\n')).toHaveLength(2)
  })

  test('[ST7] who leaves a room while a zip is downloaded gets no more of it, and is told nothing of the rest', async () => {
    const big = new Uint8Array(plain.bytes.length + 100_000)
    big.set(plain.bytes)
    const { town, ami, browsers } = await aTownWithPhotos(12, () => big)
    const { photos } = await ami.list()
    await ami.set(photos, { consent: 'ok' })
    const { id } = await chosen(await stockOf(browsers.ben, town).select(photos, 'public'))
    let reads = 0
    const get = (...args: Parameters<R2Bucket['get']>) => {
      reads += 1
      return env.PHOTOS.get(...args)
    }
    const PHOTOS = new Proxy(env.PHOTOS, { get: (bucket, name) => (name === 'get' ? get : Reflect.get(bucket, name)) })
    const bound = bindings({ PHOTOS })
    const path = `/api/organizations/${town.organizationId}/stock/zip/${id}`
    const body = (await browsers.ben.ask(path, { env: bound })).body?.getReader()
    const parts = [await body?.read()]
    await leave(town, browsers.ami)
    Object.assign(bound, { CLOCK_AHEAD_MS: '2000' })
    const before = reads
    for (let part = await body?.read(); part && !part.done; part = await body?.read()) parts.push(part)
    expect(reads).toBeLessThanOrEqual(before + 1)
    const files = unzipped(joined(...parts.flatMap((part) => (part?.value ? [part.value] : []))))
    expect(files.size).toBeLessThanOrEqual(before + 2)
    expect(listIn(files).split('\r\n')).toHaveLength(files.size + 1)
  })

  test('[ST7] it is read while it is downloaded: whoever has read little has made R2 read little', async () => {
    const big = new Uint8Array(plain.bytes.length + 100_000)
    big.set(plain.bytes)
    const { town, ami } = await aTownWithPhotos(12, () => big)
    const { photos } = await ami.list()
    const { id } = await chosen(await ami.select(photos, 'evidence'))
    let reads = 0
    const get = (...args: Parameters<R2Bucket['get']>) => {
      reads += 1
      return env.PHOTOS.get(...args)
    }
    const counting = new Proxy(env.PHOTOS, {
      get: (bucket, name) => (name === 'get' ? get : Reflect.get(bucket, name)),
    })
    const body = (await ami.zip(id, { PHOTOS: counting })).body?.getReader()
    await body?.read()
    await body?.read()
    expect(reads).toBeLessThan(5)
    await body?.cancel(new Error('enough')).catch(() => undefined)
    expect(town).toBeDefined()
  })
})
