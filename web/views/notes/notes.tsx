import { Match, Switch } from 'solid-js'
import { notesDeviceOf } from '../../offline/notes-device.ts'
import { type NotePlace, noteItemOf, notePlaceOf } from '../../store/notes/note-place.ts'
import { bringNoteFiles } from '../../store/notes/note-uploading.ts'
import { createRoomNotes } from '../../store/notes/room-notes.ts'
import '../../style/notes.css'
import type { RoomPageProps } from '../talk/room-page.tsx'
import { NoteEditor } from './note-editor.tsx'
import { NoteHistory } from './note-history.tsx'
import { NotePage } from './note-page.tsx'
import type { NotesContext } from './notes-context.ts'
import { NotesList } from './notes-list.tsx'

/** The notes of a room: their list, one of them, and where one is written. */
export function Notes(props: RoomPageProps) {
  const { session, navigation, api } = props
  const device = notesDeviceOf(session.store, api)
  bringNoteFiles(device, session.parts)
  const notes = createRoomNotes({ session, device, now: () => Date.now() })
  const context: NotesContext = {
    ...{ session, navigation, device, notes, api },
    now: () => props.now,
    placeOf: (place) => ({ at: 'room-page', roomId: session.roomId, page: 'notes', item: noteItemOf(place) }),
  }
  const place = () => notePlaceOf(props.place.item)
  const noteId = (at: NotePlace['at']) => {
    const now = place()
    return now.at === at && 'noteId' in now ? now.noteId : null
  }
  return (
    <Switch>
      <Match when={place().at === 'list' || place().at === 'archived'}>
        <NotesList context={context} isArchive={place().at === 'archived'} />
      </Match>
      <Match when={noteId('note')} keyed>
        {(id) => <NotePage context={context} noteId={id} />}
      </Match>
      <Match when={noteId('edit')} keyed>
        {(id) => <NoteEditor context={context} noteId={id} />}
      </Match>
      <Match when={noteId('history')} keyed>
        {(id) => <NoteHistory context={context} noteId={id} />}
      </Match>
    </Switch>
  )
}
