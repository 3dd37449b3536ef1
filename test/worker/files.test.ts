import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import type { Room, RoomEnv } from '../../durable/room-object.ts'
import { Welcome } from '../../protocol/server-message.ts'
import { aMember, clientId } from '../support/builders.ts'
import { anOfficeFile, aPhoto, aZip, bytesOf, joined } from '../support/file-bodies.ts'
import { Browser, bindings, codeIn } from './browser.ts'
import { aTown } from './small-town.ts'
import { bytesIn, sha256, signedIn, uploader } from './uploader.ts'

const id = clientId(1, 7)

async function aTownWithPhoto(photo = aPhoto(300_000)) {
  const town = await aTown(2)
  const [ami, ben] = [await signedIn(town), await signedIn(town, 1)]
  const from = (browser: Browser, env = bindings()) => uploader(browser, town.roomId, env)
  await from(ami).upload(id, photo)
  await from(ami).post(1, [id])
  return { town, photo, ami, ben, from }
}

/** R2 has what was uploaded. */
async function settle(roomId: string): Promise<void> {
  for (let n = 0; n < 50 && (await env.PHOTOS.head(`rooms/${roomId}/${id}`)) === null; n += 1)
    await runDurableObjectAlarm(env.ROOM.getByName(roomId))
}

describe('reading a file', () => {
  test('[FI8] whole, with its hash and its type, and the headers that every answer has', async () => {
    const { town, photo, ben, from } = await aTownWithPhoto()
    await settle(town.roomId)
    const answer = await from(ben).read(id)
    expect(await bytesIn(answer)).toEqual(photo)
    const { headers } = answer
    expect(Object.fromEntries(headers)).toMatchObject({
      etag: `"${await sha256(photo)}"`,
      'content-type': 'image/jpeg',
      'accept-ranges': 'bytes',
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'content-disposition': `inline; filename="__.jpg"; filename*=UTF-8''${encodeURIComponent('現場')}.jpg`,
    })
    const same = await from(ben).read(id, { 'if-none-match': headers.get('etag') ?? '' })
    expect([same.status, await same.text()]).toEqual([304, ''])
  })

  test('[FI8] in ranges, whether the room has it or R2', async () => {
    const { town, photo, ben, from } = await aTownWithPhoto()
    await settle(town.roomId)
    for (const [range, part] of [
      ['bytes=0-0', [0, 1]],
      ['bytes=100000-199999', [100_000, 200_000]],
      ['bytes=299999-', [299_999, 300_000]],
      ['bytes=-5', [299_995, 300_000]],
    ] as const) {
      const answer = await from(ben).read(id, { range })
      expect([answer.status, answer.headers.get('content-range')]).toEqual([
        ...[206, `bytes ${part[0]}-${part[1] - 1}/300000`],
      ])
      expect(await bytesIn(answer)).toEqual(photo.slice(...part))
    }
    const none = await from(ben).read(id, { range: 'bytes=300000-' })
    expect([none.status, none.headers.get('content-range'), await codeIn(none)]).toEqual([
      ...[416, 'bytes */300000', 'out_of_range'],
    ])
    const changed = await from(ben).read(id, { range: 'bytes=0-0', 'if-range': '"other"' })
    expect([changed.status, (await bytesIn(changed)).length]).toEqual([200, 300_000])
  })

  test('[FI3] [FI8] hostile bodies come back byte for byte, as what they are, and only to be saved', async () => {
    const town = await aTown()
    const room = uploader(await signedIn(town), town.roomId)
    const hostile: [string, Uint8Array, string, string][] = [
      ['図.svg', bytesOf('<svg onload="alert(1)"/>'), 'application/octet-stream', 'attachment'],
      ['a.html', bytesOf('<html><script>alert(1)</script>'), 'application/octet-stream', 'attachment'],
      ['a.js', bytesOf('GIF89a=1;alert(1)//'), 'text/plain', 'attachment'],
      ['b.html', joined([0xff, 0xd8, 0xff, 0xfe, 0, 9], '<script>alert(1)</script>'), 'image/jpeg', 'inline'],
      ['c.html', joined('%PDF-1.7 <script>alert(1)</script>'), 'application/pdf', 'inline'],
      ['爆弾.zip', aZip(['a', 'b'], 0xffffffff), 'application/octet-stream', 'attachment'],
      [
        ...(['計画.docx', anOfficeFile('word/document.xml', 0xffffffff)] as const),
        'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
        'attachment',
      ],
    ]
    for (const [n, [name, body, type, way]] of hostile.entries()) {
      const upload = clientId(n, 6)
      expect((await room.upload(upload, body, { kind: 'file', name })).status).toBe(204)
      const answer = await room.read(upload)
      expect(answer.headers.get('content-type')).toBe(type)
      expect(answer.headers.get('content-disposition')).toMatch(new RegExp(`^${way}; `))
      expect(answer.headers.get('content-disposition')).toContain(`filename*=UTF-8''${encodeURIComponent(name)}`)
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(await bytesIn(answer)).toEqual(body)
    }
  })
})

