import { and, asc, desc, eq, getTableColumns, sql } from 'drizzle-orm'
import type { ClientId } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import type { Note, NoteRevision, NoteSummary, NoteVersion } from '../../protocol/note.ts'
import { ok, type Result, refuse } from '../../protocol/result.ts'
import { isArchivedNow, type NoteRow, noteOf, revisionOf, summaryOf, versionOf } from './note-rows.ts'
import { noteRevisions, notes } from './note-schema.ts'
import type { NotesContext } from './notes-context.ts'

type Reading = Pick<NotesContext, 'db' | 'now' | 'roomId'>

/** So much of a body is enough for its excerpt, marks and all. */
const excerptSource = 1_000

/** The notes of the room that are current, or those in the archive: pinned ones first, then in their order, then the newest. */
export async function listNotes({ db, now, roomId }: Reading, isArchive: boolean): Promise<NoteSummary[]> {
  const rows: NoteRow[] = await db
    .select({ ...getTableColumns(notes), body: sql<string>`substr(${notes.body}, 1, ${excerptSource})` })
    .from(notes)
    .where(eq(notes.roomId, roomId))
    .orderBy(desc(notes.pinned), asc(notes.order), desc(notes.createdAt), desc(notes.id))
  return rows.filter((row) => isArchivedNow(row, now) === isArchive).map((row) => summaryOf(row, now))
}

export async function findNote({ db, roomId }: Pick<Reading, 'db' | 'roomId'>, id: ClientId): Promise<NoteRow | null> {
  const rows = await db
    .select()
    .from(notes)
    .where(and(eq(notes.roomId, roomId), eq(notes.id, id)))
  return rows[0] ?? null
}

export async function readNote(context: Reading, id: ClientId): Promise<Result<Note>> {
  const row = await findNote(context, id)
  return row ? ok(noteOf(row, context.now)) : refuse('not_found')
}

/** The newest revisions of a note, newest first. */
export async function listRevisions(
  { db, roomId }: Reading,
  id: ClientId,
): Promise<Result<{ revisions: NoteRevision[] }>> {
  const rows = await db
    .select({
      ...getTableColumns(noteRevisions),
      content: sql<{ title: string }>`json_object('title', ${noteRevisions.content} ->> 'title')`.mapWith(JSON.parse),
    })
    .from(noteRevisions)
    .where(ofNote(roomId, id))
    .orderBy(desc(noteRevisions.version))
    .limit(limits.maxListedRevisions)
  return rows.length === 0 ? refuse('not_found') : ok({ revisions: rows.map(revisionOf) })
}

export async function readRevision(
  { db, roomId }: Reading,
  id: ClientId,
  version: number,
): Promise<Result<NoteVersion>> {
  const rows = await db
    .select()
    .from(noteRevisions)
    .where(and(ofNote(roomId, id), eq(noteRevisions.version, version)))
  return rows[0] ? ok(versionOf(rows[0])) : refuse('not_found')
}

export const ofNote = (roomId: string, noteId: ClientId) =>
  and(eq(noteRevisions.roomId, roomId), eq(noteRevisions.noteId, noteId))
