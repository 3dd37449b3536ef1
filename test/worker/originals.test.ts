import { evictDurableObject, runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { FileDetails } from '../../protocol/file.ts'
import { limits } from '../../protocol/limits.ts'
import type { Welcome } from '../../protocol/server-message.ts'
import { clientId } from '../support/builders.ts'
import { aPhoto, bytesOf, joined } from '../support/file-bodies.ts'
import { type Browser, codeIn } from './browser.ts'
import { DoorSocket } from './door-socket.ts'
import { aTown } from './small-town.ts'
import { bytesIn, metadata, sha256, signedIn, uploader } from './uploader.ts'

const [photo, second, original] = [clientId(1, 7), clientId(2, 7), clientId(3, 7)]
/** HEIC as far as its beginning goes. */
const heic = joined([0, 0, 0, 24], 'ftypheic', new Uint8Array(200_000).fill(7))

/** A message of ami's with two photos. */
async function aTownWithPhotos() {
  const town = await aTown(2)
  const [ami, ben] = [await signedIn(town), await signedIn(town, 1)]
  const [from, to] = [uploader(ami, town.roomId), uploader(ben, town.roomId)]
  await from.upload(photo, aPhoto(5_000))
  await from.upload(second, aPhoto(6_000))
  await from.post(1, [photo, second])
  const base = `/api/rooms/${town.roomId}/files`
  const want = (browser: Browser, id: string = photo) =>
    browser.ask(`${base}/${id}/original`, { method: 'POST', body: {} })
  const read = (browser: Browser, id: string = photo) => browser.ask(`${base}/${id}/original`)
  const details = async (browser: Browser, id: string = photo) =>
    v.parse(FileDetails, await (await browser.ask(`${base}/${id}/facts`)).json())
  const create = (browser: Browser, of: string, id: string = original, size = heic.length) =>
    uploader(browser, town.roomId).create({ id, kind: 'original', size, name: 'IMG_0001.HEIC', of })
  const send = async (browser: Browser, of: string, bytes = heic, id: string = original) => {
    const begun = await create(browser, of, id, bytes.length)
    return begun.ok ? uploader(browser, town.roomId).patch(id, 0, bytes) : begun
  }
  const me = async (browser: Browser) =>
    ((await (await browser.ask(`/api/rooms/${town.roomId}/sync?v=1`)).json()) as Welcome).me
  const marks = async () =>
    ((await (await ben.ask(`/api/rooms/${town.roomId}/sync?v=1`)).json()) as Welcome).marks.map(
      ({ kind, value, no, by }) => ({ kind, value, no, by }),
    )
  return { town, ami, ben, from, to, base, want, read, details, create, send, marks, me }
}

describe('the original of a photo', () => {
  test('[FI25] comes later from its author, byte for byte, and is read by who may see the photo', async () => {
    const { town, ami, ben, read, send, details, me } = await aTownWithPhotos()
    expect(await codeIn(await read(ben))).toBe('not_found')
    expect(await details(ben)).toMatchObject({ original: null, wanted: false, lost: false, by: await me(ami) })
    expect((await send(ami, photo)).status).toBe(204)
    for (let n = 0; n < 3; n += 1) await runDurableObjectAlarm(env.ROOM.getByName(town.roomId))
    await evictDurableObject(env.ROOM.getByName(town.roomId))
    const answer = await read(ben)
    expect(await bytesIn(answer)).toEqual(heic)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      etag: `"${await sha256(heic)}"`,
      'content-type': 'image/heic',
      'content-disposition': `attachment; filename="IMG_0001.HEIC"; filename*=UTF-8''IMG_0001.HEIC`,
    })
    const known = { type: 'image/heic', size: heic.length, sha256: await sha256(heic) }
    expect(await details(ben)).toMatchObject({ file: { id: photo, size: 5_000 }, original: known, wanted: false })
    expect(await details(ben, second)).toMatchObject({ original: null })
  })

  test('[FI25] once: the same upload again is the same one, another is refused', async () => {
    const { ami, create, send } = await aTownWithPhotos()
    await send(ami, photo)
    const again = await create(ami, photo)
    expect([again.status, again.headers.get('upload-offset')]).toEqual([201, `${heic.length}`])
    expect(await codeIn(await create(ami, second))).toBe('client_id_reused')
    expect(await codeIn(await create(ami, photo, clientId(4, 7)))).toBe('upload_unknown')
    expect((await send(ami, second, heic, clientId(5, 7))).status).toBe(204)
  })

  test('[FI25] only from the author, only of a photo that a message carries, only photos, up to 25 MB', async () => {
    const { town, ami, ben, from, create, send } = await aTownWithPhotos()
    expect(await codeIn(await create(ben, photo))).toBe('upload_unknown')
    expect(await codeIn(await create(ami, clientId(99, 7)))).toBe('upload_unknown')
    await from.upload(clientId(6, 7), aPhoto(900))
    expect(await codeIn(await create(ami, clientId(6, 7)))).toBe('upload_unknown')
    await from.upload(clientId(7, 7), bytesOf('持ち物'), { kind: 'file' })
    await from.post(2, [clientId(7, 7)])
    expect(await codeIn(await create(ami, clientId(7, 7)))).toBe('upload_unknown')
    expect(await codeIn(await create(ami, photo, original, limits.maxFileBytes + 1))).toBe('upload_too_large')
    expect(await codeIn(await send(ami, photo, bytesOf('<svg/>')))).toBe('type_not_allowed')
    const base = `/api/rooms/${town.roomId}/uploads`
    for (const facts of [
      { id: original, kind: 'original', name: 'a' },
      { id: original, kind: 'photo', name: 'a', of: photo },
      { id: original, kind: 'original', name: 'a', of: 'x' },
    ]) {
      const headers = { 'tus-resumable': '1.0.0', 'upload-length': '5', 'upload-metadata': metadata(facts) }
      expect(await codeIn(await ami.ask(base, { method: 'POST', headers }))).toBe('malformed')
    }
  })

  test('[FI25] no message carries it by itself, and it goes from view with the photo', async () => {
    const { ami, ben, from, to, read, send, want, base } = await aTownWithPhotos()
    await send(ami, photo)
    expect(await codeIn(await from.post(2, [original]))).toBe('upload_unknown')
    expect(await bytesIn(await to.read(original))).toEqual(heic)
    await from.command({ t: 'retract', id: clientId(3), target: 2 })
    for (const answer of [
      await read(ben),
      await to.read(original),
      await want(ben),
      await ben.ask(`${base}/${photo}/facts`),
    ])
      expect([answer.status, await codeIn(answer)]).toEqual([404, 'not_found'])
  })

  test('[FI25] one whose photo was retracted before it was whole is not kept', async () => {
    const { ami, from, create } = await aTownWithPhotos()
    await create(ami, photo)
    await from.patch(original, 0, heic.subarray(0, 1_000))
    await from.command({ t: 'retract', id: clientId(3), target: 2 })
    expect(await codeIn(await from.patch(original, 1_000, heic.subarray(1_000)))).toBe('upload_unknown')
    expect((await from.head(original)).status).toBe(404)
  })
})

