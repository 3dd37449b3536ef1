import type { ClientId } from '../../protocol/ids.ts'
import type { Outbox } from '../store/outbox.ts'
import { words } from '../words/talk.ts'

/** What to do with something that could not be sent. */
export function FailedButtons(props: { id: ClientId; outbox: Outbox }) {
  return (
    <div class="failed-buttons">
      <button type="button" class="small-button" onClick={() => props.outbox.retry(props.id)}>
        {words.message.retry}
      </button>
      <button type="button" class="small-button danger" onClick={() => props.outbox.remove(props.id)}>
        {words.message.remove}
      </button>
    </div>
  )
}
