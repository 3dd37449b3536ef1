import { Show } from 'solid-js'
import type { Navigation } from '../store/navigation.ts'
import type { RingingStore } from '../store/ringing.ts'
import { installing } from '../store/this-device.ts'
import '../style/list-hint.css'
import { installWords } from '../words/install.ts'
import { ringingHint } from '../words/ringing-hint.ts'
import { words } from '../words/talk.ts'
import { Icon } from './icon.tsx'
import { outlines } from './outlines.ts'

export type ListHintProps = { navigation: Navigation; ringing: RingingStore | null }

/**
 * One quiet line under the list, and no two: on a phone that has the app not on its home screen, since on an iPhone nothing rings without
 * it; else on a device that does not ring, and could.
 */
export function ListHint(props: ListHintProps) {
  return (
    <Show
      when={installing.isSuggested()}
      fallback={
        <Line
          text={ringingHint}
          onOpen={() => props.navigation.go({ at: 'ringing' })}
          onDismiss={() => props.ringing?.dismiss()}
        />
      }
    >
      <Line
        text={installWords.hint}
        onOpen={() => props.navigation.go({ at: 'install' })}
        onDismiss={installing.dismiss}
      />
    </Show>
  )
}

/** It leads somewhere, and can be sent away. */
function Line(props: { text: string; onOpen: () => void; onDismiss: () => void }) {
  return (
    <div class="list-hint">
      <button type="button" class="list-hint-open" onClick={() => props.onOpen()}>
        {props.text}
      </button>
      <button type="button" class="icon-button" aria-label={words.app.close} onClick={() => props.onDismiss()}>
        <Icon outline={outlines.close} />
      </button>
    </div>
  )
}
