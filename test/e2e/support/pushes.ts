import type { BrowserContext, CDPSession, Page } from 'playwright-core'
import type { Ringing, RingingFacts, TellRinging } from '../../../protocol/ringing.ts'

/** A push service and the town's part of ringing, for a browser that has no vendor's push service behind it. */

/** A key of the right length that is nobody's. */
export const aKey = Buffer.alloc(65, 4).toString('base64url')

/** What a browser subscribes to: with which key, and what its push service gave out. */
export type Fake = { key: string; endpoint: string; p256dh: string; auth: string }

export const nowhere: Fake = {
  ...{ key: aKey, endpoint: 'https://push.test/one' },
  ...{ p256dh: 'B'.repeat(87), auth: 'a'.repeat(22) },
}

/** Runs in each page before its scripts: the subscription that the browser gets when it asks for one. */
export function fakeSubscriptions({ key, endpoint, p256dh, auth }: Fake): void {
  const bytes = Uint8Array.from(atob(key.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))
  const isThere = () => localStorage.getItem('test.subscribed') !== null
  const subscription = {
    endpoint,
    options: { applicationServerKey: bytes.buffer },
    toJSON: () => ({ endpoint, keys: { p256dh, auth } }),
    unsubscribe: async () => {
      localStorage.removeItem('test.subscribed')
      return true
    },
  }
  const manager = PushManager.prototype as unknown as Record<string, () => Promise<unknown>>
  manager['getSubscription'] = async () => (isThere() ? subscription : null)
  manager['subscribe'] = async () => {
    localStorage.setItem('test.subscribed', 'yes')
    return subscription
  }
}

/** Runs in each page before its scripts: a permission that is asked for by a tap, as in a browser with a window. */
export function fakePermission(before: NotificationPermission): void {
  const held = () => (localStorage.getItem('test.permission') ?? before) as NotificationPermission
  Object.defineProperty(Notification, 'permission', { get: held })
  Notification.requestPermission = async () => {
    localStorage.setItem('test.permission', 'granted')
    return 'granted'
  }
}

/** Delivers pushes as the browser does when its push service brings one. */
export class Pushes {
  private constructor(
    private readonly devtools: CDPSession,
    private readonly registrationId: string,
    private readonly origin: string,
  ) {}

  static async to(page: Page): Promise<Pushes> {
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => null))
    const devtools = await page.context().newCDPSession(page)
    const registered = new Promise<string>((resolve) => {
      devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const one = registrations.find(({ isDeleted }) => !isDeleted)
        if (one) resolve(one.registrationId)
      })
    })
    await devtools.send('ServiceWorker.enable')
    return new Pushes(devtools, await registered, new URL(page.url()).origin)
  }

  async deliver(data: unknown): Promise<void> {
    const { registrationId, origin } = this
    const text = typeof data === 'string' ? data : JSON.stringify(data)
    await this.devtools.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data: text })
  }
}

export type Shown = { title: string; body: string; tag: string; silent: boolean | null; data: { path?: string } }

/** What stands among the browser's notifications. */
export const shownIn = (page: Page): Promise<Shown[]> =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready
    const notifications = await registration.getNotifications()
    return notifications.map(({ title, body, tag, silent, data }) => ({ title, body, tag, silent, data }))
  })

/** The town's answers about ringing, and what it was told. */
export class RingingAnswers {
  readonly told: TellRinging[] = []
  readonly receipts: string[] = []
  readonly quiet: unknown[] = []
  facts: RingingFacts | null = null
  key: string | null = aKey
  others: Ringing['devices'] = []
  /** Called when this device is to be rung once. */
  onTest: () => Promise<void> = async () => {}

  async answerIn(context: BrowserContext): Promise<void> {
    await context.route('**/api/me/ringing**', async (route) => {
      const request = route.request()
      const path = new URL(request.url()).pathname
      if (path.endsWith('/quiet-hours')) {
        this.quiet.push(request.postDataJSON().quiet)
        return route.fulfill({ status: 204 })
      }
      if (path.endsWith('/test')) {
        if (this.facts) this.facts = { ...this.facts, sentAt: Date.now() }
        await this.onTest()
        return route.fulfill({ json: { outcome: 'sent' } })
      }
      if (request.method() === 'PUT') this.hear(request.postDataJSON())
      return route.fulfill({ json: this.ringing() })
    })
    await context.route('**/api/ringing/shown', (route) => {
      this.receipts.push(route.request().postDataJSON().receipt)
      if (this.facts) this.facts = { ...this.facts, shownAt: Date.now() }
      return route.fulfill({ status: 204 })
    })
  }

  private hear(telling: TellRinging): void {
    this.told.push(telling)
    const { permission, platform, installed, subscription } = telling
    const before = this.facts ?? { sentAt: null, shownAt: null, trouble: null }
    const subscribedAt = subscription === null ? null : Date.now()
    this.facts = { ...before, permission, platform, installed, toldAt: Date.now(), subscribedAt }
  }

  private ringing(): Ringing {
    const own = { id: '0'.repeat(32), name: 'Android の Chrome', current: true, facts: this.facts, outlook: 'untried' }
    return { key: this.key, devices: [own as Ringing['devices'][number], ...this.others], quiet: null, now: Date.now() }
  }
}

type ServiceWorkerScope = EventTarget & {
  registration: ServiceWorkerRegistration
  NotificationEvent: new (type: string, init: { notification: Notification }) => Event
}

/** As the browser does when a notification is tapped. Opening a window is the browser's own; ours is the page. */
export async function tap(context: BrowserContext, tag: string): Promise<void> {
  const [worker] = context.serviceWorkers()
  await worker!.evaluate(async (wanted) => {
    const scope = globalThis as unknown as ServiceWorkerScope
    const [notification] = await scope.registration.getNotifications({ tag: wanted })
    const event = new scope.NotificationEvent('notificationclick', { notification: notification! })
    scope.dispatchEvent(event)
  }, tag)
}
