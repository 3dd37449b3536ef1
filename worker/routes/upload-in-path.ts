import type { Context } from 'hono'
import * as v from 'valibot'
import { ClientId } from '../../protocol/ids.ts'
import type { RefusalCode } from '../../protocol/refusals.ts'
import { accessRoom, type RoomDoor } from '../access.ts'
import type { AppEnv } from '../env.ts'
import { refused } from '../on-error.ts'

/** The room and the upload that the path names. What is no id is refused as `unknown`, which whoever is not in the room does not learn. */
export async function uploadInPath(
  c: Context<AppEnv>,
  unknown: RefusalCode,
  answer: (door: RoomDoor, id: ClientId) => Promise<Response>,
): Promise<Response> {
  const access = accessRoom(c.env, c.get('actor'), c.req.param('room') ?? '')
  if (!access.ok) return refused(c, access.refusal)
  const id = c.req.param('upload')
  if (v.is(ClientId, id)) return answer(access.value, id)
  const { room, actor } = access.value
  const membership = await room.membership(actor)
  return refused(c, membership.ok ? unknown : membership.refusal)
}
