import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from '../../protocol/limits.ts'
import { type RefusalCode, refusals } from '../../protocol/refusals.ts'
import { leastPieceBytes, nextPieceBytes, pieceBytesAfterLoss } from '../../web/transport/piece-size.ts'
import { Tus, type UploadOutcome } from '../../web/transport/tus.ts'
import { clientId, id } from '../support/builders.ts'

const size = 200_000
const bytes = Uint8Array.from({ length: size }, (_, i) => i % 251)
const facts = { id: clientId(1), kind: 'photo', name: '現場 1.jpg', size } as const
const path = `/api/rooms/${id('room')}/uploads`

/** A room that keeps what came. Each of `troubles` meets one request, in their order. */
function aRoom(troubles: ((method: string) => 'cut before' | 'cut after' | 'cut amid' | Response | null)[] = []) {
  const room = { held: null as Uint8Array | null, isWhole: false, lookedThrough: true }
  const asked: string[] = []
  const clock = { ms: 0 }
  const told: number[] = []
  let isSignedOut = 0
  const standing = (status: number) =>
    new Response(
      status === 204 ? null : JSON.stringify({ id: facts.id, size, offset: room.held?.length, whole: room.isWhole }),
      { status, headers: { 'upload-offset': `${room.held?.length}` } },
    )
  const take = (more: Uint8Array) => {
    room.held = Uint8Array.from([...(room.held ?? []), ...more])
    room.isWhole = room.held.length === size && room.lookedThrough
  }

  async function answer(method: string, headers: Headers, body: ArrayBuffer | undefined): Promise<Response> {
    if (method === 'POST') {
      expect(headers.get('upload-length')).toBe(`${size}`)
      room.held ??= new Uint8Array()
      return standing(201)
    }
    if (room.held === null) return refused('upload_unknown')
    if (method === 'HEAD') {
      room.isWhole ||= room.held.length === size
      return standing(200)
    }
    if (method === 'DELETE') {
      room.held = null
      return new Response(null, { status: 204 })
    }
    if (Number(headers.get('upload-offset')) !== room.held.length) return refused('upload_offset_differs')
    take(new Uint8Array(body as ArrayBuffer))
    return standing(204)
  }

  const send = (async (url: string, init: RequestInit) => {
    const { method = 'GET' } = init
    const headers = new Headers(init.headers)
    expect(headers.get('tus-resumable')).toBe('1.0.0')
    expect(headers.get('x-yagura-account')).toBe(id('ami'))
    const body = init.body as ArrayBuffer | undefined
    asked.push(method === 'PATCH' ? `PATCH ${headers.get('upload-offset')}+${body?.byteLength}` : method)
    expect(url).toBe(method === 'POST' ? path : `${path}/${facts.id}`)
    clock.ms += 1_000
    const trouble = troubles.shift()?.(method) ?? null
    if (trouble instanceof Response) return trouble
    if (trouble === 'cut before') throw new TypeError('network')
    if (trouble === 'cut amid') {
      take(new Uint8Array(body as ArrayBuffer).subarray(0, 10_000))
      throw new TypeError('network')
    }
    const given = await answer(method, headers, body)
    if (trouble === 'cut after') throw new TypeError('network')
    return given
  }) as typeof fetch

  const tus = new Tus({
    ...{ as: id('ami'), now: () => clock.ms, send },
    signedOut: async () => {
      isSignedOut += 1
    },
  })
  const askOf = (isBegun: boolean) => ({
    ...{ path, facts, isBegun, signal: new AbortController().signal },
    bytes: async () => bytes.buffer,
    stands: (offset: number) => told.push(offset),
  })
  const upload = (isBegun = false) => tus.upload(askOf(isBegun))
  const announce = () => tus.announce(askOf(false))
  return { room, asked, told, tus, upload, announce, signedOut: () => isSignedOut }
}

const refused = (code: RefusalCode) =>
  new Response(JSON.stringify({ error: { code, message: '', reference: '' } }), { status: refusals[code].status })
const whole: UploadOutcome = { is: 'whole' }
const cut: UploadOutcome = { is: 'cut' }

test('[CL14] it is created, and goes up in bodies that grow; the room has the same bytes', async () => {
  const { room, asked, told, upload } = aRoom()
  expect(await upload()).toEqual(whole)
  expect(room.held).toEqual(bytes)
  expect(asked.slice(0, 3)).toEqual(['POST', 'PATCH 0+32768', 'PATCH 32768+65536'])
  expect(told.at(-1)).toBe(size)
})

test('[CL14] after a cut it goes on where the room is: what came of a body is not sent again', async () => {
  const { room, asked, upload } = aRoom([() => null, () => 'cut amid'])
  expect(await upload()).toEqual(cut)
  asked.splice(0)
  expect(await upload(true)).toEqual(whole)
  expect(asked.slice(0, 2)).toEqual(['HEAD', 'PATCH 10000+32768'])
  expect(room.held).toEqual(bytes)
})

