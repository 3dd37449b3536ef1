import { sql } from 'drizzle-orm'
import { foreignKey, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { CarriedFile } from '../../protocol/file.ts'
import type { NoteAuthor, NoteChange, NoteContent, NoteKind } from '../../protocol/note.ts'
import { rooms } from '../directory/schema.ts'

/** Notes in D1: what each one is now, and every save that made it so. A note's id is unique in its room alone, since clients make it. */

const author = (name: string) => text(name, { mode: 'json' }).$type<NoteAuthor>().notNull()

/** The newest version of each note. */
export const notes = sqliteTable(
  'notes',
  {
    roomId: text('room_id')
      .notNull()
      .references(() => rooms.id),
    id: text('id').notNull(),
    organizationId: text('organization_id').notNull(),
    version: integer('version').notNull(),
    kind: text('kind').$type<NoteKind>().notNull(),
    title: text('title').notNull(),
    body: text('body').notNull(),
    files: text('files', { mode: 'json' }).$type<CarriedFile[]>().notNull(),
    pinned: integer('pinned', { mode: 'boolean' }).notNull(),
    offline: integer('offline', { mode: 'boolean' }).notNull(),
    archiveOn: text('archive_on'),
    /** By hand; one whose day is past is archived besides. */
    isArchived: integer('is_archived', { mode: 'boolean' }).notNull().default(false),
    order: integer('sort_order').notNull().default(0),
    by: author('by'),
    at: integer('at').notNull(),
    createdBy: author('created_by'),
    createdAt: integer('created_at').notNull(),
    /** The newest version that the room's log tells of, and where; null until the room has said where. */
    toldVersion: integer('told_version').notNull(),
    seq: integer('seq'),
  },
  (t) => [primaryKey({ columns: [t.roomId, t.id] })],
)

/** What a version holds, with its files as the room found them. */
export type KeptContent = Omit<NoteContent, 'files'> & { files: CarriedFile[] }

/** Every save, whole. Nothing here is ever changed but `seq`. */
export const noteRevisions = sqliteTable(
  'note_revisions',
  {
    roomId: text('room_id').notNull(),
    noteId: text('note_id').notNull(),
    version: integer('version').notNull(),
    /** The client's id of this save; null for what came of archiving. */
    saveId: text('save_id'),
    at: integer('at').notNull(),
    by: author('by'),
    /** What the room's log tells; null where it tells nothing, as of ticks. */
    change: text('change').$type<NoteChange>(),
    /** Whether it put the note away or brought it back; null where it did neither. */
    isArchived: integer('is_archived', { mode: 'boolean' }),
    content: text('content', { mode: 'json' }).$type<KeptContent>().notNull(),
    /** Its entry in the room's log; null until it stands there. */
    seq: integer('seq'),
  },
  (t) => [
    primaryKey({ columns: [t.roomId, t.noteId, t.version] }),
    uniqueIndex('one_revision_of_a_save').on(t.roomId, t.noteId, t.saveId),
    index('revisions_not_told').on(t.roomId, t.noteId).where(sql`seq is null and change is not null`),
    foreignKey({ columns: [t.roomId, t.noteId], foreignColumns: [notes.roomId, notes.id], name: 'revision_of_note' }),
  ],
)

/**
 * Who opened a link of a note in a month, without saying who: `mark` is good for that link and month alone, and made with a secret that is not here.
 * Gone when the month is over.
 */
export const noteLinkMarks = sqliteTable(
  'note_link_marks',
  {
    month: text('month').notNull(),
    roomId: text('room_id').notNull(),
    noteId: text('note_id').notNull(),
    /** The address, as a hash. */
    link: text('link').notNull(),
    mark: text('mark').notNull(),
    /** The last day of the month that was counted, and how many were. */
    day: integer('day').notNull(),
    days: integer('days').notNull(),
  },
  (t) => [primaryKey({ columns: [t.month, t.roomId, t.noteId, t.link, t.mark] })],
)

/** What is left of a month that is over: how many people, and on how many days of theirs. */
export const noteLinkMonths = sqliteTable(
  'note_link_months',
  {
    month: text('month').notNull(),
    roomId: text('room_id').notNull(),
    noteId: text('note_id').notNull(),
    link: text('link').notNull(),
    people: integer('people').notNull(),
    times: integer('times').notNull(),
  },
  (t) => [primaryKey({ columns: [t.month, t.roomId, t.noteId, t.link] })],
)
