import type { LobbyRoom } from '../../core/lobby-state.ts'
import type { Id } from '../../protocol/ids.ts'
import type { RingWhen, RoomPreference } from '../../protocol/lobby-message.ts'
import { hasSchema, runSchemaSteps, type SchemaStep } from './schema-steps.ts'

/** The Lobby object's own tables. */
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
  {
    id: '4-rings',
    sql: `
      -- Whether an account has a device that could be rung, as it said last.
      CREATE TABLE ringer (account_id TEXT PRIMARY KEY, version INTEGER NOT NULL, has_device INTEGER NOT NULL) WITHOUT ROWID;
      -- Something said that may have to ring, and when that is looked at next. entry: what the room said of it, as JSON.
      CREATE TABLE ring_due (
        room_id TEXT NOT NULL, seq INTEGER NOT NULL, due_at INTEGER NOT NULL, entry TEXT NOT NULL,
        PRIMARY KEY (room_id, seq)
      ) WITHOUT ROWID;
      -- Some people who are rung for one entry (or probed: seq 0). due_at: when the queue gets it again, null when all is settled.
      -- people: a JSON array of [account, state, at].
      CREATE TABLE ring_part (
        room_id TEXT NOT NULL, seq INTEGER NOT NULL, round INTEGER NOT NULL, id TEXT NOT NULL, made_at INTEGER NOT NULL,
        kept_until INTEGER NOT NULL, due_at INTEGER, tries INTEGER NOT NULL, countable INTEGER NOT NULL,
        ring TEXT NOT NULL, people TEXT NOT NULL,
        PRIMARY KEY (room_id, seq, round, id)
      ) WITHOUT ROWID;
      CREATE INDEX ring_part_waiting ON ring_part (due_at) WHERE due_at IS NOT NULL;
      -- When a room was last probed, when everybody is to be probed next ('all'), and when old parts were swept away ('swept').
      CREATE TABLE bell_time (name TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
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
    if (!this.prepareToRead()) return []
    const rows = this.#sql.exec<{ report: string }>('SELECT report FROM room').toArray()
    return rows.map((row) => JSON.parse(row.report) as LobbyRoom)
  }

  put(room: LobbyRoom): void {
    this.prepare()
    this.#sql.exec('INSERT OR REPLACE INTO room (id, report) VALUES (?, ?)', room.roomId, JSON.stringify(room))
  }

  /** By room and account. */
  loadPreferences(): Map<Id, Map<Id, RoomPreference>> {
    const byRoom = new Map<Id, Map<Id, RoomPreference>>()
    if (!this.prepareToRead()) return byRoom
    const rows = this.#sql.exec<PreferenceRow>('SELECT room_id, account_id, pinned, ring FROM preference')
    for (const { room_id: roomId, account_id: accountId, pinned, ring } of rows) {
      const ofRoom = byRoom.get(roomId) ?? new Map<Id, RoomPreference>()
      byRoom.set(roomId, ofRoom.set(accountId, { pinned: pinned === 1, ring }))
    }
    return byRoom
  }

  putPreference(roomId: Id, accountId: Id, { pinned, ring }: RoomPreference): void {
    this.prepare()
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
    this.prepare()
    this.#sql.exec('DELETE FROM preference WHERE room_id = ? AND account_id = ?', roomId, accountId)
  }

  /** The organization whose undelivered directory changes are being looked for, or null. */
  watched(): Id | null {
    if (!this.prepareToRead()) return null
    return (
      this.#sql.exec<{ organization_id: string }>('SELECT organization_id FROM watch').toArray()[0]?.organization_id ??
      null
    )
  }

  watch(organizationId: Id | null): void {
    this.prepare()
    if (organizationId === null) this.#sql.exec('DELETE FROM watch')
    else this.#sql.exec('INSERT OR REPLACE INTO watch (one, organization_id) VALUES (1, ?)', organizationId)
  }

  /** Whether there is anything to read; brings the tables up to date then. */
  prepareToRead(): boolean {
    if (!this.#isReady && !hasSchema(this.#sql)) return false
    this.prepare()
    return true
  }

  prepare(): void {
    if (this.#isReady) return
    runSchemaSteps(this.#sql, lobbySchema, 0)
    this.#isReady = true
  }
}
