import type { Actor } from '../../protocol/bindings.ts'
import type { Id } from '../../protocol/ids.ts'
import { accessRoom } from '../access.ts'
import type { Bindings } from '../env.ts'

/** What the rooms themselves say of somebody: a room that is not named does not know them. */
export type RoomsWord = (roomIds: readonly Id[]) => Promise<ReadonlyMap<Id, { mayChange: boolean }>>

/** Asks each room once. Who moderates it, and an administrator of the organization who is in it, may say what is so of its photos. */
export const askRooms =
  (env: Bindings, actor: Actor, isAdmin: boolean): RoomsWord =>
  async (roomIds) => {
    const asked = await Promise.all([...new Set(roomIds)].map((id) => ask(env, actor, id)))
    return new Map(
      asked.flatMap(({ id, mayModerate }) =>
        mayModerate === null ? [] : [[id, { mayChange: isAdmin || mayModerate }]],
      ),
    )
  }

async function ask(env: Bindings, actor: Actor, id: Id): Promise<{ id: Id; mayModerate: boolean | null }> {
  const access = accessRoom(env, actor, id)
  const standing = access.ok ? await access.value.room.memberStanding(actor) : access
  return { id, mayModerate: standing.ok ? standing.value.mayModerate : null }
}
