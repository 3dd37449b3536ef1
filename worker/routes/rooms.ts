import { Hono } from 'hono'
import { ChangeRoom, MadeDeskRooms, MadeRoom, MakeDeskRooms, MakeRoom } from '../../protocol/http.ts'
import type { RefusalCode } from '../../protocol/refusals.ts'
import { described } from '../describe.ts'
import { inDirectory } from '../directory/request-context.ts'
import { changeRoom, makeDeskRooms, makeRoom } from '../directory/rooms.ts'
import type { AppEnv } from '../env.ts'
import { validated } from '../middleware/validate.ts'
import { answered } from '../on-error.ts'

/** Making rooms and changing what they are. Talk itself goes to the room objects. */
export const roomsRoutes = new Hono<AppEnv>()

const noes: RefusalCode[] = [
  ...(['not_found', 'rule_matches_nobody', 'changed_meanwhile'] as const),
  'directory_unavailable',
]

roomsRoutes.post(
  '/api/organizations/:organization/rooms',
  described({
    operationId: 'makeRoom',
    summary: 'Make a room that fills by a rule, for whom the organization allows it',
    tag: 'rooms',
    status: 201,
    answer: MadeRoom,
    refusals: [...noes, 'not_allowed'],
  }),
  validated('json', MakeRoom),
  async (c) => {
    const wish = c.req.valid('json')
    return answered(c, await inDirectory(c, (context, organization) => makeRoom(context, organization, wish)), 201)
  },
)

roomsRoutes.patch(
  '/api/organizations/:organization/rooms/:room',
  described({
    operationId: 'changeRoom',
    summary: 'Give a room another name, purpose or rule: its maker and administrators',
    tag: 'rooms',
    answer: MadeRoom,
    refusals: [...noes, 'not_allowed'],
  }),
  validated('json', ChangeRoom),
  async (c) => {
    const [room, wish] = [c.req.param('room'), c.req.valid('json')]
    return answered(c, await inDirectory(c, (context, organization) => changeRoom(context, organization, room, wish)))
  },
)

roomsRoutes.post(
  '/api/organizations/:organization/desk-rooms',
  described({
    operationId: 'makeDeskRooms',
    summary:
      'Make a desk ↔ seat room for every seat of a kind that has none: administrators. Asked again it makes none',
    tag: 'rooms',
    answer: MadeDeskRooms,
    refusals: noes,
  }),
  validated('json', MakeDeskRooms),
  async (c) => {
    const wish = c.req.valid('json')
    return answered(c, await inDirectory(c, (context, organization) => makeDeskRooms(context, organization, wish)))
  },
)
