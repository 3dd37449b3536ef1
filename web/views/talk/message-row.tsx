import { type Accessor, createMemo, For, Show } from 'solid-js'
import type { Seq } from '../../../protocol/ids.ts'
import { momentLabel, timeOfDay } from '../../store/dates.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import type { Row } from '../../store/talk/rows.ts'
import { messageWords } from '../../words/messages.ts'
import { words } from '../../words/talk.ts'
import { Icon } from '../controls/icon.tsx'
import { onLongPress } from '../controls/long-press.ts'
import { outlines } from '../controls/outlines.ts'
import { PlaceCard } from '../map/place-card.tsx'
import { CarriedFiles } from '../photos/carried-files.tsx'
import type { MessageActions } from './message-actions.ts'
import { Quote } from './message-quote.tsx'
import { MessageText } from './message-text.tsx'
import { PendingChange } from './pending-change.tsx'
import { ReactionChips } from './reaction-chips.tsx'
import { UrgentLabel } from './urgent-label.tsx'

export type MessageRowProps = {
  row: Extract<Row, { kind: 'message' }>
  session: RoomSession
  actions: MessageActions
  flash: Accessor<Seq | null>
}

/** A message: bubble, who and when, how many have read it, and what hangs on it. */
export function MessageRow(props: MessageRowProps) {
  const { view } = props.session
  const entry = () => props.row.entry
  const author = () => view.member(entry().by)
  const openMenu = (at?: { x: number; y: number }) => props.actions.openMenu(entry(), at)
  const changes = createMemo(() =>
    props.session.outbox.items().filter(({ command }) => command.t !== 'post' && command.target === entry().seq),
  )
  return (
    <div
      class="message"
      data-key={props.row.key}
      classList={{
        'message-own': props.row.isOwn,
        'message-first': props.row.startsGroup,
        'message-flash': props.flash() === entry().seq,
      }}
    >
      <Show when={props.row.startsGroup && !props.row.isOwn}>
        <p class="author">
          <b>{author()?.name ?? words.message.unknown}</b> <span>{author()?.title}</span>
        </p>
      </Show>
      <div class="message-line">
        <div
          class="bubble"
          classList={{
            'bubble-gone': entry().retracted === true,
            'bubble-urgent': entry().urgent === true && !entry().retracted,
          }}
          ref={(bubble) => onLongPress(bubble, openMenu)}
        >
          <Show when={!entry().retracted} fallback={<p class="tombstone">{words.message.retracted}</p>}>
            <Show when={entry().urgent}>
              <UrgentLabel />
            </Show>
            <Show when={entry().replyTo}>
              {(seq) => <Quote seq={seq()} session={props.session} actions={props.actions} />}
            </Show>
            <Show when={entry().text}>
              {(text) => <MessageText text={text()} mentions={entry().mentions ?? []} view={view} />}
            </Show>
            <Show when={entry().files}>
              {(files) => (
                <CarriedFiles
                  session={props.session}
                  entry={entry()}
                  files={files()}
                  onOpen={(id) => props.actions.openPhoto(entry(), id)}
                  onOriginals={() => props.actions.openOriginals(entry())}
                />
              )}
            </Show>
            <Show when={entry().place}>
              {(place) => (
                <PlaceCard
                  place={place()}
                  word={entry().text ?? ''}
                  sentAt={entry().storedAt}
                  onMap={() => props.actions.openMap(entry().seq)}
                />
              )}
            </Show>
            <Show when={entry().actedAt}>
              {(at) => <p class="acted-at">{messageWords.message.actedAt(momentLabel(at(), entry().storedAt))}</p>}
            </Show>
          </Show>
        </div>
        <MessageMeta {...props} openMenu={openMenu} />
      </div>
      <ReactionChips seq={entry().seq} session={props.session} actions={props.actions} />
      <For each={changes()}>{(pending) => <PendingChange pending={pending} session={props.session} />}</For>
    </div>
  )
}

/** Beside the bubble: what can be done, how many have read, and the time. */
function MessageMeta(props: MessageRowProps & { openMenu: (at?: { x: number; y: number }) => void }) {
  const { view } = props.session
  const entry = () => props.row.entry
  const isCounted = () => countsReaders(props.session, entry().by)
  const count = () => view.readCount(entry().seq)
  return (
    <div class="meta">
      <Show when={!entry().retracted}>
        <Show when={entry().version}>
          <span class="corrected">{messageWords.message.corrected}</span>
        </Show>
        <Show when={isCounted() && count() > 0}>
          <button
            type="button"
            class="read-count"
            aria-label={messageWords.message.readOpen(count())}
            onClick={() => props.actions.openReaders(entry().seq)}
          >
            {messageWords.message.read(count())}
          </button>
        </Show>
      </Show>
      <span class="when">
        <time datetime={new Date(entry().storedAt).toISOString()}>{timeOfDay(entry().storedAt)}</time>
        <Show when={!entry().retracted}>
          <button
            type="button"
            class="menu-button"
            aria-label={messageWords.message.menu}
            onClick={({ currentTarget }) => {
              const { left, bottom } = currentTarget.getBoundingClientRect()
              props.openMenu({ x: left, y: bottom })
            }}
          >
            <Icon outline={outlines.more} />
          </button>
        </Show>
      </span>
    </div>
  )
}

/** In a room between a desk and a seat only the own side's messages are counted: by whom they are for. */
function countsReaders({ view }: RoomSession, by: number): boolean {
  const side = view.member(by)?.side
  return side === undefined || side === view.member(view.me())?.side
}
