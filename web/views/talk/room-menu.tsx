import { For, Show } from 'solid-js'
import type { Id } from '../../../protocol/ids.ts'
import type { Navigation } from '../../store/navigation.ts'
import type { RoomPage } from '../../store/place.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import { roomPageWords } from '../../words/room-pages.ts'
import { Sheet } from '../controls/sheet.tsx'

const pages: readonly RoomPage['page'][] = ['notes', 'album', 'map']

/** What a room keeps besides its talk. */
export function RoomMenu(props: { session: RoomSession; navigation: Navigation; onClose: () => void }) {
  const open = (page: RoomPage['page']) => {
    props.onClose()
    props.navigation.go({ at: 'room-page', roomId: props.session.roomId, page, item: null })
  }
  const openStock = (organizationId: Id) => {
    props.onClose()
    props.navigation.go({ at: 'stock', organizationId })
  }
  return (
    <Sheet navigation={props.navigation} title={roomPageWords.menu} onClose={props.onClose}>
      <div class="menu">
        <For each={pages}>
          {(page) => (
            <button type="button" class="menu-item" onClick={() => open(page)}>
              {roomPageWords.titles[page]}
            </button>
          )}
        </For>
        <Show when={props.session.view.facts()}>
          {(facts) => (
            <button type="button" class="menu-item" onClick={() => openStock(facts().organizationId)}>
              {roomPageWords.stock}
            </button>
          )}
        </Show>
      </div>
    </Sheet>
  )
}
