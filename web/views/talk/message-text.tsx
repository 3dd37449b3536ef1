import { createMemo, For, type JSX } from 'solid-js'
import type { MemberNo } from '../../../protocol/ids.ts'
import { type Piece, piecesOf } from '../../store/talk/links.ts'
import type { RoomView } from '../../store/talk/room-view.ts'

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
      <For each={pieces()}>{(piece) => shown(piece, props.view)}</For>
    </p>
  )
}

function shown(piece: Piece, view: RoomView): JSX.Element {
  if ('href' in piece) {
    return (
      <a href={piece.href} target={piece.href.startsWith('http') ? '_blank' : undefined} rel="noopener noreferrer">
        {piece.text}
      </a>
    )
  }
  if ('mention' in piece) {
    return (
      <span class="mention" classList={{ 'mention-me': piece.mention === view.me() }}>
        {piece.text}
      </span>
    )
  }
  return piece.text
}
