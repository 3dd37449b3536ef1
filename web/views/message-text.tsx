import { createMemo, For, Match, Switch } from 'solid-js'
import type { MemberNo } from '../../protocol/ids.ts'
import { piecesOf } from '../store/links.ts'
import type { RoomView } from '../store/room-view.ts'

/** The text of a message: always text nodes, with links of allowed schemes and mentions picked out. */
export function MessageText(props: { text: string; mentions: readonly MemberNo[]; view: RoomView }) {
  const pieces = createMemo(() => {
    const mentioned = props.mentions.flatMap((no) => {
      const member = props.view.member(no)
      return member ? [{ no, name: member.name }] : []
    })
    return piecesOf(props.text, mentioned)
  })
  return (
    <p class="message-text">
      <For each={pieces()}>
        {(piece) => (
          <Switch fallback={piece.text}>
            <Match when={'href' in piece && piece.href}>
              {(href) => (
                <a href={href()} target={href().startsWith('http') ? '_blank' : undefined} rel="noopener noreferrer">
                  {piece.text}
                </a>
              )}
            </Match>
            <Match when={'mention' in piece}>
              <span
                class="mention"
                classList={{ 'mention-me': 'mention' in piece && piece.mention === props.view.me() }}
              >
                {piece.text}
              </span>
            </Match>
          </Switch>
        )}
      </For>
    </p>
  )
}
