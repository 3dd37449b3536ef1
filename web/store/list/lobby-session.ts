import { type Accessor, createSignal } from 'solid-js'
import type { RoomList } from '../../../protocol/http.ts'
import type { EpochMs, Id } from '../../../protocol/ids.ts'
import type { RoomPreference, RoomSummary, Rooms } from '../../../protocol/lobby-message.ts'
import type { DeviceStore } from '../../offline/device-store.ts'
import { keepLobby, keptLobby } from '../../offline/lobby-shelf.ts'
import type { Reply } from '../../transport/api.ts'
import { Channel } from '../../transport/channel.ts'
import type { Connection } from '../../transport/connection.ts'
import { paths, socketUrl } from '../../transport/paths.ts'
import { comeBackWhenAlive, type SessionKeeper } from '../../transport/session-keeper.ts'
import { anything, roomsOf, shaped } from '../../transport/shape.ts'
import { emptyLobby, foldRooms, type HeldLobby, preferred } from './lobby-view.ts'

/** The room list of one organization, kept live. */
export type LobbySession = {
  organizationId: Id
  /** null until the first list came. */
  held: Accessor<HeldLobby | null>
  connection: Accessor<Connection | null>
  enter: () => void
  leave: () => void
  /** Shows a list that came another way, until the lobby itself has spoken. */
  prime: (rooms: readonly RoomSummary[]) => void
  /** Own settings for a room: shown at once, and taken back where the server does not take them. */
  prefer: (roomId: Id, preference: RoomPreference) => Promise<Reply<true>>
}

export type LobbySessionParts = { organizationId: Id; keeper: SessionKeeper; store: DeviceStore; now: () => EpochMs }

/** The list is kept this long after it changed. */
const keepMs = 800

export function createLobbySession({ organizationId, keeper, store, now }: LobbySessionParts): LobbySession {
  const [held, setHeld] = createSignal<HeldLobby | null>(null)
  const [connection, setConnection] = createSignal<Connection | null>(null)
  let channel: Channel<Rooms> | null = null
  let isOnScreen = false
  let hasHeard = false
  let keepTimer: ReturnType<typeof setTimeout> | undefined

  function take(message: Rooms): void {
    setHeld((before) => foldRooms(before ?? emptyLobby, message))
    keepTimer ??= setTimeout(keep, keepMs)
  }

  function keep(): void {
    clearTimeout(keepTimer)
    keepTimer = undefined
    const rooms = held()?.rooms
    if (rooms && store.mayKeep(organizationId)) void keepLobby(store, organizationId, [...rooms.values()])
  }

  async function prefer(roomId: Id, preference: RoomPreference): Promise<Reply<true>> {
    const before = held()?.rooms.get(roomId)
    const show = (next: RoomPreference) => setHeld((list) => list && preferred(list, roomId, next))
    show(preference)
    const ask = { method: 'PUT', path: paths.preference(organizationId, roomId), body: preference } as const
    const reply = await keeper.api({ ...ask, answer: anything })
    if (!reply.ok) show({ pinned: before?.pinned === true, ring: before?.ring ?? 'all' })
    return reply
  }

  void keptLobby(store, organizationId).then((rooms) => {
    if (rooms && held() === null) setHeld(foldRooms(emptyLobby, { t: 'rooms', version: 0, whole: true, rooms }))
  })

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
      socketUrl: () => socketUrl(paths.lobbySocket(organizationId, store.accountId)),
      decode: roomsOf,
      poll,
      ready: keeper.ready,
      heard(message) {
        hasHeard = true
        take(message)
      },
      changed,
      now,
    })
  }

  return {
    organizationId,
    held,
    connection,
    enter,
    prime: (rooms) => hasHeard || take({ t: 'rooms', version: 0, whole: true, rooms: [...rooms] }),
    prefer,
    leave() {
      if (keepTimer !== undefined) keep()
      isOnScreen = false
      channel?.leave()
      channel = null
    },
  }
}
