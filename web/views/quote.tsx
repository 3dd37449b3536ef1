import { onMount } from 'solid-js'
import type { Seq } from '../../protocol/ids.ts'
import type { RoomSession } from '../store/room-session.ts'
import type { RoomView } from '../store/room-view.ts'
import { words } from '../words/talk.ts'
import type { MessageActions } from './message-actions.ts'

/** The message that a reply answers; a tap goes there. */
export function Quote(props: { seq: Seq; session: RoomSession; actions: MessageActions }) {
  const { view } = props.session
  onMount(() => {
    if (!view.entry(props.seq)) props.session.askPage({ before: props.seq + 1, limit: 1 })
  })
  return (
    <button type="button" class="quote" title={words.quote.jump} onClick={() => props.actions.jump(props.seq)}>
      <b class="quote-name">{authorName(view, props.seq)}</b>
      <span class="quote-text">{excerptOf(view, props.seq)}</span>
    </button>
  )
}

export function authorName(view: RoomView, seq: Seq): string {
  const entry = view.entry(seq)
  if (!entry) return ''
  return entry.by === view.me() ? words.message.you : (view.member(entry.by)?.name ?? words.message.unknown)
}

/** One line of a message, for a quote or a pin. */
export function excerptOf(view: RoomView, seq: Seq): string {
  const entry = view.entry(seq)
  if (entry?.kind !== 'message') return words.quote.older
  return entry.retracted ? words.message.retracted : (entry.text ?? '').replace(/\s+/g, ' ').slice(0, 120)
}
