import { createMessageBatch } from 'cloudflare:test'
import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { RingOf, RingPart } from '../../protocol/bindings.ts'
import type { PushSubscription } from '../../protocol/ringing.ts'
import { RingBoard, Ringing, RingRecord } from '../../protocol/ringing.ts'
import type { Bindings } from '../../worker/env.ts'
import { ringPeople } from '../../worker/ringing/ring-people.ts'
import { sendPush } from '../../worker/ringing/send-push.ts'
import { clientId } from '../support/builders.ts'
import { PushDevice } from '../support/push-device.ts'
import { openRecord } from '../support/push-record.ts'
import { ask, Browser, bindings, ownOrigin } from './browser.ts'
import { aTown, password, type SmallTown } from './small-town.ts'

type Sent = { url: string; headers: Headers; body: Uint8Array; redirect: string | undefined }

/** What left the Worker, and what is answered. Nothing ever leaves the machine. */
const sent: Sent[] = []
let answer: () => Response = () => new Response(null, { status: 201 })
beforeEach(() => {
  sent.length = 0
  answer = () => new Response(null, { status: 201 })
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (url, init) => {
    const { headers, body, redirect } = init ?? {}
    sent.push({ url: `${url}`, headers: new Headers(headers), body: body as Uint8Array, redirect })
    return answer()
  })
})
afterEach(() => void vi.restoreAllMocks())

const host = 'fcm.googleapis.com'
const aDevice = () => new PushDevice(host, '')
const codeIn = async (response: Response) => ((await response.json()) as { error: { code: string } }).error.code

async function signedIn(town: SmallTown, i = 0): Promise<Browser> {
  const browser = new Browser()
  expect((await browser.signIn(town.people[i]?.loginId ?? '', password)).status).toBe(200)
  return browser
}

const tell = (browser: Browser, subscription: PushSubscription | null, env?: Bindings) =>
  browser.ask('/api/me/ringing/device', {
    method: 'PUT',
    body: { permission: subscription ? 'granted' : 'default', platform: 'android', installed: true, subscription },
    ...(env && { env }),
  })

/** Rings people as the queue has it. */
async function ring(town: SmallTown, some: Partial<Extract<RingOf, { kind: 'entry' }>> = {}, env = bindings()) {
  const of: RingOf = {
    ...{ kind: 'entry', roomId: town.roomId, roomName: '連絡', seq: 2, round: 0, isLastRound: true, urgent: false },
    ...some,
  }
  const accountIds = town.people.map(({ id }) => id)
  const part: RingPart = { id: town.roomId, organizationId: town.organizationId, accountIds, ring: of }
  await ringPeople(
    createMessageBatch('yagura-rings', [{ id: '1', timestamp: new Date(), attempts: 1, body: part }]),
    env,
  )
}

const opened = (device: PushDevice, { body }: Sent) =>
  JSON.parse(openRecord(Buffer.from(body), device.keys).toString()) as {
    notification: Record<string, unknown> & { data: { receipt: string } }
  }

