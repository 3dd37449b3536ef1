import { type Accessor, createEffect, onCleanup } from 'solid-js'
import type { Id } from '../../../protocol/ids.ts'
import type { DeviceStore } from '../../offline/device-store.ts'
import type { Api } from '../../transport/api.ts'
import type { LobbySession } from './lobby-session.ts'

export type FillingParts = {
  lobby: Accessor<LobbySession | null>
  store: DeviceStore
  api: Api
  /** Whether a room is open here, and looks after itself. */
  isOpen: (roomId: Id) => boolean
}

/** After the list came, everything else has this long before rooms are fetched for later. */
const beginMs = 4_000
/** Between two questions. */
const pauseMs = 1_000

/** While somebody looks and nothing else is going on, the rooms of the list are brought onto the device; not where data are to be saved. */
export function createFilling({ lobby, store, api, isOpen }: FillingParts): void {
  createEffect(() => {
    const place = lobby()
    if (place?.connection()?.state !== 'open' || !store.mayKeep(place.organizationId)) return
    let isOver = false
    const isWanted = (roomId: Id) => !isOver && document.visibilityState === 'visible' && !isOpen(roomId)
    const timer = setTimeout(async () => {
      const vault = await store.vault
      if (vault === null || isOver || savesData()) return
      const { fillRooms } = await import('../../offline/fill-rooms.ts')
      const rooms = [...(place.held()?.rooms.values() ?? [])]
      await fillRooms({ vault, api, rooms, isWanted, pause }).catch(() => undefined)
    }, beginMs)
    onCleanup(() => {
      isOver = true
      clearTimeout(timer)
    })
  })
}

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, pauseMs))

const savesData = (): boolean => (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true
