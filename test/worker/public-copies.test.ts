import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import type { Room, RoomEnv } from '../../durable/room-object.ts'
import type { OpenedFile } from '../../protocol/bindings.ts'
import { limits } from '../../protocol/limits.ts'
import { publicCopyOf } from '../../worker/files/public-copy.ts'
import { clientId } from '../support/builders.ts'
import { bytesOf, joined } from '../support/file-bodies.ts'
import { carriersOf, exifRecord, exifSegment, writingsIn } from '../support/picture-evidence.ts'
import { joinedBytes, type Picture, picture, pictures } from '../support/pictures.ts'
import { Browser, bindings, codeIn } from './browser.ts'
import { aTown } from './small-town.ts'
import { bytesIn, sha256, signedIn, uploader } from './uploader.ts'

const id = clientId(1, 7)
const smallId = clientId(2, 7)
const original = picture('baseline')
/** A photo with a record, a profile, a comment and words behind its end. */
const evidence = (of: Picture): Uint8Array =>
  carriersOf(of)
    .filter(([place]) => ['EXIF', 'XMP', 'ICC', 'a comment', 'behind the end'].includes(place))
    .reduce((bytes, [, put]) => put({ ...of, bytes }), of.bytes)
const photo = evidence(original)
const small = evidence(picture('progressive'))

const publicOf = (browser: Browser, roomId: string, upload: string, rest: Parameters<Browser['ask']>[1] = {}) =>
  browser.ask(`/api/rooms/${roomId}/files/${upload}/public`, rest)

/** A photo with its small picture, in a message of the first of two. */
async function aTownWithPhoto() {
  const town = await aTown(2)
  const [ami, ben] = [await signedIn(town), await signedIn(town, 1)]
  const room = uploader(ami, town.roomId)
  await room.upload(id, photo)
  await room.upload(smallId, small, { kind: 'thumb' })
  const message = { t: 'post', id: clientId(1), text: '', files: [{ id, thumb: smallId }] }
  expect((await room.command(message)).status).toBe(200)
  const read = (browser: Browser, upload = id, rest = {}) => publicOf(browser, town.roomId, upload, rest)
  return { town, ami, ben, room, read }
}

async function settle(roomId: string): Promise<void> {
  for (let n = 0; n < 50 && (await env.PHOTOS.head(`rooms/${roomId}/${id}`)) === null; n += 1)
    await runDurableObjectAlarm(env.ROOM.getByName(roomId))
  await runDurableObjectAlarm(env.ROOM.getByName(roomId))
}

const failing = new Proxy(
  {},
  {
    get: () => () => {
      throw new Error('R2 is down')
    },
  },
) as R2Bucket

describe('reading a public copy', () => {
  test('[PC1] [PC4] it is the photo, or its small picture, and nothing else of what the file has', async () => {
    const { town, ben, read } = await aTownWithPhoto()
    await settle(town.roomId)
    for (const [upload, file, bare] of [
      [id, photo, original.bytes],
      [smallId, small, picture('progressive').bytes],
    ] as const) {
      expect(await bytesIn(await uploader(ben, town.roomId).read(upload))).toEqual(file)
      expect(writingsIn(file)).toHaveLength(3)
      const answer = await read(ben, upload)
      expect(answer.status).toBe(200)
      expect(await bytesIn(answer)).toEqual(bare)
    }
  })

  test('[PC5] with the headers of a file, under its name, and with an ETag of its own', async () => {
    const { ben, read } = await aTownWithPhoto()
    const answer = await read(ben, id, { headers: { range: 'bytes=0-0' } })
    expect([answer.status, (await bytesIn(answer)).length]).toEqual([200, original.bytes.length])
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      etag: `"${await sha256(photo)}-public-1"`,
      'content-type': 'image/jpeg',
      'content-length': `${original.bytes.length}`,
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'content-disposition': `inline; filename="__.jpg"; filename*=UTF-8''${encodeURIComponent('現場')}.jpg`,
    })
    const etag = answer.headers.get('etag') ?? ''
    const same = await read(ben, id, { headers: { 'if-none-match': etag } })
    expect([same.status, same.headers.get('etag'), await same.text()]).toEqual([304, etag, ''])
    const whole = await read(ben, id, { headers: { 'if-none-match': `"${await sha256(photo)}"` } })
    expect(await bytesIn(whole)).toEqual(original.bytes)
  })

  test('[PC2] of every kind of picture that the door takes as a photo', async () => {
    const town = await aTown()
    const ami = await signedIn(town)
    for (const [n, one] of pictures.entries()) {
      const upload = clientId(n, 6)
      expect((await uploader(ami, town.roomId).upload(upload, one.bytes)).status).toBe(204)
      const answer = await publicOf(ami, town.roomId, upload)
      expect([answer.headers.get('content-type'), await bytesIn(answer)]).toEqual([one.type, one.bytes])
    }
  })
})

