import type { Id } from '../../protocol/ids.ts'

/** What tells the other tabs of an account that something lies otherwise on the device; null in a browser that cannot. */
export const tabsAbout = (what: 'outbox' | 'notes' | 'trays' | 'spares', accountId: Id): BroadcastChannel | null =>
  'BroadcastChannel' in window ? new BroadcastChannel(`yagura-${what}-${accountId}`) : null
