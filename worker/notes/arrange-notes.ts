import { and, count, eq, inArray, sql } from 'drizzle-orm'
import type { ClientId } from '../../protocol/ids.ts'
import { isArchivedOn } from '../../protocol/note.ts'
import { ok, type Result, refuse } from '../../protocol/result.ts'
import { listed } from '../directory/database.ts'
import { commitVersion } from './commit-version.ts'
import { isArchivedNow } from './note-rows.ts'
import { notes } from './note-schema.ts'
import type { NotesContext } from './notes-context.ts'
import { findNote } from './read-notes.ts'

/** Puts the room's notes into this order; those not named come after them, as they stood among themselves. */
export async function orderNotes({ db, roomId, standing }: NotesContext, ids: ClientId[]): Promise<Result<null>> {
  if (!standing.mayWrite) return refuse('read_only_room')
  const named = [...new Set(ids)]
  const [row] = await db
    .select({ known: count() })
    .from(notes)
    .where(and(eq(notes.roomId, roomId), inArray(notes.id, listed(named))))
  if (row?.known !== named.length) return refuse('not_found')
  const place = sql`(select key + 1 from json_each(${JSON.stringify(named)}) where value = ${notes.id})`
  const order = sql`coalesce(${place}, ${notes.order} + ${named.length + 1})`
  await db.update(notes).set({ order }).where(eq(notes.roomId, roomId))
  return ok(null)
}

/** How often archiving is tried anew when a save came first. */
const mostTries = 5

/** Puts a note away or brings it back, as a version of its own with the same content; one that is so already stays as it is. */
export async function archiveNote(context: NotesContext, id: ClientId, archived: boolean): Promise<Result<null>> {
  const { standing, now } = context
  if (!standing.mayWrite) return refuse('read_only_room')
  for (let tries = 0; tries < mostTries; tries += 1) {
    const held = await findNote(context, id)
    if (!held) return refuse('not_found')
    if (isArchivedNow(held, now) === archived) return ok(null)
    const version = held.version + 1
    const note = {
      ...{ ...held, version, by: standing.author, at: now, toldVersion: version, seq: null, isArchived: archived },
      // A day that is past would put it away again.
      archiveOn: isArchivedOn(held.archiveOn, now) ? null : held.archiveOn,
    }
    const change = archived ? 'archived' : 'published'
    const outcome = await commitVersion(context, { note, saveId: null, change, isArchived: archived })
    if (outcome === 'committed') return ok(null)
  }
  return refuse('note_changed')
}