describe('asking for it', () => {
  test('[FI26] by a mark that reaches the author, once however often it is asked, until all asked for are here', async () => {
    const { town, ami, ben, want, send, details, marks, me } = await aTownWithPhotos()
    const socket = await DoorSocket.open(ami, `/api/rooms/${town.roomId}`)
    await socket.until((frame) => frame.t === 'welcome')
    expect((await want(ben)).status).toBe(204)
    const isAsked = { kind: 'original', value: 'wanted', no: 0, by: await me(ben) }
    const told = await socket.until((frame) => frame.t === 'update' && frame.marks !== undefined)
    expect(told).toMatchObject({ marks: [{ seq: 2, ...isAsked }] })
    expect((await want(ben)).status).toBe(204)
    expect((await want(ami, second)).status).toBe(204)
    expect(await marks()).toEqual([isAsked])
    expect(await details(ami)).toMatchObject({ wanted: true })
    await send(ami, photo)
    expect(await details(ben)).toMatchObject({ wanted: false, original: { size: heic.length } })
    // The other photo of the message still waits for one.
    expect(await marks()).toMatchObject([{ value: 'wanted' }])
    await send(ami, second, heic, clientId(5, 7))
    expect(await marks()).toMatchObject([{ value: 'here', no: 0 }])
    expect((await want(ben)).status).toBe(204)
    expect(await marks()).toMatchObject([{ value: 'here' }])
  })

  test('[FI26] of a photo alone, and of one that one sees', async () => {
    const { town, from, want, ben } = await aTownWithPhotos()
    await from.upload(clientId(7, 7), bytesOf('持ち物'), { kind: 'file' })
    await from.post(2, [clientId(7, 7)])
    for (const id of [clientId(7, 7), clientId(99, 7), 'x']) expect(await codeIn(await want(ben, id))).toBe('not_found')
    const stranger = await signedIn(await aTown(1))
    const path = `/api/rooms/${town.roomId}/files/${photo}/original`
    expect(await codeIn(await stranger.ask(path, { method: 'POST', body: {} }))).toBe('not_found')
    expect(await codeIn(await ben.ask(path, { method: 'POST', body: { now: true } }))).toBe('malformed')
  })
})

describe('a photo that R2 has lost', () => {
  test('[FI23] [FI24] is told as lost to readers, sent again by whoever has it, and read at the same address', async () => {
    const { town, ben, to, base } = await aTownWithPhotos()
    const stub = env.ROOM.getByName(town.roomId)
    const key = `rooms/${town.roomId}/${photo}`
    for (let n = 0; n < 50 && (await env.PHOTOS.head(key)) === null; n += 1) await runDurableObjectAlarm(stub)
    await runDurableObjectAlarm(stub)
    await env.PHOTOS.delete(key)
    const lost = await to.read(photo)
    expect([lost.status, await codeIn(lost)]).toEqual([404, 'file_lost'])
    expect(v.parse(FileDetails, await (await ben.ask(`${base}/${photo}/facts`)).json())).toMatchObject({ lost: true })
    const other = aPhoto(5_000).fill(9, 4_000)
    expect(await codeIn(await to.upload(photo, other))).toBe('file_differs')
    expect((await to.upload(photo, aPhoto(5_000))).status).toBe(204)
    expect(await bytesIn(await to.read(photo))).toEqual(aPhoto(5_000))
  })
})
