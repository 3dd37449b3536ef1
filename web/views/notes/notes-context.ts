import type { EpochMs } from '../../../protocol/ids.ts'
import type { NotesDevice } from '../../offline/notes-device.ts'
import type { Navigation } from '../../store/navigation.ts'
import type { NotePlace } from '../../store/notes/note-place.ts'
import type { RoomNotes } from '../../store/notes/room-notes.ts'
import type { Place } from '../../store/place.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import type { Api } from '../../transport/api.ts'

/** What every page of a room's notes needs. */
export type NotesContext = {
  session: RoomSession
  navigation: Navigation
  device: NotesDevice
  notes: RoomNotes
  api: Api
  /** By the minute. */
  now: () => EpochMs
  placeOf: (place: NotePlace) => Place
}
