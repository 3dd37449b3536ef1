import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import type { Room, RoomEnv } from '../../durable/room-object.ts'
import type { CarriedFile } from '../../protocol/file.ts'
import type { RoomFacts } from '../../protocol/roster.ts'
import { newId } from '../../worker/directory/new-id.ts'
import { aMember, aRoom, clientId } from '../support/builders.ts'
import { aPhoto, joined } from '../support/file-bodies.ts'
import { type Browser, bindings, codeIn } from './browser.ts'
import { aTown, type SmallTown } from './small-town.ts'
import { bytesIn, sha256, signedIn, uploader } from './uploader.ts'

const [photoId, thumbId, copyId, copyThumb] = [clientId(1, 7), clientId(2, 7), clientId(3, 7), clientId(4, 7)]
const photo = aPhoto(700_000)
const thumb = aPhoto(9_000)
const place = { lat: 36.345, lon: 140.304, from: 'phone' } as const
const facts = { width: 1_600, height: 1_200, taken: { at: 1_000, from: 'exif' as const }, place }

type Copy = { id?: string; thumb?: string; from?: { room: string; upload: string } }

/** Another room of the first so many people of a town. */
async function anotherRoom(
  town: SmallTown,
  count: number,
  more: Partial<RoomFacts> = {},
  post = true,
): Promise<string> {
  const roomId = newId()
  const members = town.people
    .slice(0, count)
    .map(({ id, name }) => aMember(name, { accountId: id, unitName: '本部', rights: { post, moderate: false } }))
  const facts = { id: roomId, organizationId: town.organizationId, name: '本部', ...more }
  await env.ROOM.getByName(roomId).applyDirectory(aRoom(members, { facts }))
  return roomId
}

/** ami and ben are in the first room, where ami sent a photo; ben is in the second as well. */
async function aTownWithPhoto(more: Partial<RoomFacts> = {}) {
  const town = await aTown(2)
  town.people.reverse()
  const [ben, ami] = [await signedIn(town), await signedIn(town, 1)]
  const other = await anotherRoom(town, 1, more)
  const sent = uploader(ami, town.roomId)
  await sent.upload(photoId, photo)
  await sent.upload(thumbId, thumb, { kind: 'thumb', name: 'thumb.jpg' })
  await sent.command({ t: 'post', id: clientId(1), text: '現場', files: [{ id: photoId, thumb: thumbId, ...facts }] })
  const from = { room: town.roomId, upload: photoId }
  const copy = (browser: Browser, to: string, more: Copy = {}, bound = bindings()) =>
    browser.ask(`/api/rooms/${to}/copies`, {
      method: 'POST',
      body: { id: copyId, thumb: copyThumb, from, ...more },
      env: bound,
    })
  return { town, ami, ben, other, from, copy }
}

/** What the newest message of a room carries. */
async function newestFile(browser: Browser, roomId: string): Promise<CarriedFile | undefined> {
  const page = await (await browser.ask(`/api/rooms/${roomId}/entries?before=99`)).json()
  const { entries } = page as { entries: { files?: CarriedFile[] }[] }
  return entries.at(-1)?.files?.[0]
}

const failing = new Proxy({}, { get: () => () => Promise.reject(new Error('R2 is down')) }) as R2Bucket

/** R2 takes nothing from this room. */
const breakBucket = (roomId: string) =>
  runInDurableObject(env.ROOM.getByName(roomId), (room: Room) => {
    const own = room as unknown as { env: RoomEnv }
    own.env = { ...own.env, PHOTOS: failing }
  })

async function settle(roomId: string): Promise<void> {
  for (let n = 0; n < 50 && (await env.PHOTOS.head(`rooms/${roomId}/${photoId}`)) === null; n += 1)
    await runDurableObjectAlarm(env.ROOM.getByName(roomId))
}

