import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import type { OwnRinging } from '../../protocol/account-bindings.ts'
import type { RoomAudience } from '../../protocol/bindings.ts'
import { ok, type Result, refuse } from '../../protocol/result.ts'
import {
  RingBoard,
  Ringing,
  RingRecord,
  RingShown,
  RingTested,
  SetQuietHours,
  TellRinging,
} from '../../protocol/ringing.ts'
import { accessRoom } from '../access.ts'
import { described } from '../describe.ts'
import { type AppEnv, objectNamed } from '../env.ts'
import { seqIn } from '../middleware/seq-in.ts'
import { validated } from '../middleware/validate.ts'
import { answered, done, refused } from '../on-error.ts'
import { ringBoard } from '../ringing/board.ts'
import { pushEndpoint } from '../ringing/push-hosts.ts'
import { readPushKey } from '../ringing/push-key.ts'
import { pushMessage } from '../ringing/push-message.ts'
import { makeReceipt, readReceipt } from '../ringing/receipt.ts'
import { sendPush } from '../ringing/send-push.ts'

/** How the own devices ring, whose phone will ring in a room, and who was rung. */
export const ringingRoutes = new Hono<AppEnv>()

ringingRoutes.get(
  '/api/me/ringing',
  described({
    operationId: 'readRinging',
    summary: 'How the own devices ring, and with which key to subscribe',
    tag: 'ringing',
    answer: Ringing,
  }),
  async (c) => c.json(ringing(c, await ownAccount(c).ringing(c.get('actor').deviceId))),
)

ringingRoutes.put(
  '/api/me/ringing/device',
  described({
    operationId: 'tellRinging',
    summary: 'What this device says of itself: permission, subscription, and when it last showed a notification',
    tag: 'ringing',
    answer: Ringing,
    refusals: ['unknown_push_service'],
  }),
  validated('json', TellRinging),
  async (c) => {
    const told = c.req.valid('json')
    if (told.subscription !== null && pushEndpoint(told.subscription.endpoint) === null)
      return refused(c, 'unknown_push_service')
    const { origin } = new URL(c.req.header('origin') ?? c.req.url)
    const outcome = await ownAccount(c).tellRinging(c.get('actor').deviceId, told, origin)
    return answered(c, outcome.ok ? ok(ringing(c, outcome.value)) : outcome)
  },
)

ringingRoutes.put(
  '/api/me/ringing/quiet-hours',
  described({
    operationId: 'setQuietHours',
    summary: 'Hours in which nothing rings on any own device but 緊急; null for none',
    tag: 'ringing',
    refusals: ['not_found'],
  }),
  validated('json', SetQuietHours),
  async (c) => done(c, await ownAccount(c).setQuietHours(c.req.valid('json').quiet)),
)

ringingRoutes.post(
  '/api/me/ringing/test',
  described({
    operationId: 'testRinging',
    summary: 'Ring this device now',
    tag: 'ringing',
    answer: RingTested,
    refusals: ['not_found', 'slow_down', 'rings_unavailable'],
  }),
  validated('json', v.strictObject({})),
  async (c) => {
    const key = readPushKey(c.env)
    if (key === null) return refused(c, 'rings_unavailable')
    const { accountId, deviceId } = c.get('actor')
    const target = await ownAccount(c).claimTest(deviceId)
    if (!target.ok) return refused(c, target.refusal)
    const { origin, subscription } = target.value
    const receipt = await makeReceipt(c.get('secrets'), accountId, deviceId)
    const message = pushMessage({ kind: 'test' }, { origin, receipt })
    const outcome = await sendPush(key, subscription, message, c.env.PUSH_VIA)
    await ownAccount(c).settlePushes(null, [{ deviceId, outcome }])
    return c.json({ outcome } satisfies RingTested)
  },
)

