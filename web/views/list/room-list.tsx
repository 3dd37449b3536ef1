import { createEffect, createMemo, createSignal, For, on, Show } from 'solid-js'
import type { EpochMs, Id } from '../../../protocol/ids.ts'
import type { LobbySession } from '../../store/list/lobby-session.ts'
import { isPinned, listed } from '../../store/list/lobby-view.ts'
import type { Drafts } from '../../store/talk/drafts.ts'
import { words } from '../../words/talk.ts'
import { ConnectionBar } from '../connection-bar.tsx'
import { Icon } from '../controls/icon.tsx'
import { outlines } from '../controls/outlines.ts'
import { RoomItem, roomItemId } from './room-item.tsx'

export type RoomListProps = {
  lobby: LobbySession
  drafts: Drafts
  unsentIn: (roomId: Id) => number
  /** In all rooms. */
  unsent: number
  contactAt: EpochMs | null
  chosen: Id | null
  now: EpochMs
  onChoose: (roomId: Id) => void
}

/** Below this many rooms nobody needs to search. */
const fewRooms = 6

/** The rooms of one organization: announcements on top, then by what was said last. */
export function RoomList(props: RoomListProps) {
  const [filter, setFilter] = createSignal('')
  const held = () => props.lobby.held()
  const rooms = createMemo(() => listed(held() ?? { version: 0, rooms: new Map() }, filter()))
  const ids = createMemo(() => rooms().map(({ id }) => id), undefined, { equals: sameOrder })
  createEffect(
    on(
      () => props.chosen,
      (chosen, left) => {
        if (chosen === null && left) document.getElementById(roomItemId(left))?.focus({ preventScroll: true })
      },
    ),
  )
  const hasMany = () => (held()?.rooms.size ?? 0) > fewRooms
  return (
    <>
      <ConnectionBar connection={props.lobby.connection} unsent={props.unsent} contactAt={props.contactAt} />
      <Show when={hasMany()}>
        <div class="filter">
          <Icon outline={outlines.search} />
          <input
            type="search"
            aria-label={words.list.filter}
            placeholder={words.list.filter}
            value={filter()}
            onInput={({ currentTarget }) => setFilter(currentTarget.value)}
          />
        </div>
      </Show>
      <div class="rooms">
        <Show when={held()} fallback={<p class="quiet-center">{words.list.loading}</p>}>
          <ul>
            <For
              each={ids()}
              fallback={<li class="quiet-center">{filter() ? words.list.noMatch(filter()) : words.list.empty}</li>}
            >
              {(id) => (
                <Show when={held()?.rooms.get(id)}>
                  {(room) => (
                    <li classList={{ 'last-pinned': isPinned(room()) && isLastPinned(rooms(), id) }}>
                      <RoomItem
                        room={room()}
                        draft={props.drafts.of(id).text}
                        unsent={props.unsentIn(id)}
                        isChosen={props.chosen === id}
                        now={props.now}
                        onChoose={() => props.onChoose(id)}
                      />
                    </li>
                  )}
                </Show>
              )}
            </For>
          </ul>
        </Show>
      </div>
    </>
  )
}

const sameOrder = (a: readonly Id[], b: readonly Id[]) => a.length === b.length && a.every((id, i) => id === b[i])

function isLastPinned(rooms: ReturnType<typeof listed>, id: Id): boolean {
  const next = rooms[rooms.findIndex((room) => room.id === id) + 1]
  return next !== undefined && !isPinned(next)
}
