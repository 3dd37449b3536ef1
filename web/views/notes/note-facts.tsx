import { createEffect, createMemo, createSignal, on, Show } from 'solid-js'
import type { Seq } from '../../../protocol/ids.ts'
import type { NoteContent } from '../../../protocol/note.ts'
import { momentLabel } from '../../store/dates.ts'
import { isOnline } from '../../store/device/online.ts'
import { dayWords } from '../../store/notes/note-dates.ts'
import type { OpenNote } from '../../store/notes/room-notes.ts'
import { noteWords } from '../../words/notes.ts'
import { Icon } from '../controls/icon.tsx'
import { later } from '../controls/later.tsx'
import { outlines } from '../controls/outlines.ts'
import { noteOutlines } from './note-outlines.ts'
import type { NotesContext } from './notes-context.ts'

const words = noteWords.note

/** The read sheet comes with what else lies over a talk. */
const Over = later(() => import('../talk/room-overlays.tsx').then((file) => file.RoomOverlays))
const ignore = () => {}

/** Who saved a note and when, which version it is, and how many have read that. */
export function NoteFacts(props: { context: NotesContext; note: OpenNote; content: NoteContent }) {
  const { now } = props.context
  const note = () => props.note.told()?.value ?? null
  const isOnItsWay = () =>
    props.note.save()?.state === 'waiting' && props.context.device.sending.trouble() === null && isOnline()
  return (
    <div class="note-facts">
      <Show when={note()} fallback={<span>{words.unsaved}</span>}>
        {(held) => (
          <>
            <span>{[held().by.name, held().by.title].filter((part) => part !== '').join('　')}</span>
            <span>{momentLabel(held().at, now())}</span>
            <span role="status">{isOnItsWay() ? words.sending : words.version(held().version)}</span>
            <Show when={held().seq}>{(seq) => <Readers context={props.context} seq={seq()} />}</Show>
          </>
        )}
      </Show>
      <Show when={props.content.pinned}>
        <span class="note-sign">
          <Icon outline={outlines.pin} />
          {noteWords.list.pinned}
        </span>
      </Show>
      <Show when={props.content.offline}>
        <span class="note-sign">
          <Icon outline={noteOutlines.offline} />
          {noteWords.list.offline}
        </span>
      </Show>
      <Show when={props.content.archiveOn}>{(day) => <span>{words.until(dayWords(day()))}</span>}</Show>
    </div>
  )
}

/** How many have read the entry that told of this version; the sheet says who has not, and who knows only an old one. */
function Readers(props: { context: NotesContext; seq: Seq }) {
  const { session, navigation, now } = props.context
  const { view } = session
  const [isOpen, setIsOpen] = createSignal(false)
  // An entry from long ago is fetched for its count.
  const isMissing = createMemo(
    () => view.facts() !== null && session.connection()?.state === 'open' && view.entry(props.seq) === undefined,
  )
  // Asking changes the connection, which must not ask again.
  createEffect(on(isMissing, (isAway) => isAway && session.askPage({ before: props.seq + 1, limit: 1 })))
  const count = () => view.readCount(props.seq)
  return (
    <>
      <button type="button" class="note-readers" aria-label={words.readOpen(count())} onClick={() => setIsOpen(true)}>
        {words.read(count())}
      </button>
      <Show when={isOpen()}>
        <Over
          over={{ what: 'readers', seq: props.seq }}
          onClose={() => setIsOpen(false)}
          {...{ session, navigation, onOpen: ignore, onReply: ignore, onJump: ignore, say: ignore }}
          {...{ summary: null, lobby: null }}
          now={now()}
        />
      </Show>
    </>
  )
}
