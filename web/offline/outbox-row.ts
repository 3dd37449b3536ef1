import type { EpochMs, Id, Seq } from '../../protocol/ids.ts'
import type { RefusalCode } from '../../protocol/refusals.ts'
import type { OutboxCommand } from '../store/talk/outbox-queue.ts'

/** One thing that was said or done and that its room has not answered, as it lies on the device. */
export type OutboxRow = {
  /** Given by the store: the order in which they were written. */
  no?: number
  roomId: Id
  command: OutboxCommand
  /** Not before this time by the device's clock, so that it can still be taken back. */
  heldUntil?: EpochMs
  /** Stored by the room under this number; goes when its entry is kept. */
  seq?: Seq
  /** The room refused it for good. */
  refusal?: RefusalCode
}
