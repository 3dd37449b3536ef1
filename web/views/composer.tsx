import { createEffect, createMemo, createSignal, on, onCleanup, onMount, Show } from 'solid-js'
import type { Seq } from '../../protocol/ids.ts'
import { textProblem } from '../../protocol/text.ts'
import { type Audience, rememberSent } from '../store/audience.ts'
import { type Draft, type Drafts, mentionsIn } from '../store/drafts.ts'
import { mentionQuery, withAt, withMention } from '../store/mentioning.ts'
import type { RoomSession } from '../store/room-session.ts'
import type { RoomView } from '../store/room-view.ts'
import { preferences } from '../store/this-device.ts'
import { hasKeyboard } from '../store/wide.ts'
import { words } from '../words/talk.ts'
import { Icon } from './icon.tsx'
import { outlines } from './outlines.ts'
import { MentionList } from './parts.ts'
import { authorName, excerptOf } from './quote.tsx'

export type ComposerProps = { session: RoomSession; drafts: Drafts; audience: Audience; focusOnOpen: boolean }

/** Where a message is written, with what it answers and whom it may mention. */
export function Composer(props: ComposerProps) {
  const { session } = props
  const { view } = session
  let field!: HTMLTextAreaElement
  const [problem, setProblem] = createSignal<'tooLong' | 'notKept' | null>(null)
  const draft = () => props.drafts.of(session.roomId)
  const change = (next: Partial<Draft>) => props.drafts.set(session.roomId, { ...draft(), ...next })
  const [caret, setCaret] = createSignal(-1)
  const wanted = createMemo(() => mentionQuery(draft().text, caret()))

  function send(): void {
    field.focus()
    const text = draft().text.trim()
    if (text === '') return
    setProblem(textProblem(text) === null ? null : 'tooLong')
    if (problem() !== null) return
    const sent = draft()
    session.post(messageOf({ ...sent, text }), props.audience.holdMs).then(
      () => rememberSent(view.facts()?.organizationId),
      () => {
        props.drafts.set(session.roomId, sent)
        setProblem('notKept')
      },
    )
    props.drafts.sent(session.roomId)
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
        <p class="composer-audience">{words.composer.audience(view.facts()?.name ?? '', props.audience.count - 1)}</p>
      </Show>
      <div class="composer-line">
        <button type="button" class="icon-button" aria-label={words.composer.mention} onClick={startMention}>
          <Icon outline={outlines.at} />
        </button>
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
        <SendButton isEmpty={draft().text.trim() === ''} />
      </div>
    </form>
  )
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

function messageOf(draft: Draft): { text: string; mentions?: number[]; replyTo?: Seq } {
  const mentions = mentionsIn(draft)
  const { text, replyTo } = draft
  return { text, ...(mentions.length > 0 ? { mentions } : {}), ...(replyTo === null ? {} : { replyTo }) }
}

function ReplyingTo(props: { view: RoomView; seq: Seq; onStop: () => void }) {
  return (
    <div class="replying">
      <div class="replying-to">
        <b>{words.composer.replyingTo(authorName(props.view, props.seq))}</b>
        <span class="quote-text">{excerptOf(props.view, props.seq)}</span>
      </div>
      <button type="button" class="icon-button" aria-label={words.composer.stopReplying} onClick={() => props.onStop()}>
        <Icon outline={outlines.close} />
      </button>
    </div>
  )
}

type GrowingFieldProps = {
  ref: (element: HTMLTextAreaElement) => void
  text: string
  focusOnOpen: boolean
  onText: (text: string) => void
  onCaret: (caret: number) => void
  onSend: () => void
}

/** Ctrl or ⌘ and Enter always; Enter alone where that was chosen, on a device with a keyboard. */
const sends = ({ ctrlKey, metaKey, shiftKey }: KeyboardEvent): boolean =>
  ctrlKey || metaKey || (!shiftKey && preferences.sendKey() === 'enter' && hasKeyboard())

/** Grows with its text. Enter is a new line or sends, as chosen, but never while an IME composes. */
function GrowingField(props: GrowingFieldProps) {
  let field!: HTMLTextAreaElement
  const bordersPx = 2
  function fit(): void {
    field.style.height = 'auto'
    field.style.height = `${field.scrollHeight + bordersPx}px`
  }
  const tellCaret = () => props.onCaret(field.selectionStart)
  createEffect(on(() => props.text, fit))
  onMount(() => {
    if (props.focusOnOpen) field.focus({ preventScroll: true })
    window.addEventListener('resize', fit)
    onCleanup(() => window.removeEventListener('resize', fit))
  })
  return (
    <textarea
      ref={(element) => {
        field = element
        props.ref(element)
      }}
      rows="1"
      aria-label={words.composer.label}
      placeholder={words.composer.placeholder}
      value={props.text}
      onInput={() => {
        props.onText(field.value)
        tellCaret()
      }}
      onKeyDown={(event) => {
        if (event.isComposing || event.key !== 'Enter' || !sends(event)) return
        event.preventDefault()
        props.onSend()
      }}
      onKeyUp={tellCaret}
      onClick={tellCaret}
    />
  )
}
