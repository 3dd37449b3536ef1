import { type Accessor, createMemo, createSignal } from 'solid-js'
import type { Id } from '../../../protocol/ids.ts'
import type { SignedIn } from '../../transport/session-keeper.ts'
import { holdMs } from './outbox-queue.ts'
import type { RoomView } from './room-view.ts'

/** Whom a message would reach, where that is worth a second look before it is sent. */
export type Audience = { count: number; holdMs: number; isShown: boolean }

/** A message to more than so many is shown its audience, and held for a moment. */
export const manyPeople = 30

const key = 'yagura.sent-to'

/** The organization that was written to last: who changes between them sees it before the first message. */
const [lastSent, setLastSent] = createSignal<Id | null>(recall())

export function rememberSent(organizationId: Id | undefined): void {
  if (organizationId === undefined) return
  setLastSent(organizationId)
  try {
    localStorage.setItem(key, organizationId)
  } catch {
    // A browser set to keep nothing: the page remembers.
  }
}

function recall(): Id | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

export type AudienceParts = {
  organizations: () => SignedIn['organizations']
  /** How many the list says there are: known before the room has answered. */
  listed: () => number
}

export function createAudience(view: RoomView, { organizations, listed }: AudienceParts): Accessor<Audience> {
  return createMemo(() => {
    const count = view.roster()?.members.filter(({ present }) => present).length ?? listed()
    const organizationId = view.facts()?.organizationId
    const isMany = count > manyPeople
    const sendsAtOnce = organizations().find(({ id }) => id === organizationId)?.sendsAtOnce === true
    const isElsewhere = organizationId !== undefined && lastSent() !== null && lastSent() !== organizationId
    return { count, holdMs: isMany && !sendsAtOnce ? holdMs : 0, isShown: count > 0 && (isMany || isElsewhere) }
  })
}
