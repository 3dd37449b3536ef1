import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { CarriedFile } from '../../protocol/file.ts'

/** Whether a photo may be shown to everybody: not asked yet, yes, no. */
export type Consent = 'ask' | 'ok' | 'no'

/** Photos of all rooms in D1, as their rooms told of them, and what people say of them. The bytes and who may see them are the room's. */
export const photos = sqliteTable(
  'photos',
  {
    roomId: text('room_id').notNull(),
    id: text('id').notNull(),
    organizationId: text('organization_id').notNull(),
    /** The message that carries it, and by whom and when it was sent. */
    seq: integer('seq').notNull(),
    accountId: text('account_id').notNull(),
    byName: text('by_name').notNull(),
    unitName: text('unit_name').notNull(),
    storedAt: integer('stored_at').notNull(),
    file: text('file', { mode: 'json' }).$type<CarriedFile>().notNull(),
    consent: text('consent').$type<Consent>().notNull().default('ask'),
    /** Who is to be seen. */
    people: text('people').notNull().default(''),
    credit: text('credit').notNull(),
    event: text('event').notNull().default(''),
    words: text('words').notNull().default(''),
    /** All of these texts folded, for searching. */
    searched: text('searched').notNull(),
    updatedBy: text('updated_by'),
    updatedAt: integer('updated_at'),
  },
  (t) => [
    primaryKey({ columns: [t.roomId, t.id] }),
    index('photos_of_organization').on(t.organizationId, t.storedAt),
    index('photos_of_message').on(t.roomId, t.seq),
  ],
)

/** What somebody is about to download: for that person alone, for a quarter of an hour. */
export const selections = sqliteTable(
  'photo_selections',
  {
    id: text('id').primaryKey(),
    organizationId: text('organization_id').notNull(),
    accountId: text('account_id').notNull(),
    kind: text('kind').$type<'public' | 'evidence'>().notNull(),
    photos: text('photos', { mode: 'json' }).$type<{ roomId: string; id: string }[]>().notNull(),
    endsAt: integer('ends_at').notNull(),
  },
  (t) => [index('selections_by_end').on(t.endsAt)],
)
