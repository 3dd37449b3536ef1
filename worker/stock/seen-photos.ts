import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import type { Id } from '../../protocol/ids.ts'
import type { PhotoName } from '../../protocol/stock.ts'
import type { Database } from '../directory/database.ts'
import { roomMembers, rooms } from '../directory/schema.ts'
import { photos } from './photo-schema.ts'

/** Whoever looks at the stock of an organization. */
export type Looker = { db: Database; organizationId: Id; accountId: Id }

export type SeenPhoto = typeof photos.$inferSelect & { roomName: string }

/**
 * Photos of the rooms in which somebody is, as the directory knows it; and no others, whatever is asked for. Found by their rooms, or
 * by the time in their organization: SQLite would always go by the organization, through everything that it has; a plus before the column forbids it that.
 */
export const seenPhotos = (
  { db, organizationId, accountId }: Looker,
  found: 'by its room' | 'by time',
  ...where: (SQL | undefined)[]
) =>
  db
    .select({ photo: photos, roomName: rooms.name })
    .from(photos)
    .innerJoin(rooms, and(eq(rooms.id, photos.roomId), isNull(rooms.archivedAt)))
    .innerJoin(roomMembers, and(eq(roomMembers.roomId, photos.roomId), eq(roomMembers.accountId, accountId)))
    .where(
      and(
        found === 'by time'
          ? eq(photos.organizationId, organizationId)
          : sql`+${photos.organizationId} = ${organizationId}`,
        ...where,
      ),
    )
    .$dynamic()

/** An upload's id means something in its room alone. */
export const photoKey = ({ roomId, id }: PhotoName): string => `${roomId}.${id}`
