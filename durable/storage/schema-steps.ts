/** One step of a Durable Object's own SQLite schema. Steps are only ever added at the end; one that ran is never edited. */
export type SchemaStep = { id: string; sql: string }

/**
 * Brings the schema up to date and notes each step. Throws when the steps that ran are not the beginning of the list:
 * then this code does not know the data, and must not touch it.
 */
export function runSchemaSteps(sql: SqlStorage, steps: readonly SchemaStep[], now: number): void {
  sql.exec(
    'CREATE TABLE IF NOT EXISTS schema_step (id TEXT PRIMARY KEY, position INTEGER, ran_at INTEGER) WITHOUT ROWID',
  )
  const ran = sql.exec<{ id: string }>('SELECT id FROM schema_step ORDER BY position').toArray()
  ran.forEach(({ id }, position) => {
    if (steps[position]?.id !== id)
      throw new Error(`schema step ${position} is ${id} in storage and ${steps[position]?.id} in code`)
  })
  steps.slice(ran.length).forEach((step, i) => {
    sql.exec(step.sql)
    sql.exec('INSERT INTO schema_step (id, position, ran_at) VALUES (?, ?, ?)', step.id, ran.length + i, now)
  })
}

/** Whether any step ever ran here; asks without writing. */
export function hasSchema(sql: SqlStorage): boolean {
  return sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'schema_step'").toArray().length > 0
}