describe('a push', () => {
  test('[RG7] [RG11] says which room, and is encrypted for its device, signed, and as large as any other', async () => {
    const town = await aTown()
    const [browser, device] = [await signedIn(town), aDevice()]
    await tell(browser, device.subscription)
    await ring(town)
    await ring(town, { seq: 3, roomName: '消防団正副団長・本部員連絡'.repeat(4) })
    await ring(town, { seq: 4, urgent: true, isLastRound: false })
    await ring(town, { seq: 5, line: { by: '火見 太郎', text: '詰所に集合'.repeat(100) } })
    const [plain, , urgent, text] = sent.map((one) => opened(device, one))
    const path = `${ownOrigin}/r/${town.roomId}/m`
    expect(plain).toMatchObject({
      ...{ web_push: 8030, mutable: true, app_badge: expect.any(Number) },
      notification: {
        ...{ title: '連絡', body: '新着メッセージ', navigate: `${path}/2`, tag: town.roomId, silent: false },
        data: { kind: 'entry', roomId: town.roomId, seq: 2, round: 0, urgent: false },
      },
    })
    expect(urgent?.notification).toMatchObject({
      ...{ title: '【緊急】連絡', body: '緊急の新着メッセージ', navigate: `${path}/4`, tag: `${town.roomId}!` },
    })
    expect(text?.notification['body']).toMatch(/^火見 太郎: 詰所に集合.*…$/)
    expect(new Set(sent.map(({ body }) => body.byteLength)).size).toBe(1)
    expect(sent[0]?.body.byteLength).toBeLessThanOrEqual(4_096)
    const headers = sent.map(({ headers: of }) => [of.get('topic'), of.get('urgency'), of.get('ttl')])
    expect(headers[0]).toEqual([town.roomId, 'normal', '86400'])
    expect(headers[2]).toEqual([`u${town.roomId.slice(1)}`, 'high', '180'])
    expect(sent[0]?.headers.get('content-type')).toBe('application/notification+json')
    expect(sent[0]?.headers.get('content-encoding')).toBe('aes128gcm')
    expect(sent[0]?.headers.get('authorization')).toMatch(/^vapid t=[\w-]+\.[\w-]+\.[\w-]+, k=[\w-]{87}$/)
    expect(sent.map(({ redirect }) => redirect)).toEqual(['manual', 'manual', 'manual', 'manual'])
  })

  test('[RG11] the last round of a 緊急 waits for a phone that is off', async () => {
    const town = await aTown()
    await tell(await signedIn(town), aDevice().subscription)
    await ring(town, { urgent: true, round: 3, isLastRound: true })
    expect(sent[0]?.headers.get('ttl')).toBe('86400')
  })

  test('[RG6] is sent once, though the queue delivers five times, at once and after another', async () => {
    const town = await aTown(3)
    for (const i of [0, 1, 2]) await tell(await signedIn(town, i), aDevice().subscription)
    await Promise.all([ring(town), ring(town)])
    for (let i = 0; i < 3; i += 1) await ring(town)
    expect(sent).toHaveLength(3)
    expect(new Set(sent.map(({ url }) => url)).size).toBe(3)
  })

  test.each([404, 410])(
    '[RG9] that is answered %i ends the subscription, and the next rings nobody',
    async (status) => {
      const town = await aTown()
      const browser = await signedIn(town)
      await tell(browser, aDevice().subscription)
      answer = () => new Response(null, { status })
      await ring(town)
      const { devices } = v.parse(Ringing, await (await browser.ask('/api/me/ringing')).json())
      expect(devices).toMatchObject([{ outlook: 'ended', current: true }])
      await ring(town, { seq: 3 })
      expect(sent).toHaveLength(1)
    },
  )

  test.each([429, 500, 503])('[RG10] that is answered %i is sent again', async (status) => {
    const town = await aTown()
    await tell(await signedIn(town), aDevice().subscription)
    answer = () => new Response(null, { status })
    await ring(town)
    answer = () => new Response(null, { status: 201 })
    await ring(town)
    await ring(town)
    expect(sent).toHaveLength(2)
  })

  test('[RG8] that is sent elsewhere by its service is not followed', async () => {
    const town = await aTown()
    const browser = await signedIn(town)
    await tell(browser, aDevice().subscription)
    answer = () => new Response(null, { status: 307, headers: { location: 'http://127.0.0.1:1/' } })
    await ring(town)
    expect(sent).toHaveLength(1)
    const { devices } = v.parse(Ringing, await (await browser.ask('/api/me/ringing')).json())
    expect(devices[0]?.outlook).toBe('refused')
  })

  test('[RG17] carries what waits in all organizations', async () => {
    const town = await aTown(2)
    const [browser, device] = [await signedIn(town), aDevice()]
    await tell(browser, device.subscription)
    const author = await signedIn(town, 1)
    for (const n of [1, 2, 3])
      await author.ask(`/api/rooms/${town.roomId}/commands`, {
        ...{ method: 'POST', body: { t: 'post', id: clientId(n), text: '了解' } },
      })
    const badges = async () =>
      ((await (await browser.ask('/api/me/badges')).json()) as { badges: { unread: number }[] }).badges
    await expect.poll(async () => (await badges())[0]?.unread).toBe(3)
    await ring(town, { seq: 4 })
    const [push] = sent
    expect(push && opened(device, push)).toMatchObject({ app_badge: 3, notification: { app_badge: '3' } })
  })
})

