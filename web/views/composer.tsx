import { createEffect, createMemo, createSignal, on, onCleanup, onMount, Show } from 'solid-js'
import type { RosterMember } from '../../protocol/roster.ts'
import { textProblem } from '../../protocol/text.ts'
import { type Draft, type Drafts, emptyDraft, mentionsIn } from '../store/drafts.ts'
import { mentionable } from '../store/people.ts'
import type { RoomSession } from '../store/room-session.ts'
import { refusalWords } from '../words/failures.ts'
import { words } from '../words/talk.ts'
import { Icon } from './icon.tsx'
import { MentionList } from './mention-list.tsx'
import { authorName, excerptOf } from './quote.tsx'

export type ComposerProps = { session: RoomSession; drafts: Drafts; focusOnOpen: boolean }

/** Where a message is written. Enter is a new line; Ctrl or ⌘ and Enter sends, but never while an IME composes. */
export function Composer(props: ComposerProps) {
  const { session } = props
  const { view } = session
  let field!: HTMLTextAreaElement
  const [caret, setCaret] = createSignal(0)
  const [problem, setProblem] = createSignal<string | null>(null)
  const draft = () => props.drafts.of(session.roomId)
  const change = (next: Partial<Draft>) => props.drafts.set(session.roomId, { ...draft(), ...next })
  const mentionQuery = createMemo(() => queryAt(draft().text, caret()))
  const candidates = createMemo(() => {
    const [query, roster] = [mentionQuery(), view.roster()]
    return query === null || !roster ? [] : mentionable(roster, view.me(), query)
  })

  function fit(): void {
    field.style.height = 'auto'
    field.style.height = `${field.scrollHeight + 2}px`
  }

  function send(): void {
    const { text, replyTo } = draft()
    const trimmed = text.trim()
    const why = trimmed === '' ? null : textProblem(trimmed)
    setProblem(why && refusalWords(why))
    if (trimmed === '' || why) return field.focus()
    const mentions = mentionsIn(draft())
    session.post({ text: trimmed, ...(mentions.length > 0 ? { mentions } : {}), ...(replyTo === null ? {} : { replyTo }) })
    props.drafts.set(session.roomId, emptyDraft)
    field.focus()
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing || event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    send()
  }

  function choose(member: RosterMember): void {
    const { text, mentions } = draft()
    const start = caret() - (mentionQuery() ?? '').length - 1
    const before = `${text.slice(0, start)}@${member.name} `
    change({ text: before + text.slice(caret()), mentions: [...mentions, { no: member.no, name: member.name }] })
    putCaret(before.length)
  }

  /** Opens the list of people as if an @ had been typed. */
  function startMention(): void {
    const { text } = draft()
    const at = field.selectionStart
    const gap = at > 0 && !/\s/.test(text[at - 1] ?? '') ? ' @' : '@'
    change({ text: text.slice(0, at) + gap + text.slice(at) })
    putCaret(at + gap.length)
  }

  function putCaret(at: number): void {
    field.focus()
    field.setSelectionRange(at, at)
    setCaret(at)
  }

  createEffect(on(() => draft().text, fit))
  createEffect(on(() => draft().replyTo, (replyTo) => replyTo !== null && field.focus(), { defer: true }))
  onMount(() => {
    fit()
    if (props.focusOnOpen) field.focus({ preventScroll: true })
    window.addEventListener('resize', fit)
    onCleanup(() => window.removeEventListener('resize', fit))
  })

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <Show when={candidates().length > 0}>
        <MentionList people={candidates()} roster={view.roster()} onChoose={choose} onDismiss={() => setCaret(-1)} field={field} />
      </Show>
      <Show when={draft().replyTo}>
        {(seq) => (
          <div class="replying">
            <div class="replying-to">
              <b>{words.composer.replyingTo(authorName(view, seq()))}</b>
              <span class="quote-text">{excerptOf(view, seq())}</span>
            </div>
            <button type="button" class="icon-button" aria-label={words.composer.stopReplying} onClick={() => change({ replyTo: null })}>
              <Icon name="close" />
            </button>
          </div>
        )}
      </Show>
      <Show when={problem()}>{(text) => <p class="field-problem" role="alert">{text()}</p>}</Show>
      <div class="composer-line">
        <button type="button" class="icon-button" aria-label={words.composer.mention} onClick={startMention}>
          <Icon name="at" />
        </button>
        <textarea
          ref={field}
          rows="1"
          aria-label={words.composer.label}
          placeholder={words.composer.placeholder}
          value={draft().text}
          onInput={({ currentTarget }) => {
            change({ text: currentTarget.value })
            setCaret(currentTarget.selectionStart)
            setProblem(null)
          }}
          onKeyDown={onKeyDown}
          onKeyUp={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
          onClick={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
        />
        <button
          type="submit"
          class="send-button"
          aria-label={words.composer.send}
          title={words.composer.sendHint}
          disabled={draft().text.trim() === ''}
          // The keyboard of a phone stays open.
          onPointerDown={(event) => event.preventDefault()}
        >
          <Icon name="send" />
        </button>
      </div>
    </form>
  )
}

/** What was typed after the last @ before the caret, where that may still become a mention. */
function queryAt(text: string, caret: number): string | null {
  return /(?:^|[\s、。])[@＠]([^\s@＠]{0,20})$/.exec(text.slice(0, Math.max(0, caret)))?.[1] ?? null
}
