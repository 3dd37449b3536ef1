import { createECDH, randomBytes } from 'node:crypto'
import type { PushSubscription } from '../../protocol/ringing.ts'
import type { SubscriptionKeys } from './push-record.ts'

/**
 * What a push service answers. It took the push where the status is 2xx, whether or not the asker hears of it: `way` cuts the connection instead of
 * answering, or leaves it hanging.
 */
export type PushAnswer = { status: number; retryAfterS?: number; way?: 'answered' | 'cut' | 'hung' }

/** The addresses that the push services give out; what is missing behind them is the device's own. */
const endpoints: Record<string, string> = {
  'fcm.googleapis.com': '/fcm/send/',
  'updates.push.services.mozilla.com': '/wpush/v2/',
  'web.push.apple.com': '/',
  'wns2-pn1p.notify.windows.com': '/w/?token=',
}

/** A browser that has subscribed to pushes of the town with the public key `key`. */
export class PushDevice {
  readonly host: string
  readonly key: string
  /** As the town is told of it. */
  readonly subscription: PushSubscription
  readonly keys: SubscriptionKeys
  /** What its push service answers for it alone; null: as for all. */
  answer: PushAnswer | null = null

  constructor(host: string, key: string) {
    const ecdh = createECDH('prime256v1')
    const auth = randomBytes(16)
    this.host = host
    this.key = key
    this.keys = { ecdh, auth }
    this.subscription = {
      endpoint: `https://${host}${endpoints[host] ?? '/push/'}${randomBytes(24).toString('base64url')}`,
      p256dh: ecdh.generateKeys().toString('base64url'),
      auth: auth.toString('base64url'),
    }
  }
}
