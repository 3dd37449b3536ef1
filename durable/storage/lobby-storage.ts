import type { LobbyRoom } from '../../core/lobby-state.ts'
import type { Id } from '../../protocol/ids.ts'
import type { RingWhen, RoomPreference } from '../../protocol/lobby-message.ts'
import { hasSchema, runSchemaSteps, type SchemaStep } from './schema-steps.ts'

const lobbySchema: readonly SchemaStep[] = [
  {
    id: '1-rooms',
    sql: `
      CREATE TABLE room (id TEXT PRIMARY KEY, report TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE watch (one INTEGER PRIMARY KEY CHECK (one = 1), organization_id TEXT NOT NULL);
    `,
  },
  {
    id: '2-preferences',
    sql: `
      -- What a member has set for a room; who has set nothing has no row.
      CREATE TABLE preference (
        room_id TEXT NOT NULL, account_id TEXT NOT NULL, pinned INTEGER NOT NULL, muted INTEGER NOT NULL,
        PRIMARY KEY (room_id, account_id)
      ) WITHOUT ROWID;
    `,
  },
  {
    id: '3-what-a-room-rings-for',
    sql: `
      ALTER TABLE preference ADD COLUMN ring TEXT NOT NULL DEFAULT 'all';
      UPDATE preference SET ring = 'none' WHERE muted = 1;
      ALTER TABLE preference DROP COLUMN muted;
    `,
  },
]

type PreferenceRow = { room_id: string; account_id: string; pinned: number; ring: RingWhen }

/** What a lobby was told, one row a room, and what people have set for themselves. Writes nothing until the first report. */
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

  /** By room and account. */
  loadPreferences(): Map<Id, Map<Id, RoomPreference>> {
    const byRoom = new Map<Id, Map<Id, RoomPreference>>()
    if (!hasSchema(this.#sql)) return byRoom
    this.#prepare()
    const rows = this.#sql.exec<PreferenceRow>('SELECT room_id, account_id, pinned, ring FROM preference')
    for (const { room_id: roomId, account_id: accountId, pinned, ring } of rows) {
      const ofRoom = byRoom.get(roomId) ?? new Map<Id, RoomPreference>()
      byRoom.set(roomId, ofRoom.set(accountId, { pinned: pinned === 1, ring }))
    }
    return byRoom
  }

  putPreference(roomId: Id, accountId: Id, { pinned, ring }: RoomPreference): void {
    this.#prepare()
    this.#sql.exec(
      `INSERT INTO preference (room_id, account_id, pinned, ring) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET pinned = excluded.pinned, ring = excluded.ring`,
      roomId,
      accountId,
      pinned ? 1 : 0,
      ring,
    )
  }

  removePreference(roomId: Id, accountId: Id): void {
    this.#prepare()
    this.#sql.exec('DELETE FROM preference WHERE room_id = ? AND account_id = ?', roomId, accountId)
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
