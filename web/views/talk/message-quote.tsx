import { onMount } from 'solid-js'
import type { Seq } from '../../../protocol/ids.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import { messageWords } from '../../words/messages.ts'
import type { MessageActions } from './message-actions.ts'
import { authorName, excerptOf } from './quote.tsx'

/** The message that a reply answers; a tap goes there. */
export function Quote(props: { seq: Seq; session: RoomSession; actions: MessageActions }) {
  const { view } = props.session
  onMount(() => {
    if (!view.entry(props.seq)) props.session.askPage({ before: props.seq + 1, limit: 1 })
  })
  return (
    <button type="button" class="quote" title={messageWords.quote.jump} onClick={() => props.actions.jump(props.seq)}>
      <b class="quote-name">{authorName(view, props.seq)}</b>
      <span class="quote-text">{excerptOf(view, props.seq)}</span>
    </button>
  )
}
