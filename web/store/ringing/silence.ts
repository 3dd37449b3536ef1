import { createRungMemory } from '../../service-worker/rung-memory.ts'

/** Nobody is signed in on this browser: it rings for nobody, and what it showed goes. The next person begins anew. */
export async function silence(): Promise<void> {
  try {
    const registration = await navigator.serviceWorker.getRegistration()
    for (const notice of (await registration?.getNotifications?.()) ?? []) notice.close()
    const subscription = await registration?.pushManager?.getSubscription()
    await Promise.allSettled([
      subscription?.unsubscribe(),
      navigator.clearAppBadge?.(),
      createRungMemory(globalThis.caches).forget(),
    ])
  } catch {
    // A browser without a service worker has nothing to be silenced.
  }
}
