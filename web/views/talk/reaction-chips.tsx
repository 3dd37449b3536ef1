import { createMemo, For, Show } from 'solid-js'
import { type ReactionCode, reactionCodes } from '../../../protocol/entry.ts'
import type { Seq } from '../../../protocol/ids.ts'
import { reactionsOn } from '../../store/talk/reactions.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import { messageWords } from '../../words/messages.ts'
import type { MessageActions } from './message-actions.ts'

/** How many reacted how; a tap tells who, and lets one join. */
export function ReactionChips(props: { seq: Seq; session: RoomSession; actions: MessageActions }) {
  const { view, outbox } = props.session
  const reactions = createMemo(() => reactionsOn(view.marks(props.seq), view.me(), outbox.items(), props.seq))
  const shown = () => reactionCodes.filter((code) => reactions().by[code].length > 0)
  return (
    <Show when={shown().length > 0}>
      <div class="chips">
        <For each={shown()}>
          {(code: ReactionCode) => (
            <button
              type="button"
              class={`chip chip-${code}`}
              classList={{ 'chip-own': reactions().own === code }}
              aria-label={messageWords.reactions.open(messageWords.reactions.names[code], reactions().by[code].length)}
              onClick={() => props.actions.openReactions(props.seq)}
            >
              {messageWords.reactions.names[code]} <b>{reactions().by[code].length}</b>
            </button>
          )}
        </For>
      </div>
    </Show>
  )
}
