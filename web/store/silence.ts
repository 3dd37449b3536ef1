import { createRungMemory } from '../service-worker/rung-memory.ts'

/** The session of this browser is over: it rings for nobody, and what it showed goes. The next person begins anew. */
export async function silence(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration()
  const subscription = await registration?.pushManager?.getSubscription()
  const notices = (await registration?.getNotifications?.()) ?? []
  for (const notice of notices) notice.close()
  await Promise.allSettled([
    subscription?.unsubscribe(),
    navigator.clearAppBadge?.(),
    createRungMemory(globalThis.caches).forget(),
  ])
}