describe('a copy', () => {
  test('[FI14] [FI15] is a message of who hands it on, byte for byte, with all that is known and where it comes from', async () => {
    const { town, ben, other, copy } = await aTownWithPhoto()
    await settle(town.roomId)
    const made = await copy(ben, other)
    expect([made.status, await made.json()]).toEqual([
      ...[201, { id: copyId, size: photo.length, offset: photo.length, whole: true }],
    ])
    expect((await uploader(ben, other).post(1, [copyId])).status).toBe(200)
    const file = await newestFile(ben, other)
    expect(file).toEqual({
      ...{ id: copyId, kind: 'photo', name: '現場.jpg', type: 'image/jpeg', size: photo.length },
      ...{ ...facts, sha256: await sha256(photo), thumb: copyThumb },
      origin: { room: '連絡', by: town.people[1]?.name, unit: '第1分団', at: expect.any(Number) },
    })
    expect(await bytesIn(await uploader(ben, other).read(copyId))).toEqual(photo)
    expect(await bytesIn(await uploader(ben, other).read(copyThumb))).toEqual(thumb)
  })

  test('[FI14] asked for again, also at once, it is one; from elsewhere, or as an upload, its id is taken', async () => {
    const { town, ben, other, from, copy } = await aTownWithPhoto()
    const both = await Promise.all([copy(ben, other), copy(ben, other)])
    expect(both.map(({ status }) => status)).toEqual([201, 201])
    expect((await uploader(ben, other).post(1, [copyId])).status).toBe(200)
    expect((await copy(ben, other)).status).toBe(201)
    expect(await bytesIn(await uploader(ben, other).read(copyId))).toEqual(photo)
    const second = uploader(ben, town.roomId)
    await second.upload(clientId(9, 7), photo)
    await second.post(9, [clientId(9, 7)])
    const elsewhere = await copy(ben, other, { from: { ...from, upload: clientId(9, 7) } })
    expect([elsewhere.status, await codeIn(elsewhere)]).toEqual([409, 'client_id_reused'])
    const asUpload = await uploader(ben, other).create({ id: copyId, size: photo.length })
    expect(await codeIn(asUpload)).toBe('client_id_reused')
  })

  test('[FI14] a cut one goes on, and other bytes under its name are not kept', async () => {
    const { town, ben, other, copy } = await aTownWithPhoto()
    await settle(town.roomId)
    await runDurableObjectAlarm(env.ROOM.getByName(town.roomId))
    let reads = 0
    const cut = { get: (...ask: [string, object]) => (++reads > 1 ? null : env.PHOTOS.get(...ask)) } as never
    const broken = await copy(ben, other, {}, bindings({ PHOTOS: cut }))
    expect([broken.status, await codeIn(broken)]).toEqual([503, 'file_unavailable'])
    expect((await uploader(ben, other).head(copyId)).headers.get('upload-offset')).toBe(`${256 * 1024}`)
    const forged = new Uint8Array(photo.length - 256 * 1024).fill(7)
    for (let at = 0; at < forged.length; at += 256 * 1024)
      await uploader(ben, other).patch(copyId, 256 * 1024 + at, forged.subarray(at, at + 256 * 1024))
    expect(await codeIn(await uploader(ben, other).post(1, [copyId]))).toBe('upload_unknown')
    expect((await copy(ben, other)).status).toBe(201)
    expect((await uploader(ben, other).post(2, [copyId])).status).toBe(200)
    expect(await bytesIn(await uploader(ben, other).read(copyId))).toEqual(photo)
  })

  test('[FI14] while R2 is down, what is still in its room is copied', async () => {
    const { town, ben, other } = await aTownWithPhoto()
    for (const roomId of [town.roomId, other]) await breakBucket(roomId)
    const id = clientId(9, 7)
    await uploader(ben, town.roomId).upload(id, photo)
    await uploader(ben, town.roomId).post(9, [id])
    const body = { id: clientId(8, 7), from: { room: town.roomId, upload: id } }
    const bound = bindings({ PHOTOS: failing, DB: undefined, DIRECTORY: undefined })
    expect((await ben.ask(`/api/rooms/${other}/copies`, { method: 'POST', body, env: bound })).status).toBe(201)
    await uploader(ben, other).post(1, [clientId(8, 7)])
    expect(await bytesIn(await uploader(ben, other, bound).read(clientId(8, 7)))).toEqual(photo)
  })

  test('[FI14] who cannot see one of the two rooms, or the message, is told of neither', async () => {
    const { town, ami, ben, other, copy } = await aTownWithPhoto()
    const stranger = await signedIn(await aTown())
    const notFound = async (asked: Promise<Response>) => {
      const answer = await asked
      expect([answer.status, await codeIn(answer)]).toEqual([404, 'not_found'])
    }
    await notFound(copy(ami, other))
    await notFound(copy(stranger, other))
    await notFound(copy(ben, newId()))
    await notFound(copy(ben, 'x'))
    await notFound(copy(ami, town.roomId, { from: { room: other, upload: photoId } }))
    await notFound(copy(ben, other, { from: { room: town.roomId, upload: thumbId } }))
    const unsent = clientId(6, 7)
    await uploader(ben, town.roomId).upload(unsent, aPhoto(500))
    await notFound(copy(ben, other, { from: { room: town.roomId, upload: unsent } }))
    await uploader(ami, town.roomId).command({ t: 'retract', id: clientId(5), target: 2 })
    await notFound(copy(ben, other))
  })

  test('[FI14] an announce room takes copies from those who may write there', async () => {
    const { town, ben, copy } = await aTownWithPhoto()
    const board = await anotherRoom(town, 1, { kind: 'announce' }, false)
    expect(await codeIn(await copy(ben, board))).toBe('read_only_room')
  })
})

