import { createEffect, Show } from 'solid-js'
import type { Seq } from '../../../protocol/ids.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import { messageWords } from '../../words/messages.ts'
import { Icon } from '../controls/icon.tsx'
import { outlines } from '../controls/outlines.ts'
import { excerptOf } from './quote.tsx'

/** What is pinned in this room, newest first: one goes there, several open a list. */
export function PinnedBar(props: { session: RoomSession; onJump: (seq: Seq) => void; onList: () => void }) {
  const { view } = props.session
  const asked = new Set<Seq>()
  createEffect(() => {
    for (const seq of view.pins()) {
      if (view.entry(seq) || asked.has(seq)) continue
      asked.add(seq)
      props.session.askPage({ before: seq + 1, limit: 1 })
    }
  })
  const newest = () => view.pins()[0]
  return (
    <Show when={newest()}>
      {(seq) => (
        <button
          type="button"
          class="pinned-bar"
          onClick={() => (view.pins().length > 1 ? props.onList() : props.onJump(seq()))}
        >
          <Icon outline={outlines.pin} />
          <span class="sr-only">{messageWords.pins.bar}</span>
          <span class="ellipsis">{excerptOf(view, seq())}</span>
          <Show when={view.pins().length > 1}>
            <span class="pinned-count">{messageWords.pins.count(view.pins().length)}</span>
          </Show>
        </button>
      )}
    </Show>
  )
}
