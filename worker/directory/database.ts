import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import { limits } from '../../protocol/limits.ts'

export type Database = DrizzleD1Database

/** One statement of a batch. */
export type Statement = BatchItem<'sqlite'>

export const openDatabase = (binding: D1Database): Database => drizzle(binding)

/** Runs the statements as one transaction: all of them or, when one fails, none. */
export async function runBatch(db: Database, statements: Statement[]): Promise<void> {
  const [first, ...rest] = statements
  if (first) await db.batch([first, ...rest])
}

/** The words of an error and of its causes: D1 names the constraint that failed there, and nowhere else. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return `${error.message}\n${error.cause === undefined ? '' : errorText(error.cause)}`
}

/** Inserts of many rows, in as many statements as D1's bound parameters ask for; a row that is there already stays as it is. */
export function insertMissing<T extends SQLiteTable>(db: Database, table: T, rows: T['$inferInsert'][]): Statement[] {
  const most = Math.floor(limits.maxBoundParameters / Object.keys(getTableColumns(table)).length)
  const statements: Statement[] = []
  for (let i = 0; i < rows.length; i += most) {
    statements.push(
      db
        .insert(table)
        .values(rows.slice(i, i + most))
        .onConflictDoNothing(),
    )
  }
  return statements
}

/** A list of texts as one bound parameter, for `in`: D1 binds at most 100. */
export const listed = (values: readonly string[]): SQL => sql`(select value from json_each(${JSON.stringify(values)}))`
