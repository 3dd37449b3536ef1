import type { EpochMs, Id } from '../../protocol/ids.ts'
import type { SessionKeeper } from '../transport/session-keeper.ts'
import { createLobbySession, type LobbySession } from './lobby-session.ts'
import { RoomSession } from './room-session.ts'

/** The rooms and lobbies that were entered in this page: they are kept, so that coming back shows them at once. */
export type Places = { room: (id: Id) => RoomSession; lobby: (id: Id) => LobbySession; unsentCount: () => number }

/** Rooms beyond this many are forgotten, the longest unused first. */
const mostRooms = 12

export function createPlaces(keeper: SessionKeeper, now: () => EpochMs): Places {
  const rooms = new Map<Id, RoomSession>()
  const lobbies = new Map<Id, LobbySession>()

  function room(id: Id): RoomSession {
    const session = rooms.get(id) ?? new RoomSession({ roomId: id, keeper, now })
    rooms.delete(id)
    rooms.set(id, session)
    for (const [oldId, old] of rooms) {
      if (rooms.size > mostRooms && oldId !== id && old.outbox.items().length === 0) rooms.delete(oldId)
    }
    return session
  }

  function lobby(id: Id): LobbySession {
    const session = lobbies.get(id) ?? createLobbySession({ organizationId: id, keeper, now })
    lobbies.set(id, session)
    return session
  }

  const unsentCount = () => [...rooms.values()].flatMap(({ outbox }) => outbox.items()).filter(isUnsent).length

  return { room, lobby, unsentCount }
}

const isUnsent = ({ command, status }: ReturnType<RoomSession['outbox']['items']>[number]) =>
  command.t === 'post' && status !== 'stored'