const hostile = [
  'http://127.0.0.1:8787/',
  'https://127.0.0.1/',
  'https://[::1]/push',
  'https://[::ffff:10.0.0.1]/',
  'https://169.254.169.254/latest/meta-data/',
  'https://10.0.0.1/',
  'https://localhost/',
  'file:///etc/passwd',
  'http://fcm.googleapis.com/fcm/send/a',
  'https://fcm.googleapis.com:8443/fcm/send/a',
  'https://fcm.googleapis.com@127.0.0.1/',
  'https://someone:secret@fcm.googleapis.com/fcm/send/a',
  'https://fcm.googleapis.com.example.jp/',
  'https://evilpush.apple.com/',
  'https://push.apple.com.example.jp/',
  'https://notify.windows.com/',
  'https://x.notify.windows.com.example.jp/',
  'https://127.0.0.1.nip.io/',
  'https://2130706433/',
  'https://0x7f000001/',
]

describe('a subscription', () => {
  test.each(hostile)('[RG8] of %s is refused, and nothing is ever sent there', async (endpoint) => {
    const town = await aTown()
    const { p256dh, auth } = aDevice().subscription
    const response = await tell(await signedIn(town), { endpoint, p256dh, auth })
    expect(await codeIn(response)).toBe('unknown_push_service')
    const key = { publicKey: 'k', privateKey: 'k', subject: 'mailto:yagura@example.jp' }
    const message = { payload: {} as never, ttl: 1, urgency: 'normal' as const, topic: 't' }
    expect(await sendPush(key, { endpoint, p256dh, auth }, message, 'http://127.0.0.1:1')).toBe('refused')
    await ring(town)
    expect(sent).toEqual([])
  })

  test.each([
    'https://fcm.googleapis.com/fcm/send/a:b',
    'https://web.push.apple.com/Qabc',
    'https://updates.push.services.mozilla.com/wpush/v2/abc',
    'https://wns2-pn1p.notify.windows.com/w/?token=abc%2f',
  ])('[RG8] of the push service %s is taken', async (endpoint) => {
    const { p256dh, auth } = aDevice().subscription
    expect((await tell(await signedIn(await aTown()), { endpoint, p256dh, auth })).status).toBe(200)
  })

  test('[RG19] is told at every launch, and is with the town after that; with which key, the town says', async () => {
    const browser = await signedIn(await aTown())
    const before = v.parse(Ringing, await (await browser.ask('/api/me/ringing')).json())
    expect(before).toMatchObject({ key: expect.stringMatching(/^B[\w-]{86}$/), devices: [{ outlook: 'no_device' }] })
    const { devices } = v.parse(Ringing, await (await tell(browser, aDevice().subscription)).json())
    expect(devices).toMatchObject([{ outlook: 'untried', facts: { subscribedAt: expect.any(Number), sentAt: null } }])
    expect(JSON.stringify(devices)).not.toContain('fcm.googleapis.com')
  })

  test('[RG16] is tested by its own device; a town without a key says that it cannot', async () => {
    const [town, device] = [await aTown(), aDevice()]
    const browser = await signedIn(town)
    const check = (env = bindings()) => browser.ask('/api/me/ringing/test', { method: 'POST', body: {}, env })
    expect(await codeIn(await check())).toBe('not_found')
    await tell(browser, device.subscription)
    expect(await codeIn(await check(bindings({ PUSH_KEY: undefined })))).toBe('rings_unavailable')
    expect(await codeIn(await check(bindings({ PUSH_SUBJECT: 'mailto:nobody@localhost' })))).toBe('rings_unavailable')
    expect(await (await check()).json()).toEqual({ outcome: 'sent' })
    expect(await codeIn(await check())).toBe('slow_down')
    expect(sent.map((one) => opened(device, one).notification)).toMatchObject([
      { tag: 'test', navigate: `${ownOrigin}/ringing` },
    ])
    const without = await browser.ask('/api/me/ringing', { env: bindings({ PUSH_KEY: undefined }) })
    expect(v.parse(Ringing, await without.json()).key).toBeNull()
  })
})

