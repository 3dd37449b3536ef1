import { and, asc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import { grouped } from '../../core/directory/grouped.ts'
import type { NoteTold } from '../../protocol/bindings.ts'
import type { ClientId, Id, Revision, Seq } from '../../protocol/ids.ts'
import type { NoteChange } from '../../protocol/note.ts'
import { type Database, listed, type Statement } from '../directory/database.ts'
import { newestRevision } from '../directory/snapshot.ts'
import type { RevisionRow } from './note-rows.ts'
import { noteRevisions, notes } from './note-schema.ts'
import { noteTarget } from './note-target.ts'

/** What the room's log does not tell yet of one note: its versions, oldest first. */
export type UntoldNote = { roomId: Id; noteId: ClientId; versions: RevisionRow[] }

export const untoldTarget = ({ roomId, noteId }: UntoldNote): string => noteTarget(roomId, noteId)

/** The versions of these notes that their rooms' logs do not tell yet, as at one moment. */
export async function readUntold(
  db: Database,
  targets: string[],
): Promise<{ revision: Revision; untold: UntoldNote[] }> {
  const target = sql`${noteRevisions.roomId} || '/' || ${noteRevisions.noteId}`
  const [rows, newest] = await db.batch([
    db
      .select()
      .from(noteRevisions)
      .where(and(isNull(noteRevisions.seq), isNotNull(noteRevisions.change), inArray(target, listed(targets))))
      .orderBy(asc(noteRevisions.version)),
    newestRevision(db),
  ])
  const untold = [...grouped(rows, ({ roomId, noteId }) => noteTarget(roomId, noteId)).values()]
  return {
    revision: newest[0]?.revision ?? 0,
    untold: untold.flatMap((versions) => {
      const [first] = versions
      return first ? [{ roomId: first.roomId, noteId: first.noteId, versions }] : []
    }),
  }
}

export const toldOf = ({ noteId, version, change, by, content }: RevisionRow): NoteTold => ({
  ...{ note: noteId, noteKind: content.kind, title: content.title, version, files: content.files },
  ...{ change: change as NoteChange, by: by.accountId },
})

/** Notes where the room's log tells of a version; the note itself has it unless a later version is to be told. */
export function tellsAt(db: Database, { roomId, noteId, version }: RevisionRow, seq: Seq): Statement[] {
  const { roomId: room, noteId: note, version: numbered } = noteRevisions
  return [
    db
      .update(noteRevisions)
      .set({ seq })
      .where(and(eq(room, roomId), eq(note, noteId), eq(numbered, version))),
    db
      .update(notes)
      .set({ seq })
      .where(and(eq(notes.roomId, roomId), eq(notes.id, noteId), eq(notes.toldVersion, version))),
  ]
}
