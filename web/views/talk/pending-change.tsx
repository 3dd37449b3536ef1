import { Show } from 'solid-js'
import type { Pending } from '../../store/talk/outbox-queue.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import { messageWords } from '../../words/messages.ts'
import { FailedSending } from '../parts.ts'

/** A correction, retraction, reaction or pin that the room has not answered, under the message it is about. */
export function PendingChange(props: { pending: Pending; session: RoomSession }) {
  const isOfText = () => props.pending.command.t === 'correct' || props.pending.command.t === 'retract'
  return (
    <Show
      when={props.pending.status === 'failed'}
      fallback={
        <Show when={isOfText()}>
          <p class="change-state">{messageWords.message.changing}</p>
        </Show>
      }
    >
      <FailedSending pending={props.pending} outbox={props.session.outbox} />
    </Show>
  )
}
