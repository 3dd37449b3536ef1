import type { Seq } from '../../../protocol/ids.ts'
import type { RoomView } from '../../store/talk/room-view.ts'
import { words } from '../../words/talk.ts'

/** Who wrote a message, for a quote of it. */
export function authorName(view: RoomView, seq: Seq): string {
  const entry = view.entry(seq)
  if (!entry) return ''
  return entry.by === view.me() ? words.message.you : (view.member(entry.by)?.name ?? words.message.unknown)
}

/** One line of a message, for a quote or a pin. */
export function excerptOf(view: RoomView, seq: Seq): string {
  const entry = view.entry(seq)
  if (entry?.kind === 'note') return entry.title
  if (entry?.kind !== 'message') return words.quote.older
  return entry.retracted ? words.message.retracted : (entry.text ?? '').replace(/\s+/g, ' ').slice(0, 120)
}
