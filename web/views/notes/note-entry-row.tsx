import { Show } from 'solid-js'
import type { NoteEntry } from '../../../protocol/entry.ts'
import { timeOfDay } from '../../store/dates.ts'
import type { RoomView } from '../../store/talk/room-view.ts'
import '../../style/note-entry.css'
import { messageWords } from '../../words/messages.ts'
import { noteEntryWords as words } from '../../words/note-entries.ts'
import { words as talkWords } from '../../words/talk.ts'
import type { MessageActions } from '../talk/message-actions.ts'

/** A note was published or changed: unread and read like a message, and one press away. */
export function NoteEntryRow(props: { entry: NoteEntry; view: RoomView; actions: MessageActions }) {
  const { view } = props
  const author = () => view.member(props.entry.by)?.name ?? talkWords.message.unknown
  const what = () => {
    const { change, by } = props.entry
    return change === 'archived' && by === 0 ? words.archivedByItself : words[change](author())
  }
  const count = () => view.readCount(props.entry.seq)
  return (
    <div class="note-entry">
      <p class="note-entry-what">{what()}</p>
      <p class="note-entry-title">{props.entry.title}</p>
      <Show when={props.entry.supersededBy !== undefined && props.entry.change !== 'archived'}>
        <p class="note-entry-what">{words.newer}</p>
      </Show>
      <div class="note-entry-foot">
        <button
          type="button"
          class="small-button note-entry-read"
          aria-label={words.readTitle(props.entry.title)}
          onClick={() => props.actions.openNote(props.entry.note)}
        >
          {words.read}
        </button>
        <Show when={count() > 0}>
          <button
            type="button"
            class="read-count"
            aria-label={messageWords.message.readOpen(count())}
            onClick={() => props.actions.openReaders(props.entry.seq)}
          >
            {messageWords.message.read(count())}
          </button>
        </Show>
        <time datetime={new Date(props.entry.storedAt).toISOString()}>{timeOfDay(props.entry.storedAt)}</time>
      </div>
    </div>
  )
}
