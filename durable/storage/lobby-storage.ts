import type { LobbyRoom } from '../../core/lobby-state.ts'
import type { Id } from '../../protocol/ids.ts'
import { hasSchema, runSchemaSteps, type SchemaStep } from './schema-steps.ts'

const lobbySchema: readonly SchemaStep[] = [
  {
    id: '1-rooms',
    sql: `
      CREATE TABLE room (id TEXT PRIMARY KEY, report TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE watch (one INTEGER PRIMARY KEY CHECK (one = 1), organization_id TEXT NOT NULL);
    `,
  },
]

/** What a lobby was told, one row a room. Writes nothing until the first report. */
export class LobbyStorage {
  readonly #sql: SqlStorage
  #isReady = false

  constructor(storage: DurableObjectStorage) {
    this.#sql = storage.sql
  }

  load(): LobbyRoom[] {
    if (!hasSchema(this.#sql)) return []
    this.#prepare()
    const rows = this.#sql.exec<{ report: string }>('SELECT report FROM room').toArray()
    return rows.map((row) => JSON.parse(row.report) as LobbyRoom)
  }

  put(room: LobbyRoom): void {
    this.#prepare()
    this.#sql.exec('INSERT OR REPLACE INTO room (id, report) VALUES (?, ?)', room.roomId, JSON.stringify(room))
  }

  /** The organization whose undelivered directory changes are being looked for, or null. */
  watched(): Id | null {
    if (!hasSchema(this.#sql)) return null
    return (
      this.#sql.exec<{ organization_id: string }>('SELECT organization_id FROM watch').toArray()[0]?.organization_id ??
      null
    )
  }

  watch(organizationId: Id | null): void {
    this.#prepare()
    if (organizationId === null) this.#sql.exec('DELETE FROM watch')
    else this.#sql.exec('INSERT OR REPLACE INTO watch (one, organization_id) VALUES (1, ?)', organizationId)
  }

  #prepare(): void {
    if (this.#isReady) return
    runSchemaSteps(this.#sql, lobbySchema, 0)
    this.#isReady = true
  }
}
