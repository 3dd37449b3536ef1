import { createEffect, createMemo, createSignal, on, Show } from 'solid-js'
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
import { GrowingField } from './growing-field.tsx'
import { Icon } from './icon.tsx'
import { outlines } from './outlines.ts'
import { MentionList } from './parts.ts'
import { authorName, excerptOf } from './quote.tsx'

export type ComposerProps = {
  session: RoomSession
  drafts: Drafts
  audience: Audience
  focusOnOpen: boolean
  /** Asks once more before so many people are rung. */
  onUrgent: (ask: UrgentAsk) => void
}

export type UrgentAsk = { count: number; text: string; onSend: () => void }

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

  const [isUrgentWished, wishUrgent] = createSignal(false)
  const isUrgent = () => isUrgentWished() && view.rights().urgent === true

  function send(): void {
    field.focus()
    const text = draft().text.trim()
    if (text === '') return
    setProblem(textProblem(text) === null ? null : 'tooLong')
    if (problem() !== null) return
    if (isUrgent()) props.onUrgent({ count: othersOf(props.audience), text, onSend: () => post(text, 0, { urgent: true }) })
    else post(text, props.audience.holdMs)
  }

  function post(text: string, heldMs: number, urgent: { urgent?: true } = {}): void {
    const sent = draft()
    session.post({ ...messageOf({ ...sent, text }), ...urgent }, heldMs).then(
      () => rememberSent(view.facts()?.organizationId),
      () => {
        props.drafts.set(session.roomId, sent)
        setProblem('notKept')
      },
    )
    props.drafts.sent(session.roomId)
    wishUrgent(false)
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
      <Reach room={view.facts()?.name ?? ''} audience={props.audience} isUrgent={isUrgent()} />
      <div class="composer-line">
        <button type="button" class="icon-button" aria-label={words.composer.mention} onClick={startMention}>
          <Icon outline={outlines.at} />
        </button>
        <Show when={view.rights().urgent}>
          <UrgentToggle isOn={isUrgent()} onChange={wishUrgent} />
        </Show>
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

const othersOf = ({ count }: Audience): number => count - 1

/** Whom it reaches, where that is worth a second look; and what else happens, where it is urgent. */
function Reach(props: { room: string; audience: Audience; isUrgent: boolean }) {
  const others = () => othersOf(props.audience)
  return (
    <Show when={props.isUrgent || props.audience.isShown}>
      <p class="composer-audience" classList={{ 'composer-urgent': props.isUrgent }}>
        {props.isUrgent ? words.composer.urgentWarning(others()) : words.composer.audience(props.room, others())}
      </p>
    </Show>
  )
}

function UrgentToggle(props: { isOn: boolean; onChange: (isOn: boolean) => void }) {
  return (
    <button type="button" class="urgent-toggle" aria-pressed={props.isOn} onClick={() => props.onChange(!props.isOn)}>
      {words.composer.urgent}
    </button>
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
