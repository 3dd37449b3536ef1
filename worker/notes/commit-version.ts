import { and, eq, sql } from 'drizzle-orm'
import type { ClientId } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import type { NoteChange } from '../../protocol/note.ts'
import { errorText, runBatch } from '../directory/database.ts'
import { deliverOutbox } from '../directory/deliver.ts'
import { waitFor } from '../directory/outbox.ts'
import { contentOf, type NoteRow, type RevisionRow } from './note-rows.ts'
import { noteRevisions, notes } from './note-schema.ts'
import { noteTarget } from './note-target.ts'
import type { NotesContext } from './notes-context.ts'

/** A version to come: the note as it then is, and what the room's log is to tell of it, if anything. */
export type NextVersion = {
  note: NoteRow
  saveId: ClientId | null
  change: NoteChange | null
  isArchived: boolean | null
}

export type Outcome = 'committed' | 'outrun' | 'too_many_notes'

/**
 * Keeps the version after `note.version − 1`, in one batch: the note, the revision, and the outbox row by which the room is told. The batch fails
 * as a whole where that version is there already, or the room has its notes: `outrun` and `too_many_notes`. Nobody holds a lock.
 */
export async function commitVersion(context: NotesContext, next: NextVersion): Promise<Outcome> {
  const { db, standing, objects, now } = context
  const { note, change } = next
  const { organizationId } = standing
  if (change) await objects.lobby(organizationId).watchOutbox(organizationId)
  try {
    await runBatch(db, [
      note.version === 1 ? firstStatement(context, note) : nextStatement(context, next),
      db.insert(noteRevisions).values(revisionRow(next)),
      ...(change ? waitFor(db, organizationId, 'note', [noteTarget(note.roomId, note.id)], now) : []),
    ])
  } catch (error) {
    const text = errorText(error)
    if (!text.includes('constraint failed')) throw error
    return note.version === 1 && text.includes('NOT NULL') ? 'too_many_notes' : 'outrun'
  }
  // What fails here is repeated by the lobby.
  if (change) context.waitUntil(deliverOutbox(context, organizationId).catch(() => undefined))
  return 'committed'
}

/** Null is not allowed where the room has all the notes that it may have. */
function firstStatement({ db, roomId }: NotesContext, note: NoteRow) {
  const count = sql`(select count(*) from notes where room_id = ${roomId})`
  return db.insert(notes).values({ ...note, version: sql`case when ${count} < ${limits.maxNotes} then 1 end` })
}

/** Null is not allowed where the version that this one was made from is not the newest. */
function nextStatement({ db, roomId }: NotesContext, { note, change }: NextVersion) {
  const { id, version, order: _order, seq: _seq, ...fields } = note
  const claimed = sql`case when ${notes.version} = ${version - 1} then ${version} end`
  return db
    .update(notes)
    .set({ ...fields, version: claimed, ...(change && { seq: null }) })
    .where(and(eq(notes.roomId, roomId), eq(notes.id, id)))
}

export const revisionRow = ({ note, saveId, change, isArchived }: NextVersion): RevisionRow => ({
  ...{ roomId: note.roomId, noteId: note.id, version: note.version, saveId, at: note.at, by: note.by },
  ...{ change, isArchived, content: contentOf(note), seq: null },
})
