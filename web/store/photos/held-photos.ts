import type { ClientId } from '../../../protocol/ids.ts'
import { holdMs } from '../talk/outbox-queue.ts'

/** How to put back what a message carries that can still be taken back. */
const held = new Map<ClientId, () => void>()

/** Remembers it for as long as the message may be held. */
export function rememberHeld(postId: ClientId, putBack: () => void): void {
  held.set(postId, putBack)
  setTimeout(() => held.delete(postId), 2 * holdMs)
}

/** The message was taken back. */
export function putBackHeld(postId: ClientId): void {
  held.get(postId)?.()
  held.delete(postId)
}
