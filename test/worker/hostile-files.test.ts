import { describe, expect, test } from 'vitest'
import { cleanFileName } from '../../core/file-name.ts'
import { clientId } from '../support/builders.ts'
import { bytesOf } from '../support/file-bodies.ts'
import { hostileBodies, pixelBombs } from '../support/hostile-bodies.ts'
import { hostileNames } from '../support/hostile-names.ts'
import { codeIn } from './browser.ts'
import { aTown } from './small-town.ts'
import { bytesIn, signedIn, uploader } from './uploader.ts'

const photos = ['image/jpeg', 'image/png', 'image/webp', 'image/heic', 'image/heif']
const shown = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf']

/** A header by the letter of RFC 6266 and RFC 8187, or null: its disposition, its plain name, and the name in UTF-8. */
function dispositionIn(header: string | null) {
  const attribute =
    /^(inline|attachment); filename="([\x20-\x21\x23-\x5b\x5d-\x7e]+)"; filename\*=UTF-8''((?:[A-Za-z0-9!#$&+\-.^_`|~]|%[0-9A-Fa-f]{2})+)$/
  const [, kind, plain, encoded] = attribute.exec(header ?? '') ?? []
  return encoded === undefined ? null : { kind, plain, name: decodeURIComponent(encoded) }
}

async function twoPeople() {
  const town = await aTown(2)
  const [ami, ben] = [await signedIn(town), await signedIn(town, 1)]
  return { from: uploader(ami, town.roomId), to: uploader(ben, town.roomId) }
}

describe('hostile names', () => {
  test('[FI7] 200 of them come through create, whole, post and read as one exact header, and as nothing else', async () => {
    expect(new Set(hostileNames).size).toBeGreaterThanOrEqual(200)
    const { from, to } = await twoPeople()
    const body = bytesOf('持ち物')
    for (let first = 0; first < hostileNames.length; first += 20) {
      const names = hostileNames.slice(first, first + 20)
      const ids = names.map((_, i) => clientId(first + i, 7))
      for (const [i, name] of names.entries())
        expect((await from.upload(ids[i]!, body, { kind: 'file', name })).status, JSON.stringify(name)).toBe(204)
      expect((await from.post(first, ids)).status).toBe(200)
    }
    const { entries } = (await (await to.page()).json()) as { entries: { files?: { id: string; name: string }[] }[] }
    const carried = new Map(entries.flatMap(({ files = [] }) => files.map(({ id, name }) => [id, name] as const)))
    for (const [n, name] of hostileNames.entries()) {
      const id = clientId(n, 7)
      const answer = await to.read(id)
      const header = answer.headers.get('content-disposition')
      const seen = JSON.stringify(name)
      expect(dispositionIn(header), `${seen} ${header}`).toMatchObject({
        kind: 'attachment',
        name: cleanFileName(name),
      })
      expect(carried.get(id), seen).toBe(cleanFileName(name))
      expect([...answer.headers.keys()], seen).toEqual(expect.not.arrayContaining(['set-cookie']))
      expect(await bytesIn(answer), seen).toEqual(body)
    }
  })

  test('[FI7] bytes that are no UTF-8, and more than a name can be, are refused', async () => {
    const { from } = await twoPeople()
    const raw = (...bytes: number[]) => btoa(String.fromCharCode(...bytes))
    const named = (name: string) => ({
      'upload-metadata': `id ${btoa(clientId(1, 7))},kind ${btoa('file')},name ${name}`,
    })
    // A half of a surrogate pair, a byte alone, a slash the long way round.
    for (const name of [raw(0xed, 0xa0, 0x80), raw(0xff), raw(0xc0, 0xaf), btoa('a'.repeat(1_001))])
      expect(await codeIn(await from.create({ id: clientId(1, 7), size: 5 }, named(name)))).toBe('malformed')
  })
})

describe('hostile bodies', () => {
  test('[FI3] there are 60 of them, and each is another one', () => {
    expect(new Set(hostileBodies.map(({ what }) => what)).size).toBeGreaterThanOrEqual(60)
    expect(new Set(hostileBodies.map(({ bytes }) => bytes.join())).size).toBe(hostileBodies.length)
  })

  test('[FI3] [FI29] announced as a photo, what does not begin as one, or says that it is larger than any, is refused at once', async () => {
    const { from } = await twoPeople()
    for (const [n, { what, bytes, type }] of hostileBodies.entries()) {
      const answer = await from.upload(clientId(n, 7), bytes, { name: '写真.jpg' })
      if (photos.includes(type) && !pixelBombs.includes(what)) {
        expect(answer.status, what).toBe(204)
        await from.end(clientId(n, 7))
      } else expect([answer.status, await codeIn(answer)], what).toEqual([415, 'type_not_allowed'])
    }
  })

  test('[FI3] [FI8] announced as a file, each is served byte for byte as what it begins as, and runs nowhere', async () => {
    const { from, to } = await twoPeople()
    const names = ['写真.jpg.html', '写真.svg', '写真.jpg', 'index.html', '計画.pdf']
    for (const [n, { what, bytes }] of hostileBodies.entries()) {
      const id = clientId(n, 7)
      expect((await from.upload(id, bytes, { kind: 'file', name: names[n % names.length]! })).status, what).toBe(204)
    }
    const ids = hostileBodies.map((_, n) => clientId(n, 7))
    for (let first = 0; first < ids.length; first += 20)
      expect((await from.post(first, ids.slice(first, first + 20))).status).toBe(200)
    for (const [n, { what, bytes, type }] of hostileBodies.entries()) {
      const id = clientId(n, 7)
      const answer = await to.read(id)
      expect(await bytesIn(answer), what).toEqual(bytes)
      expect(answer.headers.get('content-type'), what).toBe(type)
      expect(answer.headers.get('x-content-type-options'), what).toBe('nosniff')
      expect(answer.headers.get('content-security-policy'), what).toBe(
        `${type === 'application/pdf' ? '' : 'sandbox; '}default-src 'none'; frame-ancestors 'none'`,
      )
      const kind = dispositionIn(answer.headers.get('content-disposition'))?.kind
      expect(kind, what).toBe(shown.includes(type) ? 'inline' : 'attachment')
    }
  })
})
