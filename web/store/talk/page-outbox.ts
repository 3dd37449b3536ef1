import { untrack } from 'solid-js'
import type { Post } from '../../../protocol/client-message.ts'
import type { ClientId, Id } from '../../../protocol/ids.ts'
import type { PageOutbox } from '../../offline/memory-uploads.ts'
import { newClientId } from './client-id.ts'
import type { RoomSession } from './room-session.ts'

/** The outboxes of the rooms of this page, in a browser that keeps nothing. */
export function pageOutbox(sessions: ReadonlyMap<Id, RoomSession>): PageOutbox {
  const holder = (id: ClientId) =>
    [...sessions.values()].find(({ outbox }) => untrack(outbox.items).some(({ command }) => command.id === id))
  return {
    put: async ({ roomId, command, heldUntil }) =>
      sessions.get(roomId)?.outbox.add(command, heldUntil === undefined ? {} : { heldUntil }),
    post: (id) => {
      const item = holder(id)
        ?.outbox.items()
        .find(({ command }) => command.id === id)
      return (item?.command as Post | undefined) ?? null
    },
    async replace(post, moved) {
      const session = holder(post.id)
      const next = { ...post, id: newClientId() }
      await session?.outbox.add(next)
      moved(next.id)
      session?.outbox.remove(post.id)
    },
  }
}
