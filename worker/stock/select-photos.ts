import { and, desc, eq, gt, lte, notInArray, sql } from 'drizzle-orm'
import { hasPublicCopies } from '../../core/picture/public-copy.ts'
import type { EpochMs, Id } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import { ok, type Result, refuse } from '../../protocol/result.ts'
import type { LeftOut, PhotoName, Selection, ZipKind } from '../../protocol/stock.ts'
import { newId } from '../directory/new-id.ts'
import { findPhotos } from './change-photos.ts'
import { selections } from './photo-schema.ts'
import type { RoomsWord } from './rooms-word.ts'
import { type Looker, photoKey, type SeenPhoto } from './seen-photos.ts'

/** Keeps what somebody is about to download, and says beforehand what will be left out and why. */
export async function selectPhotos(
  looker: Looker,
  word: RoomsWord,
  { photos: named, kind }: { photos: PhotoName[]; kind: ZipKind },
  now: EpochMs,
): Promise<Result<Selection>> {
  const seen = await findPhotos(looker, named)
  const rights = await word(seen.map(({ roomId }) => roomId))
  const chosen: SeenPhoto[] = []
  const leftOut: Selection['leftOut'] = []
  for (const { roomId, id } of new Map(named.map((one) => [photoKey(one), one])).values()) {
    const photo = seen.find((one) => one.id === id && one.roomId === roomId)
    const reason = photo && rights.has(roomId) ? whyNot(photo, kind, rights.get(roomId)?.mayChange === true) : 'gone'
    if (photo && reason === null) chosen.push(photo)
    else if (reason !== null) leftOut.push({ roomId, id, reason })
  }
  const bytes = chosen.reduce((sum, { file }) => sum + file.size, 0)
  if (bytes > limits.maxZipBytes) return refuse('selection_too_large')
  const selection = { id: newId(), endsAt: now + limits.selectionMs }
  const photos = chosen.map(({ roomId, id }) => ({ roomId, id }))
  const { db, organizationId, accountId } = looker
  await db.batch([
    db.delete(selections).where(lte(selections.endsAt, now)),
    db.insert(selections).values({ ...selection, organizationId, accountId, kind, photos }),
    db.delete(selections).where(and(eq(selections.accountId, accountId), notInArray(selections.id, newest(looker)))),
  ])
  return ok({ ...selection, files: chosen.length, bytes, leftOut })
}

/** Whoever chooses again and again keeps the last so many choices. */
const newest = ({ db, accountId }: Looker) =>
  db
    .select({ id: selections.id })
    .from(selections)
    .where(eq(selections.accountId, accountId))
    .orderBy(desc(selections.endsAt), desc(sql`rowid`))
    .limit(limits.maxSelections)

/** Why a photo that may be seen is not in a zip of this kind; null: it is. */
export function whyNot({ consent, file }: SeenPhoto, kind: ZipKind, mayChange: boolean): LeftOut | null {
  if (kind === 'evidence') return mayChange ? null : 'not_allowed'
  if (consent !== 'ok') return 'consent'
  return hasPublicCopies(file.type) ? null : 'no_copy'
}

/** A selection that somebody made and whose time is not over. */
export async function findSelection(
  { db, organizationId, accountId }: Looker,
  id: Id,
  now: EpochMs,
): Promise<Result<{ kind: ZipKind; photos: PhotoName[] }>> {
  const rows = await db
    .select()
    .from(selections)
    .where(
      and(
        eq(selections.id, id),
        eq(selections.organizationId, organizationId),
        eq(selections.accountId, accountId),
        gt(selections.endsAt, now),
      ),
    )
  return rows[0] ? ok(rows[0]) : refuse('not_found')
}
