import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FileKind, NamedFile } from '../../protocol/file.ts'
import { clientId } from '../support/builders.ts'
import { carriersOf, exifRecord, exifSegment, writings, writingsIn } from '../support/picture-evidence.ts'
import { joinedBytes, moving, type Picture, picture, pictures } from '../support/pictures.ts'
import { demoPassword } from '../town/sign-ins.ts'
import { openBrowser, Person } from './support/browser.ts'
import { DemoTown } from './support/demo-town.ts'
import { Phone } from './support/phone.ts'
import { photo } from './support/photos.ts'

const town = new DemoTown('public-copy')
const room = '第12分団 個別連絡'
const desk = new Phone(() => town.url, 'jimukyoku')
let browser: Browser
let captain: Person
let files: string
let made = 0
/** An id that was not given before, in a second try neither. */
const next = () => clientId(++made, 5)

beforeAll(async () => {
  await town.start()
  browser = await openBrowser()
  captain = await Person.at(browser, town.url)
  await captain.signIn('bundan12', demoPassword)
  await desk.signIn(demoPassword)
  files = `/api/rooms/${await desk.room(room)}/files`
})
afterAll(async () => {
  await browser?.close()
  await town.kill()
})

/** Sent as any client may send it, which need not be ours. */
async function upload(id: string, kind: FileKind, bytes: Uint8Array): Promise<void> {
  const statuses = await captain.page.evaluate(
    async ({ base, id, kind, body }) => {
      const bytes = Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0))
      const metadata = Object.entries({ id, kind, name: 'IMG_0001.JPG' }).map(([key, value]) => `${key} ${btoa(value)}`)
      const tus = { 'tus-resumable': '1.0.0' }
      const facts = { 'upload-length': `${bytes.length}`, 'upload-metadata': metadata.join(',') }
      const made = await fetch(base, { method: 'POST', headers: { ...tus, ...facts } })
      const headers = { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' }
      const sent = await fetch(`${base}/${id}`, { method: 'PATCH', headers, body: bytes })
      return [made.status, sent.status]
    },
    { base: files.replace(/files$/, 'uploads'), id, kind, body: Buffer.from(bytes).toString('base64') },
  )
  expect(statuses).toEqual([201, 204])
}

/** A message of the captain's that carries them. */
async function post(id: string, carried: NamedFile[]): Promise<void> {
  const status = await captain.page.evaluate(
    async ({ path, body }) => {
      const headers = { 'content-type': 'application/json' }
      return (await fetch(path, { method: 'POST', headers, body })).status
    },
    { path: files.replace(/files$/, 'commands'), body: JSON.stringify({ t: 'post', id, text: '', files: carried }) },
  )
  expect(status).toBe(200)
}

/** As somebody else in the room reads it. */
const bytesAt = async (path: string): Promise<Uint8Array> => {
  const answer = await desk.request('GET', path)
  expect(answer.status).toBe(200)
  return new Uint8Array(await answer.arrayBuffer())
}

/** Every pixel as the browser shows it, by <img> and by createImageBitmap. */
const pixelsAt = (path: string): Promise<{ size: string; shown: string; decoded: string }> =>
  captain.page.evaluate(async (path) => {
    const hashOf = async (source: CanvasImageSource, width: number, height: number) => {
      const context = new OffscreenCanvas(width, height).getContext('2d')
      if (context === null) throw new Error('no canvas')
      context.drawImage(source, 0, 0)
      const { data } = context.getImageData(0, 0, width, height)
      if (data.every((value) => value === data[0])) throw new Error('nothing is drawn')
      const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', data))
      return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('')
    }
    const image = new Image()
    image.src = path
    await image.decode()
    const { naturalWidth: width, naturalHeight: height } = image
    const bitmap = await createImageBitmap(await (await fetch(path)).blob())
    return {
      size: `${width} × ${height}, ${bitmap.width} × ${bitmap.height}`,
      shown: await hashOf(image, width, height),
      decoded: await hashOf(bitmap, bitmap.width, bitmap.height),
    }
  }, path)

/** All that the file can carry at once and still be a picture for a browser. */
const evidence = (original: Picture): Uint8Array =>
  carriersOf(original)
    .filter(
      ([place]) =>
        place !== 'JFIF' &&
        !place.startsWith('between') &&
        !['behind a plain picture', 'a second picture'].includes(place),
    )
    .reduce((bytes, [, put]) => put({ ...original, bytes }), original.bytes)

test('[PC1] [PC2] every picture looks the same in its public copy, pixel by pixel, without what was in its file', async () => {
  for (const original of pictures) {
    const id = next()
    const file = evidence(original)
    await upload(id, 'photo', file)
    await post(next(), [{ id }])
    const [read, copy] = [await bytesAt(`${files}/${id}`), await bytesAt(`${files}/${id}/public`)]
    expect([original.name, writingsIn(read)]).toEqual([original.name, Object.keys(writings)])
    expect([original.name, writingsIn(copy)]).toEqual([original.name, []])
    const [seen, seenCopy] = [await pixelsAt(`${files}/${id}`), await pixelsAt(`${files}/${id}/public`)]
    expect([original.name, seenCopy]).toEqual([original.name, seen])
    expect(seen.size).toBe('16 × 16, 16 × 16')
  }
})

test('[PC2] [PC4] a photo as a camera writes it, its small picture, and a picture that moves', async () => {
  const shot = (await photo(captain.page, 'IMG_0001.JPG')).buffer
  const taken = joinedBytes(shot.subarray(0, 2), exifSegment(exifRecord()), shot.subarray(2))
  const small = evidence(picture('progressive'))
  const [id, smallId, movingId] = [next(), next(), next()]
  await upload(id, 'photo', taken)
  await upload(smallId, 'thumb', small)
  await upload(movingId, 'photo', moving())
  await post(next(), [{ id, thumb: smallId }, { id: movingId }])
  for (const [upload, size] of [
    [id, '2400 × 1800, 2400 × 1800'],
    [smallId, '16 × 16, 16 × 16'],
    [movingId, '16 × 16, 16 × 16'],
  ] as const) {
    const seen = await pixelsAt(`${files}/${upload}/public`)
    expect(seen).toEqual(await pixelsAt(`${files}/${upload}`))
    expect(seen.size).toBe(size)
    expect(writingsIn(await bytesAt(`${files}/${upload}/public`))).toEqual([])
  }
  expect(captain.troubles).toEqual([])
})

test('[PC3] a photo that is shown turned has no public copy, and says why', async () => {
  const { bytes } = picture('baseline')
  const id = next()
  await upload(id, 'photo', joinedBytes(bytes.subarray(0, 2), exifSegment(exifRecord({ turn: 6 })), bytes.subarray(2)))
  await post(next(), [{ id }])
  const answer = await desk.request('GET', `${files}/${id}/public`)
  expect([answer.status, ((await answer.json()) as { error: object }).error]).toMatchObject([
    404,
    { code: 'no_public_copy', message: '向きの記録が残る写真やHEIC形式などは、公開用の写しを作れません。' },
  ])
})
