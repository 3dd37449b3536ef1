import type { Permission, Platform } from '../../../protocol/ringing.ts'
import { keyOf } from '../../service-worker/subscription.ts'
import { platformOf } from '../device/platform.ts'

/** What this browser has to do with notifications. */
export type PushDevice = {
  platform: Platform
  permission: () => Permission
  /** Asks the person; only from a tap. */
  ask: () => Promise<Permission>
  /** The subscription that stands; null: there is none. */
  subscription: () => Promise<PushSubscription | null>
  /** The subscription for this key, made anew where there is none or one for another key; null where the browser makes none. */
  subscribed: (deviceKey: string) => Promise<PushSubscription | null>
}

export type PushBrowser = {
  navigator: Pick<Navigator, 'userAgent' | 'maxTouchPoints'> & { serviceWorker?: ServiceWorkerContainer }
  Notification?: Pick<typeof Notification, 'permission' | 'requestPermission'>
  PushManager?: unknown
}

/** A service worker that is not there after this time will not come. */
const workerMs = 15_000

export function createPushDevice(browser: PushBrowser): PushDevice {
  const { navigator } = browser
  const workers = navigator.serviceWorker
  const asked = browser.PushManager && workers ? browser.Notification : undefined

  async function pushManager(): Promise<PushManager | null> {
    if (!workers) return null
    const missing = new Promise<null>((resolve) => setTimeout(() => resolve(null), workerMs))
    return (await Promise.race([workers.ready, missing]))?.pushManager ?? null
  }

  async function subscribed(deviceKey: string): Promise<PushSubscription | null> {
    const manager = await pushManager()
    const standing = await manager?.getSubscription()
    if (standing && keyOf(standing) === deviceKey) return standing
    await standing?.unsubscribe()
    return (await manager?.subscribe({ userVisibleOnly: true, applicationServerKey: deviceKey })) ?? null
  }

  return {
    platform: platformOf(navigator),
    permission: () => asked?.permission ?? 'unsupported',
    ask: async () => (await asked?.requestPermission()) ?? 'unsupported',
    subscription: async () => (await pushManager().catch(() => null))?.getSubscription() ?? null,
    subscribed: (deviceKey) => subscribed(deviceKey).catch(() => null),
  }
}
