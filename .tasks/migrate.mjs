import { readdirSync } from 'node:fs'
import { MIGRATIONS_DIR } from './paths.mjs'

/** D1 migrations of a local town, in wrangler's own book (`d1_migrations`), so that its commands agree with us. */

/** @typedef {{ prepare(sql: string): any, batch(statements: any[]): Promise<unknown> }} Database a D1 binding, from Node */

const BOOK = `CREATE TABLE IF NOT EXISTS d1_migrations (
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)`

/** @returns {string[]} the names of all migrations, in order */
export const migrationNames = (dir = MIGRATIONS_DIR) =>
  readdirSync(dir)
    .filter((name) => name.endsWith('.sql'))
    .sort()

/**
 * Applies what is new, each migration whole or not at all.
 * @param {Database} db
 * @param {string} [dir]
 * @returns {Promise<string[]>} the names applied now
 */
export async function applyMigrations(db, dir = MIGRATIONS_DIR) {
  await db.prepare(BOOK).run()
  const { results } = await db.prepare('SELECT name FROM d1_migrations').all()
  const applied = new Set(results.map((/** @type {{ name: string }} */ row) => row.name))
  const pending = migrationNames(dir).filter((name) => !applied.has(name))
  if (pending.length === 0) return []

  // Loaded late: it is large, and most starts have nothing to apply. Triggers hold semicolons, so splitting is its job.
  const { readD1Migrations } = await import('@cloudflare/vitest-plugin')
  for (const { name, queries } of await readD1Migrations(dir)) {
    if (!pending.includes(name)) continue
    const noted = db.prepare('INSERT INTO d1_migrations (name) VALUES (?)').bind(name)
    await db.batch([...queries.filter(isStatement).map((query) => db.prepare(query)), noted])
  }
  return pending
}

/** A migration may be all comments; D1 refuses to prepare nothing. @param {string} query */
const isStatement = (query) => query.replace(/--.*$/gm, '').trim() !== ''
