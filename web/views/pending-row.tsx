import { Show } from 'solid-js'
import type { Post } from '../../protocol/client-message.ts'
import { timeOfDay } from '../store/dates.ts'
import type { RoomSession } from '../store/room-session.ts'
import type { Row } from '../store/rows.ts'
import { words } from '../words/talk.ts'
import { Icon } from './icon.tsx'
import { MessageText } from './message-text.tsx'
import { outlines } from './outlines.ts'
import { FailedSending } from './parts.ts'

/** An own message that the room has not stored yet. */
export function PendingRow(props: { row: Extract<Row, { kind: 'pending' }>; session: RoomSession }) {
  const post = () => props.row.pending.command as Post
  const isFailed = () => props.row.pending.status === 'failed'
  const isStored = () => props.row.pending.status === 'stored'
  return (
    <div class="message message-own" classList={{ 'message-first': props.row.startsGroup }}>
      <div class="message-line">
        <div class="bubble" classList={{ 'bubble-failed': isFailed(), 'bubble-waiting': !isFailed() && !isStored() }}>
          <MessageText text={post().text} mentions={post().mentions ?? []} view={props.session.view} />
        </div>
        <div class="meta">
          <Show when={!isFailed()} fallback={<Icon outline={outlines.alert} />}>
            <span class="send-state">{isStored() ? words.message.sent : words.message.waiting}</span>
            <time>{timeOfDay(post().sentAt ?? 0)}</time>
          </Show>
        </div>
      </div>
      <Show when={isFailed()}>
        <FailedSending pending={props.row.pending} outbox={props.session.outbox} />
      </Show>
    </div>
  )
}
