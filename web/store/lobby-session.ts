import { type Accessor, createSignal } from 'solid-js'
import * as v from 'valibot'
import { parseJson } from '../../protocol/codec.ts'
import { RoomList } from '../../protocol/http.ts'
import type { EpochMs, Id } from '../../protocol/ids.ts'
import { Rooms } from '../../protocol/lobby-message.ts'
import type { Reply } from '../transport/api.ts'
import { type Channel, openChannel } from '../transport/channel.ts'
import type { Connection } from '../transport/connection.ts'
import { paths, socketUrl } from '../transport/paths.ts'
import type { SessionKeeper } from '../transport/session-keeper.ts'
import { type HeldLobby, emptyLobby, foldRooms } from './lobby-view.ts'
import { comeBackMs } from './room-session.ts'

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
  let channel: Channel | null = null
  let isOnScreen = false

  function changed(next: Connection): void {
    setConnection(next)
    if (next.state !== 'stopped') return
    channel = null
    if (next.reason === 'signed-out') void keeper.recheck().then(comeBack)
  }

  function comeBack(): void {
    if (keeper.current().state !== 'signed-in') return
    setTimeout(() => isOnScreen && enter(), comeBackMs)
  }

  async function poll(): Promise<Reply<Rooms>> {
    const reply = await keeper.api({ method: 'GET', path: paths.rooms(organizationId), answer: RoomList })
    if (!reply.ok) return reply
    const { rooms } = reply.value
    return { ok: true, value: { t: 'rooms', version: held()?.version ?? 0, whole: true, rooms } }
  }

  function enter(): void {
    isOnScreen = true
    channel ??= openChannel({
      socketUrl: () => socketUrl(paths.lobbySocket(organizationId)),
      decode: decodeRooms,
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

function decodeRooms(frame: string): Rooms | null {
  const parsed = v.safeParse(Rooms, parseJson(frame))
  return parsed.success ? parsed.output : null
}
