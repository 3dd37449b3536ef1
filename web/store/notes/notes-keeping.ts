import { type Accessor, createEffect, createMemo, on, onCleanup } from 'solid-js'
import type { Id } from '../../../protocol/ids.ts'
import type { DeviceStore } from '../../offline/device-store.ts'
import { notesDeviceOf } from '../../offline/notes-device.ts'
import type { SessionKeeper } from '../../transport/session-keeper.ts'
import type { LobbySession } from '../list/lobby-session.ts'
import type { RoomSession } from '../talk/room-session.ts'
import { bringNotes } from './note-bringing.ts'
import { bringNoteFiles } from './note-uploading.ts'
import { newestNote } from './room-notes.ts'

export type NotesKeepingParts = {
  store: DeviceStore
  keeper: SessionKeeper
  lobby: Accessor<LobbySession | null>
  room: Accessor<RoomSession | null>
  isOwn: (organizationId: Id) => boolean
}

/** Between two rooms. */
const pauseMs = 1_000

/**
 * Notes while nobody looks at them: what was saved here is sent, what is marked 圏外でも comes onto this device, and what belongs to a room that was
 * left goes. A room is asked again when its log has gone on.
 */
export function createNotesKeeping({ store, keeper, lobby, room, isOwn }: NotesKeepingParts): void {
  const { api } = keeper
  const device = notesDeviceOf(store, api)
  const now = () => Date.now()
  bringNoteFiles(device, { store, keeper, now })

  /** The list that is connected now: said once, however often something is heard over it. */
  const connected = createMemo(() => (lobby()?.connection()?.state === 'open' ? lobby() : null))
  createEffect(
    on(connected, (place) => {
      if (place === null) return
      let isOver = false
      onCleanup(() => {
        isOver = true
      })
      device.sending.pump()
      void round(place, () => !isOver && document.visibilityState === 'visible')
    }),
  )

  async function round(place: LobbySession, isWanted: () => boolean): Promise<void> {
    const { organizationId } = place
    await device.ready
    await device.forgetForeign((_room, organization) => isOwn(organization))
    for (const { id, head } of [...(place.held()?.rooms.values() ?? [])]) {
      if (!isWanted() || !store.mayKeep(organizationId)) return
      if ((await device.keptList(id))?.head === head) continue
      await pause()
      if (isWanted()) await bringNotes({ api, device, roomId: id, organizationId, head, now })
    }
    await forgetLeft(place)
  }

  /** A room that is not in the list is asked for once more before anything of it goes: a list may lag behind. */
  async function forgetLeft({ organizationId, held }: LobbySession): Promise<void> {
    const listed = held()?.rooms
    const missing = (await device.roomsOf(organizationId)).filter((id) => listed && !listed.has(id))
    for (const roomId of missing) {
      const reply = await bringNotes({ api, device, roomId, organizationId, head: 0, now })
      if (!reply.ok && reply.failure.code === 'not_found') await device.forgetForeign((id) => id !== roomId)
    }
  }

  // A note that was told of in the room on screen.
  createEffect(
    on(
      () => {
        const onScreen = room()
        return onScreen ? ([onScreen, newestNote(onScreen.view)] as const) : null
      },
      (told) => {
        const organizationId = told?.[0].view.facts()?.organizationId
        if (!told || told[1] === 0 || organizationId === undefined) return
        const [{ roomId, view }] = told
        void bringNotes({ api, device, roomId, organizationId, head: view.head(), now })
      },
    ),
  )
}

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, pauseMs))
