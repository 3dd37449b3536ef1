import { For } from 'solid-js'
import { type ReactionCode, reactionCodes } from '../../../protocol/entry.ts'
import { messageWords } from '../../words/messages.ts'
import { overlayWords } from '../../words/overlays.ts'

/** All reactions side by side, one's own pressed; null takes it back. */
export function ReactionChoice(props: { own: ReactionCode | null; onChoose: (code: ReactionCode | null) => void }) {
  return (
    <fieldset class="reaction-choice" aria-label={overlayWords.reactions.label}>
      <For each={reactionCodes}>
        {(code) => (
          <button
            type="button"
            class={`reaction chip-${code}`}
            aria-pressed={props.own === code}
            onClick={() => props.onChoose(props.own === code ? null : code)}
          >
            {messageWords.reactions.names[code]}
          </button>
        )}
      </For>
    </fieldset>
  )
}
