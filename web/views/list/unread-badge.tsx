import { Show } from 'solid-js'
import type { Badge } from '../../../protocol/lobby-message.ts'
import { words } from '../../words/talk.ts'

const most = 999

/** How much is unread, and whether any of it is for oneself. */
export function UnreadBadge(props: { badge: Badge }) {
  return (
    <span class="badges">
      <Show when={props.badge.mentions > 0}>
        <span class="badge badge-mention" title={words.list.mentioned}>
          <span aria-hidden="true">@</span>
          <span class="sr-only">{words.list.mentioned}</span>
        </span>
      </Show>
      <Show when={props.badge.unread > 0}>
        <span class="badge">
          <span aria-hidden="true">{props.badge.unread > most ? `${most}+` : props.badge.unread}</span>
          <span class="sr-only">{words.list.unread(props.badge.unread)}</span>
        </span>
      </Show>
    </span>
  )
}
