import { createEffect, createSignal, on, untrack } from 'solid-js'
import type { EpochMs, Id } from '../../protocol/ids.ts'
import type { DeviceStore } from '../offline/device-store.ts'
import { roomsWaiting } from '../offline/outbox-shelf.ts'
import type { SessionKeeper } from '../transport/session-keeper.ts'
import { createLobbySession, type LobbySession } from './list/lobby-session.ts'
import { isUnsent } from './talk/outbox-queue.ts'
import { RoomSession } from './talk/room-session.ts'

/** The rooms and lobbies that were entered in this page, and the rooms where something waits to be sent. */
export type Places = {
  room: (id: Id) => RoomSession
  lobby: (id: Id) => LobbySession
  /** Whether a room is connected, or about to be. */
  isOpen: (id: Id) => boolean
  /** Messages that no room has stored yet, in all rooms. */
  unsentCount: () => number
  unsentIn: (roomId: Id) => number
  close: () => void
}

/** Rooms beyond this many are forgotten, the longest unused first. */
const mostRooms = 12

export type PlacesParts = { keeper: SessionKeeper; store: DeviceStore; now: () => EpochMs }

export function createPlaces({ keeper, store, now }: PlacesParts): Places {
  const [rooms, setRooms] = createSignal<ReadonlyMap<Id, RoomSession>>(new Map())
  const lobbies = new Map<Id, LobbySession>()

  function room(id: Id): RoomSession {
    const held = new Map(untrack(rooms))
    const session = held.get(id) ?? new RoomSession({ roomId: id, keeper, store, now })
    held.delete(id)
    held.set(id, session)
    for (const [oldId, old] of held) {
      if (held.size <= mostRooms) break
      if (oldId === id || untrack(old.outbox.items).length > 0 || old.isBusy()) continue
      old.close()
      held.delete(oldId)
    }
    setRooms(held)
    return session
  }

  function lobby(id: Id): LobbySession {
    const session = lobbies.get(id) ?? createLobbySession({ organizationId: id, keeper, store, now })
    lobbies.set(id, session)
    return session
  }

  /** Sends what waits, wherever. */
  async function drain(): Promise<void> {
    const vault = await store.vault
    const waiting = vault === null ? [] : await roomsWaiting(vault).catch(() => [])
    for (const id of waiting) if (!untrack(rooms).has(id)) room(id)
    if (!untrack(store.sender.isMine)) return
    for (const session of untrack(rooms).values()) session.drain()
  }

  async function changedElsewhere(roomId: Id): Promise<void> {
    const session = untrack(rooms).get(roomId)
    if (session) await session.outbox.reload()
    await drain()
  }

  store.onOutboxChanged((roomId) => void changedElsewhere(roomId))
  createEffect(
    on(store.sender.isMine, (isMine) => {
      for (const { outbox } of untrack(rooms).values()) {
        if (isMine) void outbox.reload()
        else outbox.interrupted()
      }
      void drain()
    }),
  )
  // Lists that came with the answer to who is signed in.
  createEffect(
    on(keeper.lists, (lists) => {
      for (const { organizationId, rooms: listed } of lists) lobby(organizationId).prime(listed)
    }),
  )

  return {
    room,
    lobby,
    isOpen: (id) => untrack(rooms).get(id)?.isConnected() ?? false,
    unsentCount: () => [...rooms().values()].flatMap(({ outbox }) => outbox.items()).filter(isUnsent).length,
    unsentIn: (id) => rooms().get(id)?.outbox.items().filter(isUnsent).length ?? 0,
    close() {
      for (const session of untrack(rooms).values()) session.close()
      for (const session of lobbies.values()) session.leave()
    },
  }
}
