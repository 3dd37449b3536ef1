import type { EpochMs, Id, Seq } from '../protocol/ids.ts'
import type { PushSubscription, QuietHours, RingingFacts } from '../protocol/ringing.ts'

/** How one device rings, as stored. `origin`: of the town, as the device knows it. */
export type StoredRinging = {
  facts: RingingFacts
  origin: string
  subscription: PushSubscription | null
  probedAt: EpochMs
  /** The newest that it was rung for in each room; a room that was rung longest ago comes first. */
  rung: Record<string, Rung>
}

/** Later rounds of one entry come after its earlier ones. */
export type Rung = [seq: Seq, round: number]

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
