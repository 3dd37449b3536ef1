import { For } from 'solid-js'
import type { Seq } from '../../../protocol/ids.ts'
import type { Navigation } from '../../store/navigation.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import { overlayWords } from '../../words/overlays.ts'
import { Sheet } from '../controls/sheet.tsx'
import { authorName, excerptOf } from './quote.tsx'

/** All that is pinned in a room. */
export function PinsSheet(props: {
  session: RoomSession
  navigation: Navigation
  onJump: (seq: Seq) => void
  onClose: () => void
}) {
  const { view } = props.session
  return (
    <Sheet navigation={props.navigation} title={overlayWords.pins.title} onClose={props.onClose}>
      <div class="menu">
        <For each={view.pins()}>
          {(seq) => (
            <button type="button" class="pin-item" onClick={() => props.onJump(seq)}>
              <b>{authorName(view, seq)}</b>
              <span class="clamp-2">{excerptOf(view, seq)}</span>
            </button>
          )}
        </For>
      </div>
    </Sheet>
  )
}
