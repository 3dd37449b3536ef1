import { type Accessor, createSignal } from 'solid-js'
import type { RoomList } from '../../protocol/http.ts'
import type { EpochMs, Id } from '../../protocol/ids.ts'
import type { Rooms } from '../../protocol/lobby-message.ts'
import type { Reply } from '../transport/api.ts'
import { Channel } from '../transport/channel.ts'
import type { Connection } from '../transport/connection.ts'
import { paths, socketUrl } from '../transport/paths.ts'
import { comeBackWhenAlive, type SessionKeeper } from '../transport/session-keeper.ts'
import { roomsOf, shaped } from '../transport/shape.ts'
import { emptyLobby, foldRooms, type HeldLobby } from './lobby-view.ts'

/** The room list of one organization, kept live. */
export type LobbySession = {
  organizationId: Id
  /** null until the first list came. */
  held: Accessor<HeldLobby | null>
  connection: Accessor<Connection | null>
  enter: () => void
  leave: () => void
}

export type LobbySessionParts = { organizationId: Id; keeper: SessionKeeper; now: () => EpochMs }

export function createLobbySession({ organizationId, keeper, now }: LobbySessionParts): LobbySession {
  const [held, setHeld] = createSignal<HeldLobby | null>(null)
  const [connection, setConnection] = createSignal<Connection | null>(null)
  let channel: Channel<Rooms> | null = null
  let isOnScreen = false

  function changed(next: Connection): void {
    setConnection(next)
    if (next.state !== 'stopped') return
    channel = null
    if (next.reason === 'signed-out') comeBackWhenAlive(keeper, () => isOnScreen && enter())
  }

  async function poll(): Promise<Reply<Rooms>> {
    const reply = await keeper.api({
      method: 'GET',
      path: paths.rooms(organizationId),
      answer: shaped<RoomList>('rooms'),
    })
    if (!reply.ok) return reply
    const { rooms } = reply.value
    return { ok: true, value: { t: 'rooms', version: held()?.version ?? 0, whole: true, rooms } }
  }

  function enter(): void {
    isOnScreen = true
    channel ??= new Channel<Rooms>({
      socketUrl: () => socketUrl(paths.lobbySocket(organizationId)),
      decode: roomsOf,
      poll,
      ready: keeper.ready,
      heard: (message) => setHeld((before) => foldRooms(before ?? emptyLobby, message)),
      changed,
      now,
    })
  }

  return {
    organizationId,
    held,
    connection,
    enter,
    leave() {
      isOnScreen = false
      channel?.leave()
      channel = null
    },
  }
}
