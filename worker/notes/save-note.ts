import { and, eq, inArray, sql } from 'drizzle-orm'
import { differsInTicksOnly } from '../../core/note-text.ts'
import type { CarriedFile } from '../../protocol/file.ts'
import type { ClientId } from '../../protocol/ids.ts'
import { type Note, noteProblem, type SaveNote } from '../../protocol/note.ts'
import { ok, type Result, refuse } from '../../protocol/result.ts'
import { listed } from '../directory/database.ts'
import { commitVersion } from './commit-version.ts'
import { contentOf, holdsSame, type NoteRow, noteAt, noteOf, type RevisionRow } from './note-rows.ts'
import { type KeptContent, noteRevisions, notes } from './note-schema.ts'
import type { NotesContext } from './notes-context.ts'
import { ofNote } from './read-notes.ts'

/**
 * Keeps a save as the next version of its note. `note_changed` where it was made from another version than the newest one: nothing is lost, and
 * whoever saved reads that first. The same save again gets the answer of the first time.
 */
export async function saveNote(context: NotesContext, id: ClientId, save: SaveNote): Promise<Result<Note>> {
  const problem = context.standing.mayWrite ? noteProblem(save.content) : 'read_only_room'
  if (problem) return refuse(problem)
  const held = await readHeld(context, id, save.id)
  if (held.saved) return again(context, held.note, held.saved, save)
  const next = await nextVersion(context, id, held.note, save)
  if (!next.ok) return next
  const note = next.value
  const outcome = await commitVersion(context, {
    ...{ note, saveId: save.id, isArchived: null },
    change: save.quiet ? null : save.base === 0 ? 'published' : 'changed',
  })
  if (outcome === 'committed') return ok(noteOf(note, context.now))
  if (outcome === 'too_many_notes') return refuse(outcome)
  const since = await readHeld(context, id, save.id)
  return since.saved ? again(context, since.note, since.saved, save) : refuse('note_changed')
}

async function readHeld({ db, roomId }: NotesContext, id: ClientId, saveId: ClientId) {
  const [noteRows, saves] = await db.batch([
    db
      .select()
      .from(notes)
      .where(and(eq(notes.roomId, roomId), eq(notes.id, id))),
    db
      .select()
      .from(noteRevisions)
      .where(and(ofNote(roomId, id), eq(noteRevisions.saveId, saveId))),
  ])
  return { note: noteRows[0] ?? null, saved: saves[0] ?? null }
}

function again(
  { standing, now }: NotesContext,
  note: NoteRow | null,
  saved: RevisionRow,
  { content, quiet }: SaveNote,
): Result<Note> {
  const isSame =
    saved.by.accountId === standing.author.accountId &&
    (saved.change === null) === (quiet === true) &&
    holdsSame(saved.content, content)
  return note && isSame ? ok(noteAt(note, saved, now)) : refuse('client_id_reused')
}

async function nextVersion(
  context: NotesContext,
  id: ClientId,
  held: NoteRow | null,
  save: SaveNote,
): Promise<Result<NoteRow>> {
  const { standing, roomId, now } = context
  const { base, content, quiet } = save
  if (base > 0 && !held) return refuse('not_found')
  if (base !== (held?.version ?? 0)) return refuse('note_changed')
  const known = [...(held?.files ?? []), ...standing.uploads]
  const missing = content.files.filter((file) => !known.some((one) => one.id === file))
  const earlier = held && missing.length > 0 ? await filesOfEarlier(context, id, missing) : []
  const files = filesOf(content.files, [...known, ...earlier])
  if (!files) return refuse('upload_unknown')
  const kept: KeptContent = { ...content, files }
  if (quiet && !(held && isTickedOnly(held, kept))) return refuse('malformed')
  const first = { createdBy: standing.author, createdAt: now, order: 0, isArchived: false, seq: null }
  return ok({
    ...{ ...first, ...held, ...kept },
    ...{ roomId, id, organizationId: standing.organizationId, version: base + 1, by: standing.author, at: now },
    ...(quiet && held ? { toldVersion: held.toldVersion } : { toldVersion: base + 1, seq: null }),
  })
}

/** Those of these files that some version of the note had: whoever chooses an earlier version again has all of it. */
async function filesOfEarlier({ db, roomId }: NotesContext, id: ClientId, files: ClientId[]): Promise<CarriedFile[]> {
  const file = sql.raw('file.value')
  const rows = await db
    .select({ file: sql<CarriedFile>`${file}`.mapWith(JSON.parse) })
    .from(sql`${noteRevisions}, json_each(${noteRevisions.content}, '$.files') as file`)
    .where(and(ofNote(roomId, id), inArray(sql`${file} ->> 'id'`, listed(files))))
    .groupBy(sql`${file} ->> 'id'`)
  return rows.map((row) => row.file)
}

/** The files that a save names, of those that the note has or had and those that the saver may send; null where one is none of them. */
function filesOf(ids: readonly ClientId[], known: readonly CarriedFile[]): CarriedFile[] | null {
  const files = ids.map((id) => known.find((file) => file.id === id))
  return files.every((file) => file !== undefined) ? files : null
}

const isTickedOnly = (held: NoteRow, kept: KeptContent): boolean =>
  JSON.stringify({ ...contentOf(held), body: '' }) === JSON.stringify({ ...contentOf(kept), body: '' }) &&
  differsInTicksOnly(held.body, kept.body)
