import { createEffect, createMemo, createSignal, on, Show } from 'solid-js'
import { textProblem } from '../../../protocol/text.ts'
import { preferences } from '../../store/device/this-device.ts'
import { hasKeyboard } from '../../store/device/wide.ts'
import type { Audience } from '../../store/talk/audience.ts'
import { type Draft, type Drafts, messageOf } from '../../store/talk/drafts.ts'
import { mentionQuery, withAt, withMention } from '../../store/talk/mentioning.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import { words } from '../../words/talk.ts'
import { GrowingField } from '../controls/growing-field.tsx'
import { Icon } from '../controls/icon.tsx'
import { outlines } from '../controls/outlines.ts'
import { ComposerTools, MentionList, ReplyingTo } from '../parts.ts'
import type { Over } from './over.ts'

export type ComposerProps = {
  session: RoomSession
  drafts: Drafts
  audience: Audience
  focusOnOpen: boolean
  /** Lays something over the talk. */
  onOpen: (over: Over) => void
}

/** Photos and files that go with the text: whoever holds them sends both. */
export type Carried = { send: () => void }

/** Where a message is written, with what it answers and whom it may mention. */
export function Composer(props: ComposerProps) {
  const { session } = props
  const { view } = session
  let field!: HTMLTextAreaElement
  const draft = () => props.drafts.of(session.roomId)
  const change = (next: Partial<Draft>) => props.drafts.set(session.roomId, { ...draft(), ...next })
  const [caret, setCaret] = createSignal(-1)
  const wanted = createMemo(() => mentionQuery(draft().text, caret()))

  const { problem, setProblem, isUrgent, wishUrgent, carried, setCarried, sendDraft } = createSending(props)
  const send = () => {
    field.focus()
    sendDraft()
  }

  function write(next: { draft: Draft; caret: number }): void {
    change(next.draft)
    field.focus()
    field.setSelectionRange(next.caret, next.caret)
    setCaret(next.caret)
  }

  /** Opens the list of people as if an @ had been typed. */
  function startMention(): void {
    const next = withAt(draft().text, field.selectionStart)
    write({ draft: { ...draft(), text: next.text }, caret: next.caret })
  }

  createEffect(
    on(
      () => draft().replyTo,
      (replyTo) => replyTo !== null && field.focus(),
      { defer: true },
    ),
  )
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <Show when={wanted() !== null}>
        <MentionList
          view={view}
          wanted={wanted() ?? ''}
          field={field}
          onChoose={(member) => write(withMention(draft(), caret(), member))}
          onDismiss={() => setCaret(-1)}
        />
      </Show>
      <Show when={draft().replyTo}>
        {(seq) => <ReplyingTo view={view} seq={seq()} onStop={() => change({ replyTo: null })} />}
      </Show>
      <Show when={problem()}>
        {(what) => (
          <p class="field-problem" role="alert">
            {words.composer[what()]}
          </p>
        )}
      </Show>
      <Show when={props.audience.isShown}>
        <p class="composer-audience">{words.composer.audience(view.facts()?.name ?? '', othersOf(props.audience))}</p>
      </Show>
      <div class="composer-line">
        <button type="button" class="icon-button" aria-label={words.composer.mention} onClick={startMention}>
          <Icon outline={outlines.at} />
        </button>
        <ComposerTools of={props} isUrgent={isUrgent()} onUrgent={wishUrgent} onCarry={setCarried} />
        <GrowingField
          ref={(element) => {
            field = element
          }}
          text={draft().text}
          focusOnOpen={props.focusOnOpen}
          onText={(text) => {
            change({ text })
            setProblem(null)
          }}
          onCaret={setCaret}
          onSend={send}
        />
        <SendButton isEmpty={draft().text.trim() === '' && !carried()} />
      </div>
    </form>
  )
}

const othersOf = ({ count }: Audience): number => count - 1

/** Sends what was begun, at once or after a question, and gives it back where the device cannot keep it. */
function createSending(props: ComposerProps) {
  const { session, drafts } = props
  const [problem, setProblem] = createSignal<'tooLong' | 'notKept' | null>(null)
  const [isUrgent, wishUrgent] = createSignal(false)
  const [carried, setCarried] = createSignal<Carried | null>(null)

  function sendDraft(): void {
    if (carried()) return carried()?.send()
    const draft = drafts.of(session.roomId)
    const text = draft.text.trim()
    if (text === '') return
    setProblem(textProblem(text) === null ? null : 'tooLong')
    if (problem() !== null) return
    const post = () => sendOff({ ...draft, text }, isUrgent())
    if (isUrgent()) props.onOpen({ what: 'urgent', count: othersOf(props.audience), text, onSend: post })
    else post()
  }

  /** The question stands in the place of the moment in which it could be taken back. */
  function sendOff(draft: Draft, asUrgent: boolean): void {
    const message = { ...messageOf(draft), ...(asUrgent && { urgent: true as const }) }
    session.post(message, asUrgent ? 0 : props.audience.holdMs).catch(() => {
      drafts.set(session.roomId, draft)
      wishUrgent(asUrgent)
      setProblem('notKept')
    })
    drafts.sent(session.roomId)
    wishUrgent(false)
  }

  return { problem, setProblem, isUrgent, wishUrgent, carried, setCarried, sendDraft }
}

/** Sending leaves the focus in the field, so that the keyboard of a phone stays open. */
function SendButton(props: { isEmpty: boolean }) {
  return (
    <button
      type="submit"
      class="send-button"
      aria-label={words.composer.send}
      title={hasKeyboard() ? words.composer.sendHint[preferences.sendKey()] : undefined}
      disabled={props.isEmpty}
      onPointerDown={(event) => event.preventDefault()}
    >
      <Icon outline={outlines.send} />
    </button>
  )
}