ringingRoutes.get(
  '/api/rooms/:room/ringing',
  described({
    operationId: 'readRingBoard',
    summary: 'Whose phone will ring, of the present members, and why not; for who moderates the room',
    tag: 'ringing',
    answer: RingBoard,
    refusals: ['not_found', 'not_allowed'],
  }),
  async (c) => {
    const audience = await moderatedAudience(c, c.req.param('room'))
    return answered(c, audience.ok ? ok(await ringBoard(c.env, audience.value, c.get('now'))) : audience)
  },
)

ringingRoutes.post(
  '/api/rooms/:room/ringing/probe',
  described({
    operationId: 'probeRoom',
    summary:
      'Ask the devices of all members, without a sound, whether they show notifications; for who moderates the room',
    tag: 'ringing',
    refusals: ['not_found', 'not_allowed', 'slow_down'],
  }),
  async (c) => {
    const room = c.req.param('room')
    const audience = await moderatedAudience(c, room)
    if (!audience.ok) return refused(c, audience.refusal)
    const { organizationId, members } = audience.value
    const accountIds = members.map(({ accountId }) => accountId)
    return done(c, await objectNamed(c.env.LOBBY, organizationId).probe(room, accountIds))
  },
)

ringingRoutes.get(
  '/api/rooms/:room/entries/:seq/rings',
  described({
    operationId: 'readRings',
    summary: 'Who was rung when for an entry',
    tag: 'ringing',
    answer: RingRecord,
    refusals: ['not_found', 'no_such_entry'],
  }),
  async (c) => {
    const access = accessRoom(c.env, c.get('actor'), c.req.param('room'))
    if (!access.ok) return refused(c, access.refusal)
    const { room, actor, id } = access.value
    // Whoever may see who has read it may see who was rung for it.
    const seq = seqIn(c.req.param('seq'))
    const sheet = await room.ask(actor, { t: 'sheet', seq })
    if (!sheet.ok) return refused(c, sheet.refusal)
    const audience = await room.audience(actor)
    if (!audience.ok) return refused(c, audience.refusal)
    const { organizationId, members } = audience.value
    const { rings, nextAt } = await objectNamed(c.env.LOBBY, organizationId).ringRecord(id, seq)
    const numbers = new Map(members.map(({ accountId, no }) => [accountId, no]))
    const listed = rings.flatMap(({ accountId, at, state }) => {
      const no = numbers.get(accountId)
      return no === undefined ? [] : [{ no, at, state }]
    })
    listed.sort((a, b) => a.at - b.at || a.no - b.no)
    return c.json({ rings: listed, ...(nextAt !== undefined && { nextAt }) } satisfies RingRecord)
  },
)

/** For service workers, which may have no session when a push wakes them. */
export const ringShownRoutes = new Hono<AppEnv>()

ringShownRoutes.post(
  '/api/ringing/shown',
  described({
    operationId: 'noteShown',
    summary: 'A device has shown a push, and gives back the receipt that was in it',
    tag: 'ringing',
  }),
  validated('json', RingShown),
  async (c) => {
    const device = await readReceipt(c.get('secrets'), c.req.valid('json').receipt)
    if (device !== null) await objectNamed(c.env.ACCOUNT, device.accountId).noteShown(device.deviceId)
    // A receipt that is none gets the same answer.
    return c.body(null, 204)
  },
)

const ownAccount = (c: Context<AppEnv>) => objectNamed(c.env.ACCOUNT, c.get('actor').accountId)

const ringing = (c: Context<AppEnv>, own: OwnRinging): Ringing => ({
  key: readPushKey(c.env)?.publicKey ?? null,
  ...own,
  now: c.get('now'),
})

async function moderatedAudience(c: Context<AppEnv>, roomId: string): Promise<Result<RoomAudience>> {
  const access = accessRoom(c.env, c.get('actor'), roomId)
  const audience = access.ok ? await access.value.room.audience(access.value.actor) : access
  return audience.ok && !audience.value.mayModerate ? refuse('not_allowed') : audience
}
