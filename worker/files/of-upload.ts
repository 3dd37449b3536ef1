import type { Context } from 'hono'
import type { ClientId } from '../../protocol/ids.ts'
import { accessUpload, type RoomDoor } from '../access.ts'
import type { AppEnv } from '../env.ts'
import { refused } from '../on-error.ts'

/** The answer to what is asked of one upload (`:upload`) of a room (`:room`). Who may ask, the room says when it is asked. */
export async function ofUpload(
  c: Context<AppEnv>,
  answer: (door: RoomDoor, id: ClientId) => Promise<Response>,
): Promise<Response> {
  const access = accessUpload(c.env, c.get('actor'), c.req.param('room') ?? '', c.req.param('upload') ?? '')
  return access.ok ? answer(access.value, access.value.upload) : refused(c, access.refusal)
}
