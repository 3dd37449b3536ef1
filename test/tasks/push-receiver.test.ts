import { createECDH, generateKeyPairSync } from 'node:crypto'
import { buildPushPayload } from '@block65/webcrypto-web-push'
import { importJWK, SignJWT } from 'jose'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { PushDevice } from '../support/push-device.ts'
import { PushPhone } from '../support/push-phone.ts'
import { type Push, type PushData, type PushPayload, PushReceiver } from '../support/push-receiver.ts'
import { openRecord } from '../support/push-record.ts'
import { testSecrets } from '../support/test-secrets.ts'

type Jwk = { kty: string; crv: string; x: string; y: string; d: string }
const pushKey = JSON.parse(testSecrets.PUSH_KEY) as Jwk
const publicHalf = ({ x, y }: Jwk) =>
  Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]).toString('base64url')
const key = publicHalf(pushKey)
const roomId = '0123456789abcdef'.repeat(2)

let receiver: PushReceiver

beforeEach(async () => {
  receiver = await PushReceiver.listen()
})

afterEach(() => receiver.close())

/** What the town sends, for one entry of a room. */
function payloadOf(data: Partial<Extract<PushData, { kind: 'entry' }>> = {}): PushPayload {
  const entry = { kind: 'entry' as const, roomId, seq: 12, round: 0, urgent: false, receipt: 'r', ...data }
  return {
    web_push: 8030,
    mutable: true,
    app_badge: 3,
    notification: {
      ...{ title: '分団長連絡用', body: '新着メッセージ', navigate: `https://origin/r/${roomId}/m/${entry.seq}` },
      ...{ lang: 'ja', dir: 'ltr', tag: entry.urgent ? `${roomId}!` : roomId, silent: false, app_badge: '3' },
      data: entry,
    },
  }
}

/** A request as the town makes it. */
async function requestFor(device: PushDevice, payload = payloadOf(), signer = pushKey) {
  const { endpoint, ...keys } = device.subscription
  const { headers, body } = await buildPushPayload(
    { data: payload, options: { ttl: 86_400, urgency: 'high', topic: roomId } },
    { endpoint, expirationTime: null, keys },
    { subject: testSecrets.PUSH_SUBJECT, publicKey: publicHalf(signer), privateKey: signer.d },
  )
  return { method: 'POST', headers: headers as Record<string, string>, body }
}

type Request = Awaited<ReturnType<typeof requestFor>>

const addressOf = ({ subscription }: PushDevice) => {
  const { host, pathname, search } = new URL(subscription.endpoint)
  return `${receiver.url}/${host}${pathname}${search}`
}

const send = (device: PushDevice, { headers, ...request }: Request) => {
  const { 'content-length': _, ...others } = headers
  return fetch(addressOf(device), { ...request, headers: others })
}

describe('a push receiver', () => {
  test.each([
    'fcm.googleapis.com',
    'updates.push.services.mozilla.com',
    'web.push.apple.com',
    'wns2-pn1p.notify.windows.com',
    'push.example.jp',
  ])('opens what a sender that follows the protocol sends to %s', async (host) => {
    const device = receiver.device({ key, host })
    expect(device.subscription.endpoint).toContain(`https://${host}/`)
    const response = await send(device, await requestFor(device))
    expect([response.status, receiver.violations, receiver.strays]).toEqual([201, [], []])
    expect(receiver.pushes()).toMatchObject([
      { device, size: 4096, payload: payloadOf(), topic: roomId, ttlSeconds: 86_400, urgency: 'high', isTaken: true },
    ])
    expect(receiver.pushes()[0]?.text).toContain('新着メッセージ')
  })

  test('opens the example of RFC 8291', () => {
    const ecdh = createECDH('prime256v1')
    ecdh.setPrivateKey('q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94', 'base64url')
    const auth = Buffer.from('BTBZMqHH6r4Tts7J_aSIgg', 'base64url')
    const body =
      'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN'
    const text = openRecord(Buffer.from(body, 'base64url'), { ecdh, auth }).toString()
    expect(text).toBe('When I grow up, I want to be a watermelon')
  })

  test('tells the pushes of each device', async () => {
    const [a, b] = [receiver.device({ key }), receiver.device({ key })]
    await send(a, await requestFor(a, payloadOf({ seq: 1 })))
    await send(b, await requestFor(b, payloadOf({ seq: 2 })))
    expect(receiver.pushes()).toHaveLength(2)
    expect(receiver.pushes(b).map(({ payload }) => payload)).toEqual([payloadOf({ seq: 2 })])
  })

  test('what never subscribed is a stray', async () => {
    const device = receiver.device({ key })
    const other = await PushReceiver.listen()
    const stranger = other.device({ key })
    await other.close()
    expect((await send(stranger, await requestFor(device))).status).toBe(404)
    expect(receiver.strays).toEqual([stranger.subscription.endpoint.slice('https:/'.length)])
    expect([receiver.pushes(), receiver.violations]).toEqual([[], []])
  })

  test('waits for what is wanted, and not for ever', async () => {
    const device = receiver.device({ key })
    const two = receiver.until(2, 10_000)
    const one = receiver.until((pushes) => pushes.some((push) => push.device === device), 10_000)
    await send(device, await requestFor(device))
    await one
    await send(device, await requestFor(device))
    await two
    await expect(receiver.until(3, 10)).rejects.toThrow('not within 10 ms: 3 pushes')
  })
})

