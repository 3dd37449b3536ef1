import type { Id } from '../../protocol/ids.ts'
import { shaped } from '../transport/shape.ts'
import { sharingKey } from './is-sharing.ts'
import type { Share } from './sharing.ts'

/** What was being shared when the page went, where it is this account's. */
export function rememberedShare(accountId: Id): Share | null {
  try {
    const share = shaped<Share>(
      'accountId',
      'roomId',
      'id',
      'endsAt',
    )(JSON.parse(localStorage.getItem(sharingKey) ?? 'null'))
    return share?.accountId === accountId ? share : null
  } catch {
    return null
  }
}

/** Outlives the page, in this browser alone; null forgets it. */
export function rememberShare(share: Share | null): void {
  try {
    if (share) localStorage.setItem(sharingKey, JSON.stringify(share))
    else localStorage.removeItem(sharingKey)
  } catch {
    // A browser that keeps nothing shares for as long as the page lives.
  }
}

/** Whether another tab has forgotten it. */
export const isForgotten = (event: StorageEvent): boolean => event.key === sharingKey && event.newValue === null