test('[RG15] a receipt counts without a session; what is none of ours changes nothing and is answered alike', async () => {
  const [town, device] = [await aTown(2), aDevice()]
  const browser = await signedIn(town)
  await tell(browser, device.subscription)
  await ring(town)
  const [push] = sent
  const receipt = push ? opened(device, push).notification.data.receipt : ''
  const shown = (text: string) =>
    ask('/api/ringing/shown', {
      ...{
        method: 'POST',
        body: { receipt: text },
        headers: { 'content-type': 'application/json', origin: ownOrigin },
      },
    })
  const outlook = async () => v.parse(Ringing, await (await browser.ask('/api/me/ringing')).json()).devices[0]?.outlook
  const [accountId, deviceId, mac = ''] = receipt.split('.')
  const others = [`${town.people[1]?.id}.${deviceId}.${mac}`, `${accountId}.${deviceId}.${mac.slice(1)}A`, 'x', '']
  for (const other of others) expect((await shown(other)).status).toBe(204)
  expect(await outlook()).toBe('untried')
  expect((await shown(receipt)).status).toBe(204)
  expect(await outlook()).toBe('rings')
})

test('[RG14] the board says of each member whether a phone will ring, without the directory', async () => {
  const town = await aTown(3)
  const desk = await signedIn(town)
  await tell(desk, aDevice().subscription)
  await tell(await signedIn(town, 1), null)
  const away = bindings({ DB: undefined, DIRECTORY: undefined })
  const board = v.parse(RingBoard, await (await desk.ask(`/api/rooms/${town.roomId}/ringing`, { env: away })).json())
  expect(board.members.map(({ outlook }) => outlook).toSorted()).toEqual(['no_device', 'unasked', 'untried'])
  const member = await signedIn(town, 1)
  expect(await codeIn(await member.ask(`/api/rooms/${town.roomId}/ringing`))).toBe('not_allowed')
})

test('[RG1] [RG20] what is said rings by itself, with everything that lies between, and is on record for who may see the sheet', async () => {
  const [town, device] = [await aTown(2), aDevice()]
  const [author, reader] = [await signedIn(town), await signedIn(town, 1)]
  await tell(reader, device.subscription)
  await author.ask(`/api/rooms/${town.roomId}/commands`, {
    ...{ method: 'POST', body: { t: 'post', id: clientId(1), text: '非常招集', urgent: true } },
  })
  await expect.poll(() => sent.length, { timeout: 10_000 }).toBe(1)
  const record = async () =>
    v.parse(RingRecord, await (await author.ask(`/api/rooms/${town.roomId}/entries/2/rings`)).json())
  await expect.poll(async () => (await record()).rings.map(({ state }) => state)).toEqual(['rung'])
  expect(await record()).toMatchObject({
    rings: [{ no: expect.any(Number), at: expect.any(Number) }],
    nextAt: expect.any(Number),
  })
  const stranger = await signedIn(await aTown())
  expect(await codeIn(await stranger.ask(`/api/rooms/${town.roomId}/entries/2/rings`))).toBe('not_found')
})

test('[RG10] without a queue, and without a key, everything is said and read as ever', async () => {
  const town = await aTown(2)
  const [author, reader] = [await signedIn(town), await signedIn(town, 1)]
  await tell(reader, aDevice().subscription)
  await ring(town, {}, bindings({ PUSH_KEY: undefined }))
  expect(sent).toEqual([])
  const said = await author.ask(`/api/rooms/${town.roomId}/commands`, {
    ...{ method: 'POST', body: { t: 'post', id: clientId(1), text: '了解' }, env: bindings({ RINGS: undefined }) },
  })
  expect(await said.json()).toEqual({ id: clientId(1), seq: 2 })
})
