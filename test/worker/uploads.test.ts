import { abortAllDurableObjects, evictDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { limits } from '../../protocol/limits.ts'
import { clientId } from '../support/builders.ts'
import { aPhoto, aZip, bytesOf } from '../support/file-bodies.ts'
import { codeIn } from './browser.ts'
import { aTown } from './small-town.ts'
import { bytesIn, metadata, sha256, signedIn, uploader } from './uploader.ts'

const offsetIn = (response: Response) => Number(response.headers.get('upload-offset'))
const id = clientId(1, 7)

async function aRoomOf(count = 1) {
  const town = await aTown(count)
  const people = await Promise.all(town.people.map((_, i) => signedIn(town, i)))
  return { town, uploaders: people.map((person) => uploader(person, town.roomId)) }
}

describe('uploads that are cut', () => {
  test.each([
    ['an eviction', (roomId: string) => evictDurableObject(env.ROOM.getByName(roomId))],
    ['a killed server', () => abortAllDurableObjects()],
  ])('[FI2] after %s an upload goes on where it was, and comes whole', async (_name, cut) => {
    const { town, uploaders } = await aRoomOf()
    const [ami] = uploaders
    const photo = aPhoto(400_000)
    expect(offsetIn(await ami!.create({ id, size: photo.length }))).toBe(0)
    expect(offsetIn(await ami!.patch(id, 0, photo.subarray(0, 100_001)))).toBe(100_001)
    await cut(town.roomId)
    const head = await ami!.head(id)
    expect([head.status, offsetIn(head), head.headers.get('upload-length')]).toEqual([200, 100_001, '400000'])
    expect(offsetIn(await ami!.patch(id, 100_001, photo.subarray(100_001, 150_000)))).toBe(150_000)
    await cut(town.roomId)
    expect(offsetIn(await ami!.patch(id, 150_000, photo.subarray(150_000)))).toBe(400_000)
    expect(await bytesIn(await ami!.read(id))).toEqual(photo)
  })

  test('[FI2] of a body that breaks off, what came counts', async () => {
    const { uploaders } = await aRoomOf()
    const [ami] = uploaders
    const photo = aPhoto(150_000)
    await ami!.create({ id, size: photo.length })
    const parts = [photo.subarray(0, 50_000), photo.subarray(50_000, 100_000)]
    const broken = new ReadableStream({
      pull(controller) {
        const part = parts.shift()
        if (part) controller.enqueue(part)
        else controller.error(new Error('the line is dead'))
      },
    })
    await ami!.patch(id, 0, broken)
    const kept = offsetIn(await ami!.head(id))
    expect(kept).toBe(100_000)
    expect(offsetIn(await ami!.patch(id, kept, photo.subarray(kept)))).toBe(150_000)
    expect(await bytesIn(await ami!.read(id))).toEqual(photo)
  })

  test('[FI2] bytes for another offset are refused and change nothing', async () => {
    const { uploaders } = await aRoomOf()
    const [ami] = uploaders
    const photo = aPhoto(1_000)
    await ami!.create({ id, size: 1_000 })
    await ami!.patch(id, 0, photo.subarray(0, 500))
    for (const offset of [0, 499, 501, 1_000]) {
      const answer = await ami!.patch(id, offset, photo.subarray(0, 10))
      expect([answer.status, await codeIn(answer)]).toEqual([409, 'upload_offset_differs'])
    }
    expect(await codeIn(await ami!.patch(id, 500, aPhoto(501)))).toBe('upload_too_large')
    expect(offsetIn(await ami!.patch(id, 500, photo.subarray(500)))).toBe(1_000)
    expect(await bytesIn(await ami!.read(id))).toEqual(photo)
  })

  test('[FI2] many small bodies are one file, in rows of one size', async () => {
    const { uploaders } = await aRoomOf()
    const [ami] = uploaders
    const photo = aPhoto(70_000)
    await ami!.create({ id, size: photo.length })
    for (let at = 0; at < photo.length; at += 7_001) await ami!.patch(id, at, photo.subarray(at, at + 7_001))
    expect(await bytesIn(await ami!.read(id))).toEqual(photo)
  })
})

describe('the same id twice', () => {
  test('[FI1] with the same facts it is the same upload, also when it is whole and sent', async () => {
    const { uploaders } = await aRoomOf()
    const [ami] = uploaders
    const photo = aPhoto(2_000)
    const first = await ami!.create({ id, size: 2_000 })
    expect(first.status).toBe(201)
    expect(first.headers.get('location')).toMatch(new RegExp(`/uploads/${id}$`))
    await ami!.patch(id, 0, photo.subarray(0, 800))
    expect(offsetIn(await ami!.create({ id, size: 2_000 }))).toBe(800)
    await ami!.patch(id, 800, photo.subarray(800))
    await ami!.post(1, [id])
    const again = await ami!.create({ id, size: 2_000 })
    expect([again.status, offsetIn(again)]).toEqual([201, 2_000])
    expect(await again.json()).toEqual({ id, size: 2_000, offset: 2_000, whole: true })
  })

  test('[FI1] with other facts, or of another member, it is refused', async () => {
    const { uploaders } = await aRoomOf(2)
    const [ami, ben] = uploaders
    await ami!.create({ id, size: 2_000 })
    const others = [
      await ami!.create({ id, size: 2_001 }),
      await ami!.create({ id, size: 2_000, name: '別.jpg' }),
      await ami!.create({ id, size: 2_000, kind: 'file' }),
      await ben!.create({ id, size: 2_000 }),
    ]
    for (const answer of others) expect([answer.status, await codeIn(answer)]).toEqual([409, 'client_id_reused'])
    for (const answer of [await ben!.end(id), await ben!.patch(id, 0, aPhoto(10))])
      expect(await codeIn(answer)).toBe('upload_unknown')
    expect((await ben!.head(id)).status).toBe(404)
  })

  test('[FI1] what was taken away is unknown, and may begin anew while R2 never heard of it', async () => {
    const { uploaders } = await aRoomOf()
    const [ami] = uploaders
    await ami!.create({ id, size: 2_000 })
    expect((await ami!.end(id)).status).toBe(204)
    expect(await codeIn(await ami!.end(id))).toBe('upload_unknown')
    expect(offsetIn(await ami!.create({ id, size: 3_000 }))).toBe(0)
  })
})

describe('what is refused', () => {
  test('[FI4] a photo, a file and a body that are too large', async () => {
    const { uploaders } = await aRoomOf()
    const [ami] = uploaders
    for (const [kind, size] of [
      ['photo', limits.maxPhotoBytes],
      ['file', limits.maxFileBytes],
    ] as const) {
      const answer = await ami!.create({ id, kind, size: size + 1 })
      expect([answer.status, await codeIn(answer)]).toEqual([413, 'upload_too_large'])
    }
    await ami!.create({ id, kind: 'file', size: 1_000_000 })
    const far = await ami!.patch(id, 0, aPhoto(10), { 'content-length': `${limits.maxFileBytes + 1}` })
    expect([far.status, await codeIn(far)]).toEqual([413, 'too_large'])
    expect(await codeIn(await ami!.patch(id, 0, aPhoto(1_000_001)))).toBe('upload_too_large')
  })

  test('[FI4] the eighty-first upload that no message carries', async () => {
    const { uploaders } = await aRoomOf(2)
    const [ami, ben] = uploaders
    for (let n = 0; n < limits.maxUploadsPerMember; n += 1)
      expect((await ami!.create({ id: clientId(n, 8), size: 5 })).status).toBe(201)
    const answer = await ami!.create({ id, size: 5 })
    expect([answer.status, await codeIn(answer)]).toEqual([429, 'uploads_waiting'])
    expect((await ben!.create({ id, size: 5 })).status).toBe(201)
  })

  test('[FI1] a beginning that is no tus, or says something else', async () => {
    const { uploaders } = await aRoomOf()
    const [ami] = uploaders
    const old = await ami!.create({ id, size: 5 }, { 'tus-resumable': '0.2.2' })
    expect([old.status, old.headers.get('tus-version'), await codeIn(old)]).toEqual([412, '1.0.0', 'upload_version'])
    for (const wrong of [
      { 'upload-length': '-1' },
      { 'upload-length': '0' },
      { 'upload-length': 'x' },
      { 'upload-metadata': '' },
      { 'upload-metadata': 'id ***' },
      { 'upload-metadata': `id ${btoa(id)},kind ${btoa('page')},name ${btoa('a')}` },
      { 'upload-metadata': `id ${btoa('1')},kind ${btoa('file')},name ${btoa('a')}` },
      { 'upload-metadata': `id ${btoa(id)},kind ${btoa('file')},name ${btoa('a')},odd ${btoa('a')}` },
      { 'upload-metadata': `id ${btoa(id)},kind ${btoa('file')},name ${btoa('\xff')}` },
    ]) {
      expect(await codeIn(await ami!.create({ id, size: 5 }, wrong as never)), JSON.stringify(wrong)).toBe('malformed')
    }
    await ami!.create({ id, size: 5 })
    expect(await codeIn(await ami!.patch(id, 0, aPhoto(5), { 'content-type': 'image/jpeg' }))).toBe('json_only')
    expect(await codeIn(await ami!.patch(id, 0, aPhoto(5), { 'upload-offset': 'x' }))).toBe('malformed')
  })

  test('[FI27] what stock clients say of a file besides is taken, and decides nothing', async () => {
    const { uploaders } = await aRoomOf()
    const [ami] = uploaders
    const hints = { type: 'text/html', filename: '別の名前.html', filetype: 'text/html', relativePath: 'null' }
    const facts = { id, kind: 'photo', name: '現場.jpg' }
    const bytes = aPhoto(5_000)
    const begun = await ami!.create({ id, size: bytes.length }, { 'upload-metadata': metadata({ ...facts, ...hints }) })
    expect(begun.status).toBe(201)
    expect((await ami!.patch(id, 0, bytes)).status).toBe(204)
    await ami!.post(1, [id])
    const read = await ami!.read(id)
    expect(read.headers.get('content-type')).toBe('image/jpeg')
    expect(read.headers.get('content-disposition')).not.toContain('html')
  })

  test('[FI3] a photo that is none goes at once, whatever it calls itself', async () => {
    const { uploaders } = await aRoomOf()
    const [ami] = uploaders
    for (const body of [bytesOf('<svg onload="alert(1)"/>'), bytesOf('GIF89a=1;alert(1)//'), aZip(['a'])]) {
      const answer = await ami!.upload(id, body, { name: '写真.png' })
      expect([answer.status, await codeIn(answer)]).toEqual([415, 'type_not_allowed'])
      expect((await ami!.head(id)).status).toBe(404)
    }
  })
})

describe('sending', () => {
  test('[FI5] a message carries what the room found of its own uploads', async () => {
    const { uploaders } = await aRoomOf(2)
    const [ami, ben] = uploaders
    const photo = aPhoto(3_000)
    await ami!.upload(id, photo, { name: '../現場\u202e.jpg' })
    expect(await codeIn(await ben!.post(1, [id]))).toBe('upload_unknown')
    await ami!.create({ id: clientId(2, 7), size: 10 })
    expect(await codeIn(await ami!.post(1, [clientId(2, 7)]))).toBe('upload_unknown')
    expect(await (await ami!.post(1, [id])).json()).toEqual({ id: clientId(1), seq: 2 })
    const { entries } = (await (await ben!.page()).json()) as { entries: object[] }
    const file = { id, kind: 'photo', name: '現場.jpg', type: 'image/jpeg', size: 3_000, sha256: await sha256(photo) }
    expect(entries.at(-1)).toMatchObject({ text: '', files: [file] })
    expect(await codeIn(await ami!.end(id))).toBe('upload_unknown')
  })
})
