import { accountHeader } from '../../protocol/http.ts'
import { paths } from '../transport/paths.ts'
import { ringingPaths } from '../transport/ringing-paths.ts'
import type { RungMemory } from './rung-memory.ts'
import { subscribedAs, tellingOf } from './subscription.ts'

const requestMs = 20_000

/** A request to the town from the service worker; null when it was not reached. */
export async function asked(method: string, path: string, body: object, as?: string): Promise<Response | null> {
  const headers = { 'content-type': 'application/json', ...(as === undefined ? {} : { [accountHeader]: as }) }
  const signal = AbortSignal.timeout(requestMs)
  return fetch(path, { method, headers, body: JSON.stringify(body), credentials: 'same-origin', signal }).catch(
    () => null,
  )
}

/**
 * Sees to it that the town knows how to reach this device: browsers drop and change subscriptions without a word. Where it cannot be
 * done now, the next launch does it. Where nobody has told the town anything, there is nothing to mend.
 */
export async function mendSubscription({ pushManager }: ServiceWorkerRegistration, memory: RungMemory): Promise<void> {
  const told = await memory.told()
  if (told === null || Notification.permission !== 'granted') return
  const standing = await pushManager.getSubscription()
  if (standing?.endpoint === told.endpoint) return
  const options = { userVisibleOnly: true, applicationServerKey: told.deviceKey }
  const subscription = subscribedAs(standing ?? (await pushManager.subscribe(options)))
  if (subscription === null) return
  const telling = tellingOf(told, subscription, await memory.shownAt())
  const tell = () => asked('PUT', ringingPaths.device, telling, told.accountId)
  let answer = await tell()
  if (answer?.status === 401 && (await renewSession())) answer = await tell()
  if (answer?.ok) await memory.keepTold({ ...told, endpoint: subscription.endpoint })
}

/** Under the lock of the pages: two that renew at the same moment would only ask twice. */
async function renewSession(): Promise<boolean> {
  const renew = async () => (await asked('POST', paths.refresh, {}))?.ok === true
  return navigator.locks ? navigator.locks.request('yagura-session', renew) : renew()
}
