import { createHash, createHmac } from 'node:crypto'
import { and, count, eq, inArray, lt, sql, sum } from 'drizzle-orm'
import { readNoteLinks } from '../../core/note-text.ts'
import type { ClientId, EpochMs } from '../../protocol/ids.ts'
import { japanTime } from '../../protocol/japan.ts'
import type { NoteOpens } from '../../protocol/note.ts'
import { ok, type Result, refuse } from '../../protocol/result.ts'
import { type Database, runBatch, type Statement } from '../directory/database.ts'
import { noteLinkMarks as marks, noteLinkMonths as months } from './note-schema.ts'
import type { NotesContext } from './notes-context.ts'
import { findNote } from './read-notes.ts'

/**
 * Counts that somebody opened a link of a list: once for each person, link and day. An address that is not in the newest version counts nothing. `secret`
 * makes a mark of the person that is good for this link and month, so that no name is kept.
 */
export async function countOpen(
  context: NotesContext,
  id: ClientId,
  url: string,
  secret: string,
): Promise<Result<null>> {
  const { db, roomId, standing, now } = context
  if (!(await linksOf(context, id))?.includes(url)) return refuse('not_found')
  const { month, day } = dateIn(now)
  const link = linkHash(url)
  const said = ['note link', month, roomId, id, link, standing.author.accountId].join(' ')
  const mark = createHmac('sha256', secret).update(said).digest('base64url').slice(0, markLetters)
  await runBatch(db, [
    ...endOfMonths(db, month),
    db
      .insert(marks)
      .values({ month, roomId, noteId: id, link, mark, day, days: 1 })
      .onConflictDoUpdate({
        target: [marks.month, marks.roomId, marks.noteId, marks.link, marks.mark],
        set: { day: sql`excluded.day`, days: sql`${marks.days} + 1` },
        setWhere: sql`${marks.day} < excluded.day`,
      }),
  ])
  return ok(null)
}

/** How many opened each link of the newest version, this month and the last; for those who may write the note. */
export async function readOpens(context: NotesContext, id: ClientId): Promise<Result<NoteOpens>> {
  const { db, roomId, standing, now } = context
  const urls = await linksOf(context, id)
  if (urls === null) return refuse('not_found')
  if (!standing.mayWrite) return refuse('not_allowed')
  if (urls.length === 0) return ok({ links: [] })
  const { month } = dateIn(now)
  const [before, rows, past] = [monthBefore(month, 1), ...(await counted(db, { month, roomId, id }))]
  const links = urls.map((url) => {
    const of = <T extends { link: string; month: string }>(all: T[], wanted: string) =>
      all.find((row) => row.link === linkHash(url) && row.month === wanted)
    const last = of(rows, before) ?? of(past, before)
    return { url, month: numbers(of(rows, month)), last: numbers(last) }
  })
  return ok({ links })
}

type Counted = { people: number; times: number | string | null }
const numbers = (row: Counted | undefined) => ({ people: row?.people ?? 0, times: Number(row?.times ?? 0) })

function counted(db: Database, { month, roomId, id }: { month: string; roomId: string; id: ClientId }) {
  const wanted = [month, monthBefore(month, 1)]
  return db.batch([
    db
      .select({ month: marks.month, link: marks.link, people: count(), times: sum(marks.days) })
      .from(marks)
      .where(and(inArray(marks.month, wanted), eq(marks.roomId, roomId), eq(marks.noteId, id)))
      .groupBy(marks.month, marks.link),
    db
      .select({ month: months.month, link: months.link, people: months.people, times: months.times })
      .from(months)
      .where(and(inArray(months.month, wanted), eq(months.roomId, roomId), eq(months.noteId, id))),
  ])
}

/** Of months that are over numbers are left, and of those the newest ones. Finds nothing to do but at the first opening of a month. */
function endOfMonths(db: Database, month: string): Statement[] {
  const over = lt(marks.month, month)
  const { roomId, noteId, link } = marks
  return [
    db
      .insert(months)
      .select(
        db
          .select({
            ...{ month: marks.month, roomId, noteId, link },
            people: sql<number>`count(*)`.as('people'),
            times: sql<number>`sum(${marks.days})`.as('times'),
          })
          .from(marks)
          .where(over)
          .groupBy(marks.month, roomId, noteId, link),
      )
      .onConflictDoUpdate({
        target: [months.month, months.roomId, months.noteId, months.link],
        set: { people: sql`${months.people} + excluded.people`, times: sql`${months.times} + excluded.times` },
      }),
    db.delete(marks).where(over),
    db.delete(months).where(lt(months.month, monthBefore(month, keptMonths))),
  ]
}

/** Addresses of a list of links, as its newest version has them; none of any other note, null where there is no note. */
async function linksOf(context: NotesContext, id: ClientId): Promise<string[] | null> {
  const note = await findNote(context, id)
  if (note === null) return null
  return note.kind === 'links' ? [...new Set(readNoteLinks(note.body).map(({ url }) => url))] : []
}

const linkHash = (url: string): string => createHash('sha256').update(url).digest('base64url').slice(0, markLetters)

/** So many months that are over are kept as numbers. */
const keptMonths = 13

/** 132 bits: no two are the same by chance. */
const markLetters = 22

/** In Japan. */
function dateIn(now: EpochMs): { month: string; day: number } {
  const date = japanTime(now)
  return { month: date.slice(0, 7), day: Number(date.slice(8, 10)) }
}

function monthBefore(month: string, by: number): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 - by)).toISOString().slice(0, 7)
}
