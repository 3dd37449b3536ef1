import type { Id } from '../../../protocol/ids.ts'
import { sessionMemory } from '../../offline/stored-session.ts'
import { shaped } from '../../transport/shape.ts'
import { sharingKey } from './is-sharing.ts'
import type { Share } from './sharing.ts'

type Remembered = { accountId: Id; share: Share }

const shape = shaped<Remembered>('accountId', 'share')

/** Who is signed in on this browser, whichever page it was. */
export const accountHere = (): Id | null => sessionMemory.recall()?.session.accountId ?? null

/** What was being shared when the page went, where it is this account's. */
export function rememberedShare(accountId: Id): Share | null {
  try {
    const held = shape(JSON.parse(localStorage.getItem(sharingKey) ?? 'null'))
    return held?.accountId === accountId ? held.share : null
  } catch {
    return null
  }
}

/** Outlives the page, in this browser alone; null forgets it. */
export function rememberShare(share: Share | null): void {
  try {
    if (share) localStorage.setItem(sharingKey, JSON.stringify({ accountId: accountHere(), share }))
    else localStorage.removeItem(sharingKey)
  } catch {
    // A browser that keeps nothing shares for as long as the page lives.
  }
}

/** Whether another tab has forgotten it. */
export const isForgotten = (event: StorageEvent): boolean => event.key === sharingKey && event.newValue === null