describe('what a push service may answer', () => {
  test.each([404, 410, 413, 429, 500])('%d, and the device has nothing', async (status) => {
    receiver.answer = { status, retryAfterS: 7 }
    const device = receiver.device({ key })
    const response = await send(device, await requestFor(device))
    expect([response.status, response.headers.get('retry-after')]).toEqual([status, '7'])
    expect(receiver.pushes()).toMatchObject([{ status, isTaken: false }])
    expect(PushPhone.of(device, receiver.pushes()).rings).toEqual([])
  })

  test('one device may have an answer of its own', async () => {
    const [a, b] = [receiver.device({ key }), receiver.device({ key })]
    a.answer = { status: 410 }
    const statuses = await Promise.all(
      [a, b].map(async (device) => (await send(device, await requestFor(device))).status),
    )
    expect(statuses).toEqual([410, 201])
  })

  test.each([
    [201, true],
    [500, false],
  ])('it may cut the connection after it decided on %d', async (status, isTaken) => {
    receiver.answer = { status, way: 'cut' }
    const device = receiver.device({ key })
    await expect(send(device, await requestFor(device))).rejects.toThrow('fetch failed')
    expect(receiver.pushes()).toMatchObject([{ status, isTaken }])
  })

  test('it may say nothing', async () => {
    receiver.answer = { status: 201, way: 'hung' }
    const device = receiver.device({ key })
    const answer = send(device, await requestFor(device))
    const outcome = Promise.race([answer.catch(() => 'cut'), receiver.until(1, 10_000).then(() => 'arrived')])
    expect(await outcome).toBe('arrived')
    await receiver.close()
    await expect(answer).rejects.toThrow('fetch failed')
  })

  test('it may be down, and come back at the same place', async () => {
    const device = receiver.device({ key })
    const { url } = receiver
    await receiver.goDown()
    await expect(send(device, await requestFor(device))).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } })
    await receiver.comeBack()
    expect(receiver.url).toBe(url)
    expect((await send(device, await requestFor(device))).status).toBe(201)
  })
})

