import { Match, Show, Switch } from 'solid-js'
import type { EpochMs, Id } from '../../../protocol/ids.ts'
import type { RoomSummary } from '../../../protocol/lobby-message.ts'
import { briefTime } from '../../store/dates.ts'
import { words } from '../../words/talk.ts'
import { Icon } from '../controls/icon.tsx'
import { outlines } from '../controls/outlines.ts'
import { UnreadBadge } from './unread-badge.tsx'

export type RoomItemProps = {
  room: RoomSummary
  draft: string
  unsent: number
  isChosen: boolean
  now: EpochMs
  onChoose: () => void
}

const ringOutlines = { none: outlines.muted, mentions: outlines.bell }

const kindOutlines = { open: outlines.people, announce: outlines.announce, desk: outlines.person }

/** So that the focus can come back to it. */
export const roomItemId = (roomId: Id) => `room-${roomId}`

/** A room in the list: its name, its last line, when that was, and what is unread. */
export function RoomItem(props: RoomItemProps) {
  return (
    <button
      type="button"
      id={roomItemId(props.room.id)}
      class="room-item"
      classList={{ 'room-item-unread': props.room.unread > 0 }}
      aria-current={props.isChosen ? 'page' : undefined}
      onClick={() => props.onChoose()}
    >
      <span class={`room-kind room-kind-${props.room.kind}`}>
        <Icon outline={kindOutlines[props.room.kind]} />
      </span>
      <span class="room-item-name ellipsis">
        {props.room.name}
        <Show when={props.room.kind !== 'desk'}>
          <span class="room-count">（{props.room.memberCount}）</span>
        </Show>
        <Show when={props.room.pinned}>
          <Sign outline={outlines.pin} label={words.list.pinnedRoom} />
        </Show>
        <Show when={props.room.ring}>
          {(ring) => (
            <Sign
              outline={ringOutlines[ring()]}
              mark={ring() === 'mentions' ? '@' : ''}
              label={words.list.ring[ring()]}
            />
          )}
        </Show>
      </span>
      <time class="room-item-time">{props.room.last && briefTime(props.room.last.storedAt, props.now)}</time>
      <span class="room-item-second">
        <span class="room-item-last">
          <Switch fallback={words.list.nothingYet}>
            <Match when={props.unsent > 0}>
              <b class="draft-mark">{words.list.unsent(props.unsent)}</b>
            </Match>
            <Match when={props.draft.trim() !== ''}>
              <b class="draft-mark">{words.list.draft}</b> {props.draft}
            </Match>
            <Match when={props.room.last?.retracted}>{words.list.retracted}</Match>
            <Match when={props.room.last}>
              {(last) => (
                <>
                  <Show when={last().by}>{(by) => <>{by()}：</>}</Show>
                  {last().text}
                </>
              )}
            </Match>
          </Switch>
        </span>
        <UnreadBadge badge={props.room} />
      </span>
    </button>
  )
}

/** A small picture with words for who does not see it. */
function Sign(props: { outline: string; mark?: string; label: string }) {
  return (
    <span class="room-sign">
      <Icon outline={props.outline} />
      <small aria-hidden="true">{props.mark}</small>
      <span class="sr-only">{props.label}</span>
    </span>
  )
}
