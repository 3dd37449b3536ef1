import { Hono } from 'hono'
import { ChangeRoom, MadeDeskRooms, MadeRoom, MakeDeskRooms, MakeRoom } from '../../protocol/http.ts'
import { described } from '../describe.ts'
import { inDirectory } from '../directory/request-context.ts'
import { changeRoom, makeDeskRooms, makeRoom } from '../directory/rooms.ts'
import type { AppEnv } from '../env.ts'
import { validated } from '../middleware/validate.ts'
import { answered } from '../on-error.ts'

/** Making rooms and changing what they are. Talk itself goes to the room objects. */
export const roomsRoutes = new Hono<AppEnv>()
  .post(
    '/api/organizations/:organization/rooms',
    described({
      operationId: 'makeRoom',
      summary: 'Makes a room that fills by a rule, for whom the organization allows it.',
      tag: 'rooms',
      answer: MadeRoom,
      status: 201,
      refusals: ['not_found', 'not_allowed', 'rule_matches_nobody', 'changed_meanwhile', 'directory_unavailable'],
    }),
    validated('json', MakeRoom),
    async (c) =>
      answered(
        c,
        await inDirectory(c, (context) => makeRoom(context, c.req.param('organization'), c.req.valid('json'))),
        201,
      ),
  )
  .patch(
    '/api/organizations/:organization/rooms/:room',
    described({
      operationId: 'changeRoom',
      summary: 'Another name, purpose or rule, for the room’s maker and for administrators.',
      tag: 'rooms',
      answer: MadeRoom,
      refusals: ['not_found', 'not_allowed', 'rule_matches_nobody', 'changed_meanwhile', 'directory_unavailable'],
    }),
    validated('json', ChangeRoom),
    async (c) => {
      const { organization, room } = c.req.param()
      const wish = c.req.valid('json')
      return answered(c, await inDirectory(c, (context) => changeRoom(context, organization, room, wish)))
    },
  )
  .post(
    '/api/organizations/:organization/desk-rooms',
    described({
      operationId: 'makeDeskRooms',
      summary:
        'One desk ↔ seat room for every seat of a kind that has none yet, for administrators. Asked again it makes none.',
      tag: 'rooms',
      answer: MadeDeskRooms,
      refusals: ['not_found', 'rule_matches_nobody', 'changed_meanwhile', 'directory_unavailable'],
    }),
    validated('json', MakeDeskRooms),
    async (c) =>
      answered(
        c,
        await inDirectory(c, (context) => makeDeskRooms(context, c.req.param('organization'), c.req.valid('json'))),
      ),
  )
