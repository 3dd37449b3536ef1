import type { ClientId } from '../../../protocol/ids.ts'
import type { Outbox } from '../../store/talk/outbox.ts'
import type { Pending } from '../../store/talk/outbox-queue.ts'
import { refusalWords } from '../../words/failures.ts'
import { overlayWords } from '../../words/overlays.ts'

/** What could not be sent, why, and what to do about it. */
export function FailedSending(props: { pending: Pending; outbox: Outbox }) {
  const id = (): ClientId => props.pending.command.id
  return (
    <>
      <p class="change-state change-failed">
        {overlayWords.failed[props.pending.command.t]}：{refusalWords(props.pending.refusal ?? 'internal')}
      </p>
      <div class="failed-buttons">
        <button type="button" class="small-button" onClick={() => props.outbox.retry(id())}>
          {overlayWords.failed.retry}
        </button>
        <button type="button" class="small-button danger" onClick={() => props.outbox.remove(id())}>
          {overlayWords.failed.remove}
        </button>
      </div>
    </>
  )
}