describe('where there is none', () => {
  test('[PC3] [PC4] of what is turned, cut, HEIC, a file or an original, and it is said so', async () => {
    const town = await aTown()
    const ami = await signedIn(town)
    const room = uploader(ami, town.roomId)
    const { bytes } = original
    const record = exifSegment(exifRecord({ turn: 6 }))
    const uploads: [Uint8Array, 'photo' | 'file'][] = [
      [joinedBytes(bytes.subarray(0, 2), record, bytes.subarray(2)), 'photo'],
      [bytes.subarray(0, 400), 'photo'],
      [joined([0, 0, 0, 24], 'ftypheic', [0, 0, 0, 0], 'mif1heic'), 'photo'],
      [bytes, 'file'],
      [bytesOf('水門の上流側'), 'file'],
    ]
    for (const [n, [body, kind]] of uploads.entries()) {
      const upload = clientId(n, 6)
      expect((await room.upload(upload, body, { kind })).status).toBe(204)
      expect((await room.read(upload)).status).toBe(200)
      const answer = await publicOf(ami, town.roomId, upload)
      expect([answer.status, await codeIn(answer)]).toEqual([404, 'no_public_copy'])
      expect(answer.headers.get('etag')).toBeNull()
      expect(answer.headers.get('cache-control')).toBe('private, no-store')
    }
  })

  test('[PC4] for who is not in the room, signed out or late it is not there', async () => {
    const { ami, ben, room, read } = await aTownWithPhoto()
    const elsewhere = await signedIn(await aTown())
    for (const asked of [read(elsewhere), read(ami, clientId(99)), read(ami, 'x'), publicOf(ami, 'x', id)]) {
      const answer = await asked
      expect([answer.status, await codeIn(answer)]).toEqual([404, 'not_found'])
    }
    expect(await codeIn(await read(new Browser()))).toBe('signed_out')
    expect((await read(ben)).status).toBe(200)
    await room.command({ t: 'retract', id: clientId(2), target: 2 })
    for (const upload of [id, smallId])
      for (const who of [ami, ben]) expect(await codeIn(await read(who, upload))).toBe('not_found')
  })

  test('[PC4] before a message carries it, its uploader alone reads it', async () => {
    const town = await aTown(2)
    const [ami, ben] = [await signedIn(town), await signedIn(town, 1)]
    await uploader(ami, town.roomId).upload(id, photo)
    expect(await bytesIn(await publicOf(ami, town.roomId, id))).toEqual(original.bytes)
    expect(await codeIn(await publicOf(ben, town.roomId, id))).toBe('not_found')
  })

  test('[PC3] [PC6] nothing is read of what has none by its kind, its type or its size', async () => {
    const file: OpenedFile = {
      ...{ id, kind: 'photo', name: '現場.jpg', type: 'image/jpeg', size: 10, sha256: '', key: '', isInRoom: true },
    }
    const asked: string[] = []
    const answer = (facts: Partial<OpenedFile>) =>
      publicCopyOf({ ...file, ...facts }, async () => {
        asked.push(facts.name ?? '')
        return original.bytes
      })
    for (const facts of [
      { kind: 'file' },
      { kind: 'original' },
      { type: 'image/heic' },
      { type: 'application/pdf' },
      { size: limits.maxPhotoBytes + 1 },
    ] as Partial<OpenedFile>[])
      expect(await answer(facts)).toEqual({ ok: false, reason: 'not_a_picture' })
    expect(asked).toEqual([])
    expect(await answer({ name: 'read' })).toEqual({ ok: true, bytes: original.bytes })
    expect(asked).toEqual(['read'])
  })
})

describe('without the rest', () => {
  test('[PC6] while R2 is down the copy is made of what the room has; a photo of 10 MB as well', async () => {
    const town = await aTown()
    await runInDurableObject(env.ROOM.getByName(town.roomId), (room: Room) => {
      const own = room as unknown as { env: RoomEnv }
      own.env = { ...own.env, PHOTOS: failing }
    })
    const ami = await signedIn(town)
    const scan = original.bytes.length - 2
    const bare = new Uint8Array(limits.maxPhotoBytes - 400_000)
    bare.fill(0x5a)
    bare.set(original.bytes.subarray(0, scan))
    bare.set([0xff, 0xd9], bare.length - 2)
    const behind = new Uint8Array(limits.maxPhotoBytes - bare.length).fill(0x41)
    expect((await uploader(ami, town.roomId).upload(id, joinedBytes(bare, behind))).status).toBe(204)
    for (const PHOTOS of [failing, undefined]) {
      const answer = await publicOf(ami, town.roomId, id, { env: bindings({ PHOTOS }) })
      expect(await sha256(await bytesIn(answer))).toBe(await sha256(bare))
    }
  })

  test('[PC6] what R2 alone has is not there while it is down, and lost where R2 has lost it', async () => {
    const { town, ben, read } = await aTownWithPhoto()
    await settle(town.roomId)
    for (const PHOTOS of [failing, undefined]) {
      const answer = await read(ben, id, { env: bindings({ PHOTOS, DB: undefined, DIRECTORY: undefined }) })
      expect([answer.status, await codeIn(answer)]).toEqual([503, 'file_unavailable'])
    }
    const without = await read(ben, id, { env: bindings({ DB: undefined, DIRECTORY: undefined }) })
    expect(await bytesIn(without)).toEqual(original.bytes)
    await env.PHOTOS.delete(`rooms/${town.roomId}/${id}`)
    const lost = await read(ben)
    expect([lost.status, await codeIn(lost)]).toEqual([404, 'file_lost'])
    expect(await bytesIn(await read(ben, smallId))).toEqual(picture('progressive').bytes)
  })

  test('[PC6] what ends too early on its way from R2 is no copy', async () => {
    const { town, ben, read } = await aTownWithPhoto()
    await settle(town.roomId)
    const short = { get: async () => ({ body: new Response(photo.slice(0, 300)).body }) }
    const broken = {
      get: async () => ({
        body: new ReadableStream({
          pull: (controller) => controller.error(new Error('the line broke')),
        }),
      }),
    }
    for (const PHOTOS of [short, broken] as never[])
      expect(await codeIn(await read(ben, id, { env: bindings({ PHOTOS }) }))).toBe('file_unavailable')
  })
})