test('[CL14] created again it is found, by whichever page; one that is whole is not sent', async () => {
  const { asked, upload } = aRoom()
  await upload()
  asked.splice(0)
  expect(await upload()).toEqual(whole)
  expect(asked).toEqual(['POST'])
})

test('[CL14] what comes next is announced while another is on its way, and asked for again where that was cut', async () => {
  const well = aRoom()
  well.announce()
  well.announce()
  expect(await well.upload()).toEqual(whole)
  expect(well.asked.slice(0, 2)).toEqual(['POST', 'PATCH 0+32768'])
  const badly = aRoom([() => 'cut before'])
  badly.announce()
  expect(await badly.upload()).toEqual(whole)
  expect(badly.asked.slice(0, 3)).toEqual(['POST', 'POST', 'PATCH 0+32768'])
})

test('[CL14] a room that was cut off before it had looked through all bytes is made to look', async () => {
  const { room, asked, upload } = aRoom()
  room.lookedThrough = false
  await upload()
  asked.splice(0)
  expect(await upload()).toEqual(whole)
  expect(asked).toEqual(['POST', 'HEAD'])
  expect(room.isWhole).toBe(true)
})

test('[CL14] an answer that was lost: the room’s offset counts', async () => {
  const { room, asked, upload } = aRoom([
    () => null,
    () => {
      room.held = bytes.slice(0, 50_000)
      return refused('upload_offset_differs')
    },
  ])
  expect(await upload()).toEqual(whole)
  expect(asked.slice(0, 4)).toEqual(['POST', 'PATCH 0+32768', 'HEAD', 'PATCH 50000+32768'])
  expect(room.held).toEqual(bytes)
})

describe('what the server says', () => {
  test.each<[string, Response, UploadOutcome]>([
    ['no', refused('quota_full'), { is: 'refused', code: 'quota_full' }],
    ['not this', refused('type_not_allowed'), { is: 'refused', code: 'type_not_allowed' }],
    ['not in this room', refused('not_found'), { is: 'refused', code: 'not_found' }],
    ['out of order', refused('internal'), cut],
    ['slower', refused('slow_down'), cut],
    ['a proxy’s own page', new Response('<h1>502</h1>', { status: 502 }), cut],
    ['a café’s page', new Response('<h1>Welcome</h1>', { status: 200 }), cut],
    ['it knows nothing of it', refused('upload_unknown'), { is: 'lost' }],
  ])('[CL15] %s', async (_, response, outcome) => {
    expect(await aRoom([() => response]).upload()).toEqual(outcome)
  })

  test('[CL14] signed out: the session is asked for again, and the upload is not lost', async () => {
    const { upload, signedOut } = aRoom([() => refused('signed_out')])
    expect([await upload(), signedOut()]).toEqual([cut, 1])
  })

  test('[CL15] what nobody wants is ended once', async () => {
    const { tus, room, upload } = aRoom()
    await upload()
    expect(await tus.end(`${path}/${facts.id}`)).toBe(true)
    expect([room.held, await tus.end(`${path}/${facts.id}`)]).toEqual([null, true])
    const away = aRoom([() => 'cut before', () => refused('internal')])
    expect([await away.tus.end(`${path}/${facts.id}`), await away.tus.end(`${path}/${facts.id}`)]).toEqual([
      false,
      false,
    ])
  })
})

test('[CL14] whatever is cut, tries enough bring it whole, and no byte that was answered for goes twice', async () => {
  const kinds = ['cut before', 'cut after', 'cut amid', null] as const
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...kinds), { maxLength: 20 }), async (cuts) => {
      const troubles = cuts.map((kind) => (method: string) => (kind === 'cut amid' && method !== 'PATCH' ? null : kind))
      const { room, asked, upload } = aRoom(troubles)
      let outcome = await upload()
      for (let tries = 0; outcome.is !== 'whole' && tries < 40; tries += 1)
        outcome = await upload(outcome.is !== 'lost' && tries > 0 && room.held !== null)
      expect(outcome).toEqual(whole)
      expect(room.held).toEqual(bytes)
      expect(asked.filter((what) => what.startsWith('PATCH')).length).toBeLessThan(40)
    }),
    { numRuns: 60 },
  )
})

describe('how much goes up at once', () => {
  test('[CL14] it grows with the line, at most twice at once, between 32 and 256 KB', () => {
    expect(nextPieceBytes(leastPieceBytes, { bytes: leastPieceBytes, ms: 100 })).toBe(2 * leastPieceBytes)
    expect(nextPieceBytes(200_000, { bytes: 200_000, ms: 4_000 })).toBe(150_000)
    expect(nextPieceBytes(leastPieceBytes, { bytes: leastPieceBytes, ms: 20_000 })).toBe(leastPieceBytes)
    expect(nextPieceBytes(limits.maxUploadBodyBytes, { bytes: limits.maxUploadBodyBytes, ms: 1 })).toBe(
      limits.maxUploadBodyBytes,
    )
    expect(pieceBytesAfterLoss(100_000)).toBe(50_000)
    expect(pieceBytesAfterLoss(leastPieceBytes)).toBe(leastPieceBytes)
  })
})
