import { ringingPaths } from '../transport/ringing-paths.ts'
import type { FromWorker } from './from-worker.ts'
import { asked, mendSubscription } from './mending.ts'
import { type Notice, noticeOf, pathWithin, payloadOf } from './notice.ts'
import { createRungMemory } from './rung-memory.ts'
import { isHeard, isRepeated, rungBy, rungWith, type ShownOptions, shownAs } from './showing.ts'

/**
 * Rings: what the town pushes is shown, whatever it is.
 *
 * 1. Each push shows something, also one that cannot be read; only where the very room is looked at, and the browser allows it, nothing.
 * 2. What was rung before is shown again without a sound, also after it was dismissed and after this worker was stopped.
 * 3. What was shown is told to the town, and to the pages that are open.
 * 4. A tap leads to the entry, and to nothing outside the app.
 * 5. After each push it is seen whether the town can still reach this device.
 */
export function followPushes(worker: ServiceWorkerGlobalScope): void {
  const { registration, clients, location } = worker
  const memory = createRungMemory(worker.caches)
  let turn: Promise<unknown> = Promise.resolve()

  /** Two that are shown at the same moment would not know of each other. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    const done = turn.then(work)
    turn = done.catch(() => undefined)
    return done
  }

  async function onPush(event: PushEvent): Promise<void> {
    const notice = noticeOf(payloadIn(event), location.origin)
    await inTurn(() => show(notice).catch(() => showPlainly(notice)))
    // The next one does not wait for the network of this one.
    await Promise.allSettled([toldShown(notice), showOnIcon(notice.badge), mendSubscription(registration, memory)])
  }

  async function show(notice: Notice): Promise<void> {
    const { entry, tag, kind } = notice
    const [standing, rung, isLooking] = await Promise.all([
      registration.getNotifications({ tag }),
      memory.rung(tag),
      isLookedAt(notice),
    ])
    const isRepeat = isRepeated(notice, [...rung, ...rungBy(standing)])
    const heard = isHeard(notice, { isRepeat, isLooking })
    if (!isLooking || notice.isUrgent || !mayShowNothing()) {
      const { title, options } = shownAs(notice, heard, standing)
      await registration.showNotification(title, options satisfies ShownOptions)
    }
    if (entry !== null) await memory.keepRung(tag, rungWith(rung, entry))
    if (kind === 'probe') for (const probe of await registration.getNotifications({ tag })) probe.close()
  }

  /** Whatever it was that failed: something is shown. */
  async function showPlainly(notice: Notice): Promise<void> {
    const { title, options } = shownAs(notice, notice.kind !== 'probe')
    await registration.showNotification(title, options)
  }

  /** Somebody looks at the room itself right now. */
  async function isLookedAt({ entry }: Notice): Promise<boolean> {
    if (entry === null) return false
    const looked = (await windows()).filter((page) => page.focused && isVisible(page))
    const paths = await Promise.all(looked.map((page) => answerOf(page, { where: 'now' }, whereMs)))
    const path = `/r/${entry.roomId}`
    return paths.some((at) => typeof at === 'string' && (at === path || at.startsWith(`${path}/`)))
  }

  async function toldShown({ receipt }: Notice): Promise<void> {
    const shownAt = Date.now()
    for (const page of await windows()) page.postMessage({ shownAt } satisfies FromWorker)
    await memory.keepShownAt(shownAt)
    if (receipt !== null) await asked('POST', ringingPaths.shown, { receipt })
  }

  async function onTap({ notification }: NotificationEvent): Promise<void> {
    notification.close()
    const path = pathWithin(notification.data?.path, location.origin)
    const open = await windows()
    const page = open.find(({ focused }) => focused) ?? open.find(isVisible) ?? open[0]
    if (page === undefined) return void (await clients.openWindow(path))
    // First, while the tap still allows it.
    const focused = await page.focus().catch(() => page)
    if (await answerOf(focused, { open: path }, openMs)) return
    await focused.navigate(path).catch(() => clients.openWindow(path))
  }

  const windows = () => clients.matchAll({ type: 'window', includeUncontrolled: true })

  worker.addEventListener('push', (event) => event.waitUntil(onPush(event)))
  worker.addEventListener('notificationclick', (event) => event.waitUntil(onTap(event)))
  worker.addEventListener('pushsubscriptionchange', (event) => event.waitUntil(mendSubscription(registration, memory)))
}

/** WebKit hands over a declarative push as the notification that it would show itself (Safari 18.4). */
type WithProposal = PushEvent & { notification?: Notification; appBadge?: number }

function payloadIn(event: WithProposal): unknown {
  if (event.data) return payloadOf(event.data.text())
  return event.notification ? { notification: event.notification, app_badge: event.appBadge } : null
}

/** Chromium asks for no notification while a page of ours is looked at; WebKit takes the permission away for it. */
const mayShowNothing = () => /Chrome\//.test(navigator.userAgent)

const isVisible = ({ visibilityState }: WindowClient) => visibilityState === 'visible'

/** A page that hears it goes there by itself, and loses nothing that is being written; one that does not answer is loaded anew. */
const openMs = 1_500
/** A page that does not say at once where it is does not hold up what rings. */
const whereMs = 300

/** What a page answers; null when it does not. */
function answerOf(page: WindowClient, message: FromWorker, patienceMs: number): Promise<unknown> {
  const { port1, port2 } = new MessageChannel()
  page.postMessage(message, [port2])
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data)
    setTimeout(() => resolve(null), patienceMs)
  })
}

/** Where the system shows such a thing. */
async function showOnIcon(count: number | null): Promise<void> {
  if (count !== null) await (count > 0 ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.())
}
