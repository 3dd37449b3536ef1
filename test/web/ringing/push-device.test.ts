import { describe, expect, test } from 'vitest'
import { keyOf, subscribedAs } from '../../../web/service-worker/subscription.ts'
import { platformOf } from '../../../web/store/device/platform.ts'
import { createPushDevice, type PushBrowser } from '../../../web/store/ringing/push-device.ts'

const key = Buffer.from(Array.from({ length: 65 }, (_, i) => (i * 37) % 256)).toString('base64url')

/** A browser with a push manager that keeps count. */
function aBrowser(standing: string | null) {
  const made = { asked: [] as string[], ended: 0 }
  const subscriptionFor = (own: string) =>
    ({
      options: { applicationServerKey: Uint8Array.from(Buffer.from(own, 'base64url')).buffer },
      unsubscribe: async () => {
        made.ended += 1
        return true
      },
    }) as unknown as PushSubscription
  const pushManager = {
    getSubscription: async () => standing && subscriptionFor(standing),
    subscribe: async ({ applicationServerKey }: { applicationServerKey: string }) => {
      made.asked.push(applicationServerKey)
      return subscriptionFor(applicationServerKey)
    },
  }
  const browser = {
    navigator: { userAgent: 'Android', maxTouchPoints: 5, serviceWorker: { ready: Promise.resolve({ pushManager }) } },
    Notification: { permission: 'granted', requestPermission: async () => 'granted' },
    PushManager: {},
  } as unknown as PushBrowser
  return { browser, made }
}

describe('[RG19] the subscription of this browser', () => {
  test('[RG19] stays where it stands for the town’s key', async () => {
    const { browser, made } = aBrowser(key)
    expect(keyOf((await createPushDevice(browser).subscribed(key))!)).toBe(key)
    expect(made).toEqual({ asked: [], ended: 0 })
  })

  test('[RG19] is made where there is none, and anew where it is for another key', async () => {
    const none = aBrowser(null)
    await createPushDevice(none.browser).subscribed(key)
    expect(none.made).toEqual({ asked: [key], ended: 0 })
    const other = aBrowser(Buffer.alloc(65, 9).toString('base64url'))
    await createPushDevice(other.browser).subscribed(key)
    expect(other.made).toEqual({ asked: [key], ended: 1 })
  })

  test('is written as the town takes it, without padding', () => {
    const of = (json: object) => subscribedAs({ toJSON: () => json } as PushSubscription)
    const endpoint = 'https://push.test/one'
    expect(of({ endpoint, keys: { p256dh: 'abc=', auth: 'de==' } })).toEqual({ endpoint, p256dh: 'abc', auth: 'de' })
    expect(of({ endpoint })).toBeNull()
    expect(subscribedAs(null)).toBeNull()
  })

  test('is none where the browser has no such thing', async () => {
    const device = createPushDevice({ navigator: { userAgent: '', maxTouchPoints: 0 } })
    expect([device.permission(), await device.ask(), await device.subscribed(key)]).toEqual([
      'unsupported',
      'unsupported',
      null,
    ])
  })
})

test.each([
  ['Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36', 5, 'android'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile', 5, 'ios'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/19.0 Safari', 5, 'ios'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/19.0 Safari', 0, 'mac'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/142.0', 10, 'windows'],
  ['Mozilla/5.0 (X11; CrOS x86_64 16000.0.0) Chrome/142.0', 0, 'linux'],
  ['Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0', 0, 'linux'],
  ['Something else', 0, 'other'],
])('%s with %i points is %s', (userAgent, maxTouchPoints, platform) => {
  expect(platformOf({ userAgent, maxTouchPoints })).toBe(platform)
})
