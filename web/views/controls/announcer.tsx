import { type Accessor, createEffect, createSignal, on } from 'solid-js'
import type { Seq } from '../../../protocol/ids.ts'
import type { RoomView } from '../../store/talk/room-view.ts'
import { messageWords } from '../../words/messages.ts'

/** Reads new messages of others out to a screen reader. The talk itself stays silent: its rows come and go as one scrolls. */
export function Announcer(props: { view: RoomView; isAttentive: Accessor<boolean> }) {
  const [newest, setNewest] = createSignal<Seq | null>(null)
  createEffect(
    on(props.view.head, (head, before) => {
      const entry = props.view.entry(head)
      if (!before || head <= before || !props.isAttentive()) return
      if (entry?.kind === 'message' && entry.by !== props.view.me()) setNewest(head)
    }),
  )
  return (
    <p class="sr-only" aria-live="polite">
      {said(props.view, newest())}
    </p>
  )
}

/** As it is now: what was retracted is not kept here either. */
function said(view: RoomView, seq: Seq | null): string {
  const entry = seq === null ? undefined : view.entry(seq)
  if (entry?.kind !== 'message' || entry.retracted) return ''
  const said = messageWords.room.arrived(view.member(entry.by)?.name ?? '', entry.text ?? '')
  return entry.urgent ? messageWords.message.urgent + said : said
}
