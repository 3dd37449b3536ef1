import type { EpochMs } from '../../protocol/ids.ts'
import type { PushSubscription as Subscribed, TellRinging } from '../../protocol/ringing.ts'
import type { Told } from './rung-memory.ts'

/** A browser's subscription as the town takes it; null where it is none that pushes could be encrypted for. */
export function subscribedAs(subscription: PushSubscription | null): Subscribed | null {
  const { endpoint, keys } = subscription?.toJSON() ?? {}
  const [p256dh, auth] = [keys?.['p256dh'], keys?.['auth']]
  return endpoint && p256dh && auth ? { endpoint, p256dh: unpadded(p256dh), auth: unpadded(auth) } : null
}

/** The town's key that a subscription was made with, as the town writes it. */
export function keyOf({ options }: PushSubscription): string | null {
  const key = options.applicationServerKey
  return key && base64Url(new Uint8Array(key))
}

/** What a device says of itself when the permission is there. */
export const tellingOf = (
  { platform, installed }: Pick<Told, 'platform' | 'installed'>,
  subscription: Subscribed | null,
  shownAt: EpochMs | null,
): TellRinging => ({
  permission: 'granted',
  platform,
  installed,
  subscription,
  ...(shownAt === null ? {} : { shownAt }),
})

const base64Url = (bytes: Uint8Array) =>
  unpadded(
    btoa(String.fromCharCode(...bytes))
      .replaceAll('+', '-')
      .replaceAll('/', '_'),
  )

const unpadded = (text: string) => text.replace(/=+$/, '')