describe('who reads', () => {
  test('[FI6] an ex-member, a stranger and who is signed out get what is told of no file at all', async () => {
    const { town, ami, ben, from } = await aTownWithPhoto()
    await settle(town.roomId)
    expect((await from(ben).read(id)).status).toBe(200)
    const stub = env.ROOM.getByName(town.roomId)
    const welcome = await (await ami.ask(`/api/rooms/${town.roomId}/sync?v=1`)).json()
    const facts = v.parse(Welcome, welcome).room
    const members = [aMember('ami', { accountId: town.people[0]?.id ?? '' })]
    await stub.applyDirectory({ revision: 1_000_000, facts, members })
    const elsewhere = await signedIn(await aTown())
    for (const asked of [
      from(ben).read(id),
      from(elsewhere).read(id),
      from(ami).read(clientId(99)),
      from(ami).read('x'),
    ]) {
      const answer = await asked
      expect([answer.status, await codeIn(answer)]).toEqual([404, 'not_found'])
    }
    expect((await from(ben).head(id)).status).toBe(404)
    expect((await from(ami).read(id)).status).toBe(200)
    expect(await codeIn(await from(new Browser()).read(id))).toBe('signed_out')
  })

  test('[FI5] [FI6] what was retracted is read by nobody', async () => {
    const { ami, ben, from } = await aTownWithPhoto()
    await from(ami).command({ t: 'retract', id: clientId(2), target: 2 })
    for (const who of [ami, ben]) expect(await codeIn(await from(who).read(id))).toBe('not_found')
    const page = await (await from(ben).page()).text()
    expect(page).not.toContain(id)
  })
})

describe('without the rest', () => {
  test('[FI8] [FI9] while R2 is down the room serves what it has, whole and in ranges', async () => {
    const town = await aTown(2)
    await runInDurableObject(env.ROOM.getByName(town.roomId), (room: Room) => {
      const own = room as unknown as { env: RoomEnv }
      own.env = { ...own.env, PHOTOS: failing }
    })
    const [ami, ben] = [await signedIn(town), await signedIn(town, 1)]
    const photo = aPhoto(600_000)
    await uploader(ami, town.roomId).upload(id, photo)
    await uploader(ami, town.roomId).post(1, [id])
    const room = uploader(ben, town.roomId, bindings({ PHOTOS: failing }))
    const whole = await room.read(id)
    expect([whole.headers.get('content-length'), await bytesIn(whole)]).toEqual(['600000', photo])
    for (const [range, part] of [
      ['bytes=0-0', [0, 1]],
      ['bytes=32767-32768', [32_767, 32_769]],
      ['bytes=250000-559999', [250_000, 560_000]],
      ['bytes=-1', [599_999, 600_000]],
    ] as const) {
      const answer = await room.read(id, { range })
      expect([answer.status, await bytesIn(answer)]).toEqual([206, photo.slice(...part)])
    }
  })

  test('[FI9] what goes to R2 while it is read is read on from there', async () => {
    const { town, photo, ben, from } = await aTownWithPhoto(aPhoto(600_000))
    await settle(town.roomId)
    // The room says that it has it, and has its first bytes alone.
    const slow = {
      idFromName: (name: string) => name,
      get: (name: string) => {
        const room = env.ROOM.getByName(name)
        return {
          openFile: async (actor: never, upload: string) => {
            const opened = await room.openFile(actor, upload)
            return opened.ok ? { ok: true, value: { ...opened.value, isInRoom: true } } : opened
          },
          filePiece: async (_actor: never, _upload: string, at: number) => (at === 0 ? photo.slice(0, 200_000) : null),
        }
      },
    } as never
    expect(await bytesIn(await from(ben, bindings({ ROOM: slow })).read(id))).toEqual(photo)
  })

  const failing = new Proxy(
    {},
    {
      get: () => () => {
        throw new Error('R2 is down')
      },
    },
  ) as R2Bucket

  test('[FI9] files are uploaded, sent and read with D1 away', async () => {
    const town = await aTown()
    const ami = await signedIn(town)
    const room = uploader(ami, town.roomId, bindings({ DB: undefined, DIRECTORY: undefined }))
    const photo = aPhoto(50_000)
    await room.upload(id, photo)
    expect((await room.post(1, [id])).status).toBe(200)
    expect(await bytesIn(await room.read(id))).toEqual(photo)
  })

  test('[FI9] what R2 alone has is not there while it is down, and there again afterwards', async () => {
    const { town, photo, ben, from } = await aTownWithPhoto()
    await settle(town.roomId)
    await runDurableObjectAlarm(env.ROOM.getByName(town.roomId))
    for (const PHOTOS of [failing, undefined]) {
      const answer = await from(ben, bindings({ PHOTOS })).read(id)
      expect([answer.status, await codeIn(answer)]).toEqual([503, 'file_unavailable'])
    }
    expect(await bytesIn(await from(ben).read(id))).toEqual(photo)
  })
})
