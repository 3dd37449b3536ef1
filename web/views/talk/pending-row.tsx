import { createSignal, onCleanup, Show } from 'solid-js'
import type { Post } from '../../../protocol/client-message.ts'
import { timeOfDay } from '../../store/dates.ts'
import type { Drafts } from '../../store/talk/drafts.ts'
import { isHeld, type Pending } from '../../store/talk/outbox-queue.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import type { Row } from '../../store/talk/rows.ts'
import { takeBack } from '../../store/talk/take-back.ts'
import { messageWords } from '../../words/messages.ts'
import { Icon } from '../controls/icon.tsx'
import { outlines } from '../controls/outlines.ts'
import { PlaceCard } from '../map/place-card.tsx'
import { FailedSending } from '../parts.ts'
import { PendingFiles } from '../photos/pending-files.tsx'
import type { MessageActions } from './message-actions.ts'
import { Quote } from './message-quote.tsx'
import { MessageText } from './message-text.tsx'
import { UrgentLabel } from './urgent-label.tsx'

export type PendingRowProps = {
  row: Extract<Row, { kind: 'pending' }>
  session: RoomSession
  drafts: Drafts
  actions: MessageActions
}

/** An own message that the room has not stored yet. */
export function PendingRow(props: PendingRowProps) {
  const pending = () => props.row.pending
  const post = () => pending().command as Post
  const isFailed = () => pending().status === 'failed'
  const isStored = () => pending().status === 'stored'
  return (
    <div class="message message-own" classList={{ 'message-first': props.row.startsGroup }}>
      <div class="message-line">
        <div
          class="bubble"
          classList={{
            'bubble-urgent': post().urgent === true,
            'bubble-failed': isFailed(),
            'bubble-waiting': !isFailed() && !isStored(),
          }}
        >
          <Show when={post().urgent}>
            <UrgentLabel />
          </Show>
          <Show when={post().replyTo}>
            {(seq) => <Quote seq={seq()} session={props.session} actions={props.actions} />}
          </Show>
          <Show when={post().text}>
            {(text) => <MessageText text={text()} mentions={post().mentions ?? []} view={props.session.view} />}
          </Show>
          <Show when={post().files}>
            {(files) => <PendingFiles pending={pending()} files={files()} session={props.session} />}
          </Show>
          <Show when={post().place}>
            {(place) => <PlaceCard place={place()} word={post().text} sentAt={post().sentAt ?? Date.now()} />}
          </Show>
        </div>
        <div class="meta">
          <Show when={!isFailed()} fallback={<Icon outline={outlines.alert} />}>
            <span class="send-state">
              <Show when={!isStored()}>
                <Icon outline={outlines.clock} />
              </Show>
              {isStored() ? messageWords.message.sent : messageWords.message.waiting}
            </span>
            <time>{timeOfDay(post().sentAt ?? 0)}</time>
          </Show>
        </div>
      </div>
      <Show when={isFailed()}>
        <FailedSending pending={pending()} outbox={props.session.outbox} />
      </Show>
      <Show when={pending().heldUntil !== undefined && pending().status === 'waiting'}>
        <Held pending={pending()} session={props.session} drafts={props.drafts} />
      </Show>
    </div>
  )
}

const tickMs = 200

/** A message to many can be taken back for a moment. */
function Held(props: { pending: Pending; session: RoomSession; drafts: Drafts }) {
  const [now, setNow] = createSignal(Date.now())
  const timer = setInterval(() => setNow(Date.now()), tickMs)
  onCleanup(() => clearInterval(timer))
  const id = () => props.pending.command.id
  const seconds = () => Math.max(1, Math.ceil(((props.pending.heldUntil ?? 0) - now()) / 1_000))
  return (
    <Show when={isHeld(props.pending, now())}>
      <div class="held">
        <span role="timer">{messageWords.message.heldFor(seconds())}</span>
        <button
          type="button"
          class="small-button"
          onClick={({ currentTarget }) => {
            backToWriting(currentTarget)
            takeBack(props.session, props.drafts, id())
          }}
        >
          {messageWords.message.takeBack}
        </button>
        <button
          type="button"
          class="small-button"
          onClick={({ currentTarget }) => {
            backToWriting(currentTarget)
            props.session.outbox.release(id())
          }}
        >
          {messageWords.message.sendNow}
        </button>
      </div>
    </Show>
  )
}

/** A button that goes away with its use gives the focus to where one writes on; a finger needs none. */
function backToWriting(button: HTMLButtonElement): void {
  if (!button.matches(':focus-visible')) return
  button.closest('.room')?.querySelector<HTMLTextAreaElement>('.composer textarea')?.focus()
}
