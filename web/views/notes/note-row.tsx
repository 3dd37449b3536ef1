import { Show } from 'solid-js'
import type { MemberNo } from '../../../protocol/ids.ts'
import type { RoomView } from '../../store/talk/room-view.ts'
import type { NotedEntry } from '../../store/talk/rows.ts'
import { messageWords } from '../../words/messages.ts'
import { words } from '../../words/talk.ts'
import type { MessageActions } from '../talk/message-actions.ts'

/** Notes of the room have a row of their own (note-entry-row.tsx). */
export type QuietEntry = Exclude<NotedEntry, { kind: 'note' }>

/** A quiet line in the middle: who came and went, a new name, a correction of something earlier. */
export function NoteRow(props: { entry: QuietEntry; view: RoomView; actions: MessageActions }) {
  return (
    <p class="note">
      {noteWords(props.entry, props.view)}
      <Show when={props.entry.kind === 'correction' && props.entry.target}>
        {(target) => (
          <button type="button" class="text-button" onClick={() => props.actions.jump(target())}>
            {messageWords.notes.showCorrected}
          </button>
        )}
      </Show>
    </p>
  )
}

function noteWords(entry: QuietEntry, view: RoomView): string {
  const name = (no: MemberNo) => view.member(no)?.name ?? words.message.unknown
  if (entry.kind === 'renamed') return messageWords.notes.renamed(entry.name)
  if (entry.kind === 'correction') return messageWords.notes.corrected(name(entry.by))
  const names = (nos: readonly MemberNo[]) => {
    const [first = 0] = nos
    return nos.length <= 2
      ? nos.map((no) => messageWords.notes.person(name(no))).join('、')
      : messageWords.notes.several(name(first), nos.length - 1)
  }
  const parts = [
    entry.joined.length > 0 ? messageWords.notes.joined(names(entry.joined)) : '',
    entry.left.length > 0 ? messageWords.notes.left(names(entry.left)) : '',
  ]
  return parts.filter((part) => part !== '').join('、')
}