describe('where it comes from and what it says', () => {
  test('[FI15] a copy of a copy names the first, and nobody sends words of their own for it', async () => {
    const { town, ben, other, copy } = await aTownWithPhoto()
    await copy(ben, other)
    await uploader(ben, other).command({
      ...{ t: 'post', id: clientId(1), text: '' },
      files: [{ id: copyId, place: { lat: 1, lon: 1, from: 'exif' }, taken: { at: 9, from: 'exif' } }],
    })
    expect(await newestFile(ben, other)).toMatchObject({ place, taken: facts.taken })
    const third = await anotherRoom(town, 2, { name: '三つ目' })
    const ids = { id: clientId(11, 7), thumb: clientId(12, 7), from: { room: other, upload: copyId } }
    expect((await copy(ben, third, ids)).status).toBe(201)
    await uploader(ben, third).post(1, [ids.id])
    expect((await newestFile(ben, third))?.origin).toEqual((await newestFile(ben, other))?.origin)
    const origin = { room: '本部', by: '市長', unit: '市', at: 1 }
    const forged = { t: 'post', id: clientId(2), text: '', files: [{ id: clientId(13, 7), origin }] }
    expect(await codeIn(await uploader(ben, third).command(forged))).toBe('malformed')
  })

  test('[FI16] to a room of another organization it goes without its place', async () => {
    const { ben, other, copy } = await aTownWithPhoto({ organizationId: newId() })
    await copy(ben, other)
    await uploader(ben, other).post(1, [copyId])
    const file = await newestFile(ben, other)
    expect(file).toMatchObject({ taken: facts.taken, width: 1_600, origin: { unit: '第1分団' } })
    expect(file).not.toHaveProperty('place')
  })
})

