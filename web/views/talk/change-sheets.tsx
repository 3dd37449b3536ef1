import { createSignal, Show } from 'solid-js'
import type { MessageEntry } from '../../../protocol/entry.ts'
import { textProblem } from '../../../protocol/text.ts'
import type { Navigation } from '../../store/navigation.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import { refusalWords } from '../../words/failures.ts'
import { overlayWords } from '../../words/overlays.ts'
import { words } from '../../words/talk.ts'
import { Sheet } from '../controls/sheet.tsx'
import { reachable } from './reachable.ts'

export type ChangeProps = { entry: MessageEntry; session: RoomSession; navigation: Navigation; onClose: () => void }

/** Sets an own message right, and says what others will see. */
export function CorrectSheet(props: ChangeProps) {
  let field!: HTMLTextAreaElement
  const [text, setText] = createSignal(props.entry.text ?? '')
  const [problem, setProblem] = createSignal<string | null>(null)
  const toEndOfText = () => {
    field.focus()
    field.setSelectionRange(text().length, text().length)
  }
  const submit = () => {
    const next = text().trim()
    if (next === props.entry.text) return props.onClose()
    const why = textProblem(next)
    if (why) return setProblem(refusalWords(why))
    const { view } = props.session
    const kept = props.entry.mentions?.filter((no) => next.includes(`@${view.member(no)?.name}`)) ?? []
    props.session.correct(props.entry.seq, next, kept)
    props.onClose()
  }
  return (
    <Sheet
      navigation={props.navigation}
      title={overlayWords.correct.title}
      onClose={props.onClose}
      onShown={toEndOfText}
    >
      <form
        class="change-form"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <textarea
          ref={field}
          rows="5"
          aria-label={overlayWords.correct.label}
          value={text()}
          onInput={({ currentTarget }) => {
            setText(currentTarget.value)
            setProblem(null)
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.isComposing) submit()
          }}
        />
        <Show when={problem()}>
          {(why) => (
            <p class="field-problem" role="alert">
              {why()}
            </p>
          )}
        </Show>
        <p class="quiet">{overlayWords.correct.explain}</p>
        <div class="sheet-buttons">
          <button type="button" class="button" onClick={() => props.onClose()}>
            {words.app.cancel}
          </button>
          <button type="submit" class="button primary">
            {overlayWords.correct.submit}
          </button>
        </div>
      </form>
    </Sheet>
  )
}

/** Takes an own message back, after showing what will stand in its place. */
export function RetractSheet(props: ChangeProps) {
  const retract = () => {
    props.session.retract(props.entry.seq)
    props.onClose()
  }
  return (
    <Sheet navigation={props.navigation} title={overlayWords.retract.title} onClose={props.onClose}>
      <p class="sheet-excerpt" ref={reachable}>
        {props.entry.text}
      </p>
      <p class="sheet-text">{overlayWords.retract.explain}</p>
      <div class="bubble bubble-gone bubble-sample">
        <p class="tombstone">{words.message.retracted}</p>
      </div>
      <div class="sheet-buttons">
        <button type="button" class="button" onClick={() => props.onClose()}>
          {words.app.cancel}
        </button>
        <button type="button" class="button primary danger" onClick={retract}>
          {overlayWords.retract.submit}
        </button>
      </div>
    </Sheet>
  )
}
