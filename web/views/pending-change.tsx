import { Show } from 'solid-js'
import type { Pending } from '../store/outbox-queue.ts'
import type { RoomSession } from '../store/room-session.ts'
import { refusalWords } from '../words/failures.ts'
import { words } from '../words/talk.ts'
import { FailedButtons } from './failed-buttons.tsx'

/** A correction, retraction, reaction or pin that the room has not answered, under the message it is about. */
export function PendingChange(props: { pending: Pending; session: RoomSession }) {
  const kind = () => props.pending.command.t as keyof typeof words.message.changing
  const isSlow = () => kind() === 'correct' || kind() === 'retract'
  return (
    <Show
      when={props.pending.status === 'failed'}
      fallback={
        <Show when={isSlow()}>
          <p class="change-state">{words.message.changing[kind()]}</p>
        </Show>
      }
    >
      <p class="change-state change-failed">
        {words.message.changeFailed[kind()]}：{refusalWords(props.pending.refusal ?? 'internal')}
      </p>
      <FailedButtons id={props.pending.command.id} outbox={props.session.outbox} />
    </Show>
  )
}
