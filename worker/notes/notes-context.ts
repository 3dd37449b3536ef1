import type { NoteStanding } from '../../protocol/bindings.ts'
import type { Id } from '../../protocol/ids.ts'
import type { DirectoryContext } from '../directory/context.ts'

/** What work on the notes of one room goes by: the directory, the room, and who asks, by the room's own word. */
export type NotesContext = Pick<DirectoryContext, 'db' | 'objects' | 'now' | 'waitUntil'> & {
  roomId: Id
  standing: NoteStanding
}
