import { and, eq, inArray } from 'drizzle-orm'
import { folded } from '../../core/folded.ts'
import type { PhotosTold } from '../../protocol/bindings.ts'
import { type Database, insertMissing, runBatch } from '../directory/database.ts'
import { photos } from './photo-schema.ts'

/** Takes over what a room says of its photos. What people have said of a photo since stays. */
export async function recordPhotos(
  db: Database,
  { roomId, organizationId, photos: told, without }: PhotosTold,
): Promise<void> {
  const rows = told.map(({ file, unitName, ...photo }) => ({
    ...{ roomId, id: file.id, organizationId, ...photo, unitName, file, credit: unitName },
    searched: folded([file.name, photo.byName, unitName].join(' ')),
  }))
  await runBatch(db, [
    ...insertMissing(db, photos, rows),
    ...(without.length > 0
      ? [db.delete(photos).where(and(eq(photos.roomId, roomId), inArray(photos.seq, without)))]
      : []),
  ])
}