describe('what a picture says inside', () => {
  test('[FI16] a picture with a record of its own stays in its organization, wherever in its bytes it stands', async () => {
    const { town, ben, other } = await aTownWithPhoto({ organizationId: newId() })
    const home = await anotherRoom(town, 1)
    const records = {
      exif: 'Exif\0\0MM\0*',
      png: 'eXIfII*\0',
      webp: 'EXIF\x10\0\0\0MM\0*',
      text: 'tEXtRaw profile type exif\0',
      xmp: 'http://ns.adobe.com/xap/1.0/\0',
      iptc: 'Photoshop 3.0\0',
    }
    // At the beginning, over the edge of two pieces, and at the very end.
    const places = [20, 256 * 1024 - 5, 299_000]
    const sent = uploader(ben, town.roomId)
    let n = 100
    for (const [name, record] of Object.entries(records)) {
      const bytes = aPhoto(300_000)
      bytes.set(joined(record), places[n % places.length] ?? 0)
      const [upload, away, kept] = [clientId(n++, 5), clientId(n++, 5), clientId(n++, 5)]
      await sent.upload(upload, bytes)
      await sent.post(n++, [upload])
      const copyTo = (to: string, id: string) =>
        ben.ask(`/api/rooms/${to}/copies`, { method: 'POST', body: { id, from: { room: town.roomId, upload } } })
      const refused = await copyTo(other, away)
      expect([name, refused.status, await codeIn(refused)]).toEqual([name, 403, 'record_inside'])
      expect((await uploader(ben, other).head(away)).status).toBe(404)
      expect([name, (await copyTo(home, kept)).status]).toEqual([name, 201])
    }
  })
})

test('[FI16] a small picture with a record of its own stays in its organization too', async () => {
  const { ami, town, ben, other } = await aTownWithPhoto({ organizationId: newId() })
  const small = aPhoto(9_000)
  small.set(joined('Exif\0\0MM\0*'), 4_000)
  const [upload, smallUpload, away, smallAway] = [31, 32, 33, 34].map((n) => clientId(n, 7)) as [
    string,
    string,
    string,
    string,
  ]
  const sent = uploader(ami, town.roomId)
  await sent.upload(upload, photo)
  await sent.upload(smallUpload, small, { kind: 'thumb', name: 'thumb.jpg' })
  await sent.command({ t: 'post', id: clientId(31), text: '', files: [{ id: upload, thumb: smallUpload }] })
  const copy = (more: object) =>
    ben.ask(`/api/rooms/${other}/copies`, { method: 'POST', body: { from: { room: town.roomId, upload }, ...more } })
  expect(await codeIn(await copy({ id: away, thumb: smallAway }))).toBe('record_inside')
  for (const id of [away, smallAway]) expect((await uploader(ben, other).head(id)).status).toBe(404)
  // The photo itself says nothing, and goes by itself.
  expect((await copy({ id: away })).status).toBe(201)
})

describe('the album over HTTP', () => {
  test('[FI13] photos and files each by themselves, on pages as long as is asked for, and no longer than is allowed', async () => {
    const { town, ami, ben } = await aTownWithPhoto()
    const document = clientId(21, 7)
    await uploader(ami, town.roomId).upload(document, new TextEncoder().encode('%PDF-1.4'), {
      kind: 'file',
      name: 'a.pdf',
    })
    await uploader(ami, town.roomId).post(21, [document], '資料')
    const album = (query: string) => ben.ask(`/api/rooms/${town.roomId}/photos${query}`)
    const photos = await (await album('')).json()
    expect(photos).toMatchObject({
      items: [{ seq: 2, text: '現場', file: { id: photoId, thumb: thumbId } }],
      next: null,
    })
    expect(await (await album('?kind=file&limit=1')).json()).toMatchObject({
      items: [{ file: { id: document } }],
      next: 3,
    })
    expect(await (await album('?kind=file&limit=1&before=3')).json()).toEqual({ items: [], next: null })
    for (const query of ['?limit=0', '?limit=201', '?limit=x', '?before=-1', '?kind=thumb', '?more=1'])
      expect(await codeIn(await album(query)), query).toBe('malformed')
  })
})