describe('against the protocol', () => {
  const withHeader = (name: string, value: string | null) => async (device: PushDevice) => {
    const request = await requestFor(device)
    const { [name]: _, ...others } = request.headers
    return { ...request, headers: value === null ? others : { ...others, [name]: value } }
  }

  /** Signed with the right key, and saying something else. */
  const withClaims = (claims: Record<string, unknown>) => async (device: PushDevice) => {
    const now = Math.floor(Date.now() / 1000)
    const good = { aud: `https://${device.host}`, exp: now + 3_600, sub: testSecrets.PUSH_SUBJECT }
    const jwt = new SignJWT({ ...good, ...claims }).setProtectedHeader({ typ: 'JWT', alg: 'ES256' })
    const token = await jwt.sign(await importJWK(pushKey, 'ES256'))
    return withHeader('authorization', `vapid t=${token}, k=${key}`)(device)
  }

  const withBody = (change: (body: Buffer) => Buffer) => async (device: PushDevice) => {
    const request = await requestFor(device)
    return { ...request, body: new Uint8Array(change(Buffer.from(request.body))) }
  }

  const inOneByte = (at: number) =>
    withBody((body) => {
      body[at] = (body[at] ?? 0) ^ 1
      return body
    })

  const inRecordsOf = (bytes: number) =>
    withBody((body) => {
      body.writeUInt32BE(bytes, 16)
      return body
    })

  const anotherKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }) as Jwk

  const wrongs: [string, (device: PushDevice) => Promise<Request>, RegExp][] = [
    ['another device’s keys', () => requestFor(receiver.device({ key })), /does not open with the keys/],
    ['a changed byte of the ciphertext', inOneByte(2_000), /does not open with the keys/],
    ['a changed salt', inOneByte(3), /does not open with the keys/],
    ['a key id that is no point', inOneByte(20), /key id/],
    ['a record longer than it says', inRecordsOf(100), /more than one record/],
    ['a body that is too large', withBody((body) => Buffer.concat([body, Buffer.alloc(1)])), /body of 4097 bytes/],
    ['no body', withBody(() => Buffer.alloc(0)), /body of 0 bytes/],
    ['another encoding', withHeader('content-encoding', 'aesgcm'), /encoded as aesgcm/],
    ['no TTL', withHeader('ttl', null), /ttl is undefined/],
    ['a TTL of words', withHeader('ttl', 'a day'), /ttl is a day/],
    ['an urgency of our own', withHeader('urgency', 'urgent'), /urgency is urgent/],
    ['a long topic', withHeader('topic', 'a'.repeat(33)), /topic is a+$/],
    ['a topic with a sign', withHeader('topic', 'a!'), /topic is a!$/],
    ['no VAPID', withHeader('authorization', null), /VAPID is $/],
    ['VAPID as WebPush', withHeader('authorization', 'WebPush abc'), /VAPID is WebPush abc/],
    ['another town’s key', (device) => requestFor(device, payloadOf(), anotherKey), /another key/],
    ['another audience', withClaims({ aud: 'https://push.example.jp' }), /"aud"/],
    ['VAPID that has ended', withClaims({ exp: Math.floor(Date.now() / 1000) - 60 }), /"exp"/],
    ['VAPID for two days', withClaims({ exp: Math.floor(Date.now() / 1000) + 172_800 }), /more than a day/],
    ['VAPID without anybody', withClaims({ sub: undefined }), /"sub"/],
    ['VAPID with somebody who cannot be written to', withClaims({ sub: 'yagura' }), /names yagura/],
  ]

  test.each(wrongs)('%s', async (_, wrong, what) => {
    const device = receiver.device({ key })
    const response = await send(device, await wrong(device))
    expect([response.status, receiver.pushes()]).toEqual([400, []])
    expect(receiver.violations).toEqual([expect.stringMatching(what)])
  })

  test('VAPID signed by somebody else in the name of the town', async () => {
    const device = receiver.device({ key })
    const { headers } = await requestFor(device, payloadOf(), anotherKey)
    const [token] = headers['authorization']?.split(',') ?? []
    await send(device, await withHeader('authorization', `${token}, k=${key}`)(device))
    expect(receiver.violations).toEqual([expect.stringMatching(/signature/)])
  })

  test('a push is POSTed', async () => {
    const device = receiver.device({ key })
    await send(device, { ...(await requestFor(device)), method: 'PUT' })
    expect(receiver.violations).toEqual([expect.stringMatching(/not PUT/)])
  })
})

describe('the phone that a push comes to', () => {
  const arriving = (...payloads: PushPayload[]) => {
    const phone = new PushPhone()
    for (const [at, payload] of payloads.entries()) phone.take({ at, payload } satisfies Pick<Push, 'at' | 'payload'>)
    return phone
  }

  test('rings once for an entry that comes again, however often', () => {
    const phone = arriving(payloadOf(), payloadOf(), payloadOf())
    expect([phone.ringsFor(roomId, 12), phone.rings.length, phone.silent]).toEqual([1, 1, 2])
  })

  test('does not ring for an entry that is older than the one it shows', () => {
    const phone = arriving(payloadOf({ seq: 13 }), payloadOf({ seq: 12 }))
    expect([phone.ringsFor(roomId, 13), phone.ringsFor(roomId, 12)]).toEqual([1, 0])
    expect(phone.notifications.get(roomId)?.data).toMatchObject({ seq: 13 })
  })

  test('rings again for a later round, and for another tag', () => {
    const rounds = [0, 1, 1, 0].map((round) => payloadOf({ urgent: true, round }))
    const phone = arriving(payloadOf(), ...rounds)
    expect(phone.ringsFor(roomId, 12)).toBe(3)
    expect([...phone.notifications.keys()]).toEqual([roomId, `${roomId}!`])
  })

  test('shows a quiet probe without a sound', () => {
    const { notification, ...rest } = payloadOf()
    const data = { kind: 'probe' as const, receipt: 'r' }
    const phone = arriving({ ...rest, notification: { ...notification, data, tag: 'probe', silent: true } })
    expect([phone.rings, phone.silent, phone.notifications.has('probe')]).toEqual([[], 1, true])
  })

  test('rings for an older 緊急 that comes after a newer one', () => {
    const phone = arriving(payloadOf({ urgent: true, seq: 13 }), payloadOf({ urgent: true, seq: 12 }))
    expect([phone.ringsFor(roomId, 13), phone.ringsFor(roomId, 12)]).toEqual([1, 1])
  })

  test('what is news is another’s to decide', () => {
    const phone = new PushPhone(() => false)
    phone.take({ at: 0, payload: payloadOf() })
    phone.take({ at: 1, payload: payloadOf() })
    expect(phone.rings).toHaveLength(2)
  })
})
