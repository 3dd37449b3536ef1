import type { EpochMs, Id, Seq } from '../protocol/ids.ts'
import type { PushSubscription, QuietHours, RingingFacts } from '../protocol/ringing.ts'

/** How one device rings, as stored. `origin`: of the town, as the device knows it. */
export type StoredRinging = {
  facts: RingingFacts
  origin: string
  subscription: PushSubscription | null
  probedAt: EpochMs
}

/** The newest that a device was rung for in a room: later rounds of one entry come after its earlier ones. */
export type Rung = { seq: Seq; round: number }

type Row = Record<string, SqlStorageValue>

/** Rows about ringing in the Account object ⇄ values. Only for an account that was created: its tables are there. */
export class AccountRingingStorage {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  devices(): Map<Id, StoredRinging> {
    const rows = this.#sql.exec<Row>('SELECT device_id, state FROM ringing_device').toArray()
    return new Map(rows.map((row) => [String(row.device_id), JSON.parse(String(row.state)) as StoredRinging]))
  }

  putDevice(deviceId: Id, state: StoredRinging): void {
    this.#sql.exec(
      'INSERT OR REPLACE INTO ringing_device (device_id, state) VALUES (?, ?)',
      deviceId,
      JSON.stringify(state),
    )
  }

  rung(deviceId: Id, roomId: Id): Rung | null {
    const [row] = this.#sql
      .exec<Row>('SELECT seq, round FROM rung WHERE device_id = ? AND room_id = ?', deviceId, roomId)
      .toArray()
    return row === undefined ? null : { seq: Number(row.seq), round: Number(row.round) }
  }

  putRung(deviceId: Id, roomId: Id, { seq, round }: Rung): void {
    this.#sql.exec(
      'INSERT OR REPLACE INTO rung (device_id, room_id, seq, round) VALUES (?, ?, ?, ?)',
      ...[deviceId, roomId, seq, round],
    )
  }

  quietHours(): QuietHours | null {
    return this.#setting<QuietHours>('quiet')
  }

  putQuietHours(quiet: QuietHours | null): void {
    this.#putSetting('quiet', quiet)
  }

  /** What the lobbies were told, or are about to be: whether there is a device that could be rung. */
  ringer(): { version: number; hasDevice: boolean } {
    return this.#setting<{ version: number; hasDevice: boolean }>('ringer') ?? { version: 0, hasDevice: false }
  }

  putRinger(ringer: { version: number; hasDevice: boolean }): void {
    this.#putSetting('ringer', ringer)
  }

  #setting<T>(name: string): T | null {
    const [row] = this.#sql.exec<Row>('SELECT value FROM own_setting WHERE name = ?', name).toArray()
    return row === undefined ? null : (JSON.parse(String(row.value)) as T)
  }

  #putSetting(name: string, value: unknown): void {
    this.#sql.exec('INSERT OR REPLACE INTO own_setting (name, value) VALUES (?, ?)', name, JSON.stringify(value))
  }
}
