import { and, desc, eq, gte, lt, lte, type SQL, sql } from 'drizzle-orm'
import * as v from 'valibot'
import { folded } from '../../core/folded.ts'
import { Id } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import { Consent, type StockPage, type StockPhoto } from '../../protocol/stock.ts'
import { photos } from './photo-schema.ts'
import type { RoomsWord } from './rooms-word.ts'
import { type Looker, seenPhotos } from './seen-photos.ts'

const digits = v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number))

/** What of the stock is asked for. */
export const StockQuery = v.strictObject({
  words: v.optional(v.pipe(v.string(), v.maxLength(limits.maxPhotoWords))),
  consent: v.optional(Consent),
  unit: v.optional(v.pipe(v.string(), v.maxLength(limits.maxPhotoWords))),
  room: v.optional(Id),
  /** Sent at this time or later, and before that. */
  from: v.optional(digits),
  to: v.optional(digits),
  /** `next` of the page before. */
  before: v.optional(v.pipe(v.string(), v.regex(/^\d{1,15}\.[\da-f-]{36}\.[\da-f]{32}$/))),
})
export type StockQuery = v.InferOutput<typeof StockQuery>

/** A page of the photos that somebody may see, newest first. What a room does not confirm is not shown, whatever the directory says. */
export async function listPhotos(looker: Looker, word: RoomsWord, query: StockQuery): Promise<StockPage> {
  const rows = await listedPhotos(looker, query)
  const page = rows.slice(0, limits.stockPage)
  const rights = await word(page.map(({ photo }) => photo.roomId))
  const last = rows.length > page.length ? page.at(-1)?.photo : undefined
  return {
    photos: page.flatMap(({ photo, roomName }): StockPhoto[] => {
      const right = rights.get(photo.roomId)
      if (right === undefined) return []
      const { roomId, id, seq, storedAt, file, consent, people, credit, event, words } = photo
      const said = { consent, people, credit, event, words }
      return [
        {
          roomId,
          id,
          roomName,
          seq,
          storedAt,
          by: photo.byName,
          unit: photo.unitName,
          file,
          ...said,
          mayChange: right.mayChange,
        },
      ]
    }),
    next: last ? cursorAfter(last) : null,
  }
}

/** Where the next page goes on. Uploads of two rooms may have one id, so that the room is part of the order. */
export const cursorAfter = ({ storedAt, id, roomId }: { storedAt: number; id: string; roomId: Id }): string =>
  `${storedAt}.${id}.${roomId}`

/** One more than a page has, so that it is known whether another follows. */
export const listedPhotos = (looker: Looker, query: StockQuery) =>
  seenPhotos(looker, query.room === undefined ? 'by time' : 'by its room', ...conditions(query))
    .orderBy(desc(photos.storedAt), desc(photos.id), desc(photos.roomId))
    .limit(limits.stockPage + 1)

function conditions({ words = '', consent, unit, room, from, to, before }: StockQuery): (SQL | undefined)[] {
  return [
    ...folded(words)
      .split(' ')
      .filter(Boolean)
      .map((word) => sql`instr(${photos.searched}, ${word}) > 0`),
    consent && eq(photos.consent, consent),
    unit && eq(photos.unitName, unit),
    room && eq(photos.roomId, room),
    from === undefined ? undefined : gte(photos.storedAt, from),
    to === undefined ? undefined : lt(photos.storedAt, to),
    before === undefined ? undefined : isBefore(before),
  ].map((condition) => condition || undefined)
}

function isBefore(cursor: string): SQL | undefined {
  const [at = '0', id = '', roomId = ''] = cursor.split('.')
  // The first says the same as the second: by it SQLite begins in the middle of its index.
  return and(
    lte(photos.storedAt, Number(at)),
    sql`(${photos.storedAt}, ${photos.id}, ${photos.roomId}) < (${Number(at)}, ${id}, ${roomId})`,
  )
}
