import { type Accessor, createEffect, on, onCleanup } from 'solid-js'
import type { EpochMs, Id } from '../../protocol/ids.ts'
import type { FromWorker } from '../service-worker/from-worker.ts'
import { createRungMemory } from '../service-worker/rung-memory.ts'
import type { Api } from '../transport/api.ts'
import { arrive } from './arriving.ts'
import type { Navigation } from './navigation.ts'
import { placeOf } from './place.ts'
import { createPushDevice } from './push-device.ts'
import { closeReadNotices } from './read-notices.ts'
import { createRinging, type RingingStore } from './ringing.ts'
import type { RoomSession } from './room-session.ts'

export type RingingPageParts = {
  api: Api
  accountId: Id
  navigation: Navigation
  isInstalled: Accessor<boolean>
  /** The room on screen. */
  room: Accessor<RoomSession | null>
  now: () => EpochMs
}

/** Ringing, tied to this page: its service worker, its navigation and the room on screen. */
export function createRingingOnPage({ navigation, room, ...parts }: RingingPageParts): RingingStore {
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined
  const ringing = createRinging({
    ...parts,
    device: createPushDevice(window),
    memory: createRungMemory(globalThis.caches),
    browser: window,
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  })

  function hear({ data, ports }: MessageEvent<FromWorker>): void {
    if ('shownAt' in data) return ringing.wasShown(data.shownAt)
    ports[0]?.postMessage(location.pathname)
    if ('open' in data) void arrive(navigation, placeOf(data.open), window)
  }

  workers?.addEventListener('message', hear)
  workers?.startMessages()
  onCleanup(() => workers?.removeEventListener('message', hear))
  createEffect(
    on(
      () => [room(), room()?.view.pointer() ?? 0] as const,
      ([read, pointer]) => workers && read && void closeReadNotices(workers, read.roomId, pointer).catch(() => {}),
    ),
  )
  void ringing.tell()
  return ringing
}
