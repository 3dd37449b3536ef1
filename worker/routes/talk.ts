import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { AskPage, HttpCommand, type Question } from '../../protocol/client-message.ts'
import { fromHelloQuery, HelloQuery } from '../../protocol/hello-query.ts'
import { RoomList } from '../../protocol/http.ts'
import { Id, Seq } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import { RoomPreference } from '../../protocol/lobby-message.ts'
import type { RefusalCode } from '../../protocol/refusals.ts'
import { Answer, Page, Sheet, Versions, Welcome } from '../../protocol/server-message.ts'
import { isSpoken } from '../../protocol/version.ts'
import { accessOrganization, accessRoom } from '../access.ts'
import { admitDevice } from '../admit-device.ts'
import { described } from '../describe.ts'
import type { AppEnv } from '../env.ts'
import { digits, seqIn } from '../middleware/seq-in.ts'
import { validated } from '../middleware/validate.ts'
import { answered, done, refused } from '../on-error.ts'

/** The same talk as over a socket, for networks that block sockets: the same commands, the same catch-up, the same answers. */
export const talkRoutes = new Hono<AppEnv>()

const inRoom: RefusalCode[] = ['not_found']
/** A client that names its version is told when it is too old. */
const RoomsQuery = v.strictObject({ v: v.optional(digits) })
const PageQuery = v.strictObject({ before: digits, limit: v.optional(digits) })

talkRoutes.get(
  '/api/rooms/:room/sync',
  described({
    operationId: 'syncRoom',
    summary: 'Catch up with a room',
    tag: 'talk',
    answer: Welcome,
    refusals: [...inRoom, 'reload_required'],
  }),
  validated('query', HelloQuery),
  async (c) => {
    const access = accessRoom(c.env, c.get('actor'), c.req.param('room'))
    if (!access.ok) return refused(c, access.refusal)
    const hello = fromHelloQuery(c.req.valid('query'))
    if (!isSpoken(hello.version)) return refused(c, 'reload_required')
    return answered(c, await access.value.room.sync(access.value.actor, hello))
  },
)

talkRoutes.post(
  '/api/rooms/:room/commands',
  described({
    operationId: 'command',
    summary: 'Post, correct, retract, react, pin, move the read pointer, or share where one is',
    tag: 'talk',
    answer: v.union([Answer, v.strictObject({ pointer: Seq })]),
    refusals: inRoom,
  }),
  validated('json', HttpCommand),
  async (c) => {
    const access = accessRoom(c.env, c.get('actor'), c.req.param('room'))
    if (!access.ok) return refused(c, access.refusal)
    const { id, actor, room } = access.value
    const command = c.req.valid('json')
    const answer = await room.perform(actor, command)
    const isShared = answer.ok && command.t === 'position' && command.place !== null
    // Without a socket too, what a device shares ends with it.
    const admitted = isShared ? await admitDevice(c, { kind: 'room', id }, room) : answer
    return admitted.ok ? answered(c, answer) : refused(c, admitted.refusal)
  },
)

talkRoutes.get(
  '/api/rooms/:room/entries',
  described({ operationId: 'readEntries', summary: 'Older entries', tag: 'talk', answer: Page, refusals: inRoom }),
  validated('query', PageQuery),
  async (c) => {
    const { before, limit = `${limits.pageEntries}` } = c.req.valid('query')
    const question = v.safeParse(AskPage, { t: 'page', before: Number(before), limit: Number(limit) })
    if (!question.success) return refused(c, 'malformed')
    return ask(c, c.req.param('room'), question.output)
  },
)

talkRoutes.get(
  '/api/rooms/:room/entries/:seq/readers',
  described({
    operationId: 'readReaders',
    summary: 'Who has read an entry, and who has not',
    tag: 'talk',
    answer: Sheet,
    refusals: [...inRoom, 'no_such_entry'],
  }),
  (c) => ask(c, c.req.param('room'), { t: 'sheet', seq: seqIn(c.req.param('seq')) }),
)

talkRoutes.get(
  '/api/rooms/:room/entries/:seq/versions',
  described({
    operationId: 'readVersions',
    summary: 'The earlier versions of an entry, for whom the organization allows it',
    tag: 'talk',
    answer: Versions,
    refusals: [...inRoom, 'no_such_entry', 'not_allowed'],
  }),
  (c) => ask(c, c.req.param('room'), { t: 'versions', seq: seqIn(c.req.param('seq')) }),
)

talkRoutes.get(
  '/api/organizations/:organization/rooms',
  described({
    operationId: 'readRooms',
    summary: 'Own rooms in an organization, with their last lines and counts',
    tag: 'talk',
    answer: RoomList,
    refusals: [...inRoom, 'reload_required'],
  }),
  validated('query', RoomsQuery),
  async (c) => {
    const access = accessOrganization(c.env, c.get('profile'), c.req.param('organization'))
    if (!access.ok) return refused(c, access.refusal)
    const { v: version } = c.req.valid('query')
    if (version !== undefined && !isSpoken(Number(version))) return refused(c, 'reload_required')
    return c.json({ rooms: await access.value.lobby.list(c.get('actor').accountId) } satisfies RoomList)
  },
)

talkRoutes.put(
  '/api/organizations/:organization/rooms/:room/preference',
  described({
    operationId: 'setPreference',
    summary: 'Own settings for a room one is in: at the top of the list, and whether it rings',
    tag: 'talk',
    refusals: inRoom,
  }),
  validated('json', RoomPreference),
  async (c) => {
    const access = accessOrganization(c.env, c.get('profile'), c.req.param('organization'))
    if (!access.ok) return refused(c, access.refusal)
    const roomId = c.req.param('room')
    if (!v.is(Id, roomId)) return refused(c, 'not_found')
    return done(c, await access.value.lobby.setPreference(c.get('actor').accountId, roomId, c.req.valid('json')))
  },
)

async function ask(c: Context<AppEnv>, roomId: string, question: Question): Promise<Response> {
  const access = accessRoom(c.env, c.get('actor'), roomId)
  if (!access.ok) return refused(c, access.refusal)
  return answered(c, await access.value.room.ask(access.value.actor, question))
}
