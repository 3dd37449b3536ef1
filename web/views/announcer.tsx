import { type Accessor, createEffect, createSignal, on } from 'solid-js'
import type { RoomView } from '../store/room-view.ts'
import { words } from '../words/talk.ts'

/** Reads new messages of others out to a screen reader. The talk itself stays silent: its rows come and go as one scrolls. */
export function Announcer(props: { view: RoomView; isAttentive: Accessor<boolean> }) {
  const [said, setSaid] = createSignal('')
  createEffect(
    on(props.view.head, (head, before) => {
      const entry = props.view.entry(head)
      if (!before || head <= before || !props.isAttentive() || entry?.kind !== 'message') return
      if (entry.by === props.view.me() || entry.retracted) return
      setSaid(words.room.arrived(props.view.member(entry.by)?.name ?? '', entry.text ?? ''))
    }),
  )
  return (
    <p class="sr-only" aria-live="polite">
      {said()}
    </p>
  )
}
