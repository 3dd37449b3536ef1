import { and, eq, sql } from 'drizzle-orm'
import { folded } from '../../core/folded.ts'
import type { EpochMs } from '../../protocol/ids.ts'
import { ok, type Result, refuse } from '../../protocol/result.ts'
import type { PhotoFacts, PhotoName } from '../../protocol/stock.ts'
import { photos } from './photo-schema.ts'
import type { RoomsWord } from './rooms-word.ts'
import { type Looker, photoKey, type SeenPhoto, seenPhotos } from './seen-photos.ts'

/** So often a photo of which somebody else says something at the same time is looked at anew. */
const mostLooks = 10

/** Says the same of some photos, of all or of none. A photo that is not to be seen and one that is not there are one. */
export async function changePhotos(
  looker: Looker,
  word: RoomsWord,
  { photos: named, set }: { photos: PhotoName[]; set: PhotoFacts },
  now: EpochMs,
): Promise<Result<null>> {
  for (let look = 1; look <= mostLooks; look += 1) {
    const seen = await findPhotos(looker, named)
    const rights = await word(seen.map(({ roomId }) => roomId))
    const isAll = named.every(
      ({ roomId, id }) => rights.has(roomId) && seen.some((photo) => photo.id === id && photo.roomId === roomId),
    )
    if (!isAll) return refuse('not_found')
    if (seen.some(({ roomId }) => !rights.get(roomId)?.mayChange)) return refuse('not_allowed')
    if (await isSaid(looker, seen, set, now)) return ok(null)
  }
  throw new Error('others say something of these photos again and again')
}

/** Whether all of them were still as they had been seen: what is searched is made of what each says, old and new. Saying it again changes nothing. */
async function isSaid({ db, accountId }: Looker, seen: SeenPhoto[], set: PhotoFacts, now: EpochMs): Promise<boolean> {
  const [first, ...rest] = seen.map((photo) => {
    const next = { ...photo, ...set }
    const texts = [photo.file.name, photo.byName, photo.unitName, next.people, next.credit, next.event, next.words]
    return db
      .update(photos)
      .set({ ...set, searched: folded(texts.join(' ')), updatedBy: accountId, updatedAt: now })
      .where(and(eq(photos.roomId, photo.roomId), eq(photos.id, photo.id), eq(photos.searched, photo.searched)))
  })
  const told = first ? await db.batch([first, ...rest]) : []
  return told.every(({ meta }) => meta.changes > 0)
}

/** Those of the named ones that may be seen, in the order of their names; read in one statement, however many they are. */
export async function findPhotos(looker: Looker, named: readonly PhotoName[]): Promise<SeenPhoto[]> {
  const rows = await namedPhotos(looker, named)
  const found = new Map(rows.map(({ photo, roomName }) => [photoKey(photo), { ...photo, roomName }]))
  return named.flatMap((name) => found.get(photoKey(name)) ?? [])
}

/** By their keys, and so as many rows as are named, whatever the organization has. */
export const namedPhotos = (looker: Looker, named: readonly PhotoName[]) => {
  const keys = JSON.stringify(named.map(({ roomId, id }) => [roomId, id]))
  const isNamed = sql`(${photos.roomId}, ${photos.id}) in (select value ->> 0, value ->> 1 from json_each(${keys}))`
  return seenPhotos(looker, 'by its room', isNamed)
}
