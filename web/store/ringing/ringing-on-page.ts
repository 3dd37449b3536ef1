import { createRoot } from 'solid-js'
import type { Id } from '../../../protocol/ids.ts'
import type { FromWorker } from '../../service-worker/from-worker.ts'
import { createRungMemory } from '../../service-worker/rung-memory.ts'
import type { Api } from '../../transport/api.ts'
import { installing } from '../device/this-install.ts'
import { arrive } from '../list/arriving.ts'
import type { Navigation } from '../navigation.ts'
import { placeOf } from '../place.ts'
import { createPushDevice } from './push-device.ts'
import { createRinging, type RingingStore } from './ringing.ts'

export type OwnRinging = { accountId: Id; api: Api; navigation: Navigation }

let own: { accountId: Id; ringing: RingingStore; close: () => void } | null = null

/** How this device rings for who is signed in: one for the page, whoever asks for it first, and told to the town with that. */
export function ringingOnPage(asked: OwnRinging): RingingStore {
  if (own?.accountId !== asked.accountId) closeRinging()
  own ??= open(asked)
  return own.ringing
}

/** With the person: whoever signs in next begins anew. */
export function closeRinging(): void {
  own?.close()
  own = null
}

function open({ accountId, api, navigation }: OwnRinging) {
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined
  const ringing = createRoot(() =>
    createRinging({
      accountId,
      api,
      isInstalled: installing.isInstalled,
      now: () => Date.now(),
      device: createPushDevice(window),
      memory: createRungMemory(globalThis.caches),
      browser: window,
      pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    }),
  )

  function hear({ data, ports }: MessageEvent<FromWorker>): void {
    if ('shownAt' in data) return ringing.wasShown(data.shownAt)
    ports[0]?.postMessage(location.pathname)
    if ('open' in data) void arrive(navigation, placeOf(data.open), window)
  }

  workers?.addEventListener('message', hear)
  workers?.startMessages()
  void ringing.tell()
  return { accountId, ringing, close: () => workers?.removeEventListener('message', hear) }
}
