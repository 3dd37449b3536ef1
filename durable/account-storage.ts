import type { RefreshFamily, SecretHash } from '../core/refresh-family.ts'
import type { DirectoryAccount, Place } from '../protocol/account-bindings.ts'
import type { Profile } from '../protocol/bindings.ts'
import type { EpochMs, Id } from '../protocol/ids.ts'
import { accountSteps } from './account-steps.ts'
import { hasSchema, runSchemaSteps } from './storage/schema-steps.ts'

export type StoredDevice = { id: Id; name: string; createdAt: EpochMs; seenAt: EpochMs; family: RefreshFamily }
/** What is left of a device that is to be told that it was ended. */
export type EndedDevice = { id: Id; hashes: SecretHash[]; endedAt: EpochMs }
export type ErrandName = 'notices' | 'copy' | 'ringer'
export type Errand = { name: ErrandName; dueAt: EpochMs; tries: number; mark: number }

type Row = Record<string, SqlStorageValue>

/** Rows of the Account object ⇄ values. Everything is synchronous; until `create` there are no tables and nothing is written. */
export class AccountStorage {
  readonly #storage: DurableObjectStorage
  #created: boolean
  /** What was read of account, devices and places: every opening of a room asks for the same. Forgotten with whatever changes it. */
  #held = nothingHeld()

  constructor(storage: DurableObjectStorage, now: EpochMs) {
    this.#storage = storage
    this.#created = hasSchema(storage.sql)
    if (this.#created) this.#runSteps(now)
  }

  transaction<T>(work: () => T extends Promise<unknown> ? never : T): T {
    try {
      return this.#storage.transactionSync<T>(work)
    } catch (error) {
      this.#created = hasSchema(this.#storage.sql)
      this.#held = nothingHeld()
      throw error
    }
  }

  /** What the directory last said, or null for an account that nobody created. */
  account(): DirectoryAccount | null {
    if (!this.#created) return null
    this.#held.account ??= this.#readAccount()
    return this.#held.account
  }

  #readAccount(): DirectoryAccount | null {
    const [row] = this.#rows('SELECT revision, disabled, profile FROM account')
    if (row === undefined) return null
    return {
      revision: Number(row.revision),
      disabled: row.disabled === 1,
      profile: JSON.parse(String(row.profile)) as Profile,
    }
  }

  /** Part of a transaction; the first one makes the tables. */
  putAccount({ revision, disabled, profile }: DirectoryAccount, now: EpochMs): void {
    if (!this.#created) this.#runSteps(now)
    this.#created = true
    this.#held.account = null
    this.#storage.sql.exec(
      'INSERT OR REPLACE INTO account (only, revision, disabled, profile) VALUES (1, ?, ?, ?)',
      revision,
      disabled ? 1 : 0,
      JSON.stringify(profile),
    )
  }

  device(id: Id): StoredDevice | null {
    const held = this.#held.devices.get(id)
    if (held) return held
    const [row] = this.#rows('SELECT * FROM device WHERE id = ?', id)
    if (row === undefined) return null
    const device = toDevice(row)
    this.#held.devices.set(id, device)
    return device
  }

  /** The longest unused one first. */
  devices(): StoredDevice[] {
    return this.#rows('SELECT * FROM device ORDER BY seen_at, created_at, id').map(toDevice)
  }

  putDevice({ id, name, createdAt, seenAt, family }: StoredDevice): void {
    this.#held.devices.delete(id)
    this.#storage.sql.exec(
      'INSERT OR REPLACE INTO device (id, name, created_at, seen_at, family) VALUES (?, ?, ?, ?, ?)',
      id,
      name,
      createdAt,
      seenAt,
      JSON.stringify(family),
    )
  }

  /** Forgets the device, and notes that its places are to close its sockets. */
  removeDevice(id: Id): void {
    const { sql } = this.#storage
    this.#held = nothingHeld()
    sql.exec(
      'INSERT OR IGNORE INTO notice (kind, id, device_id) SELECT kind, id, device_id FROM place WHERE device_id = ?',
      id,
    )
    sql.exec('DELETE FROM place WHERE device_id = ?', id)
    sql.exec('DELETE FROM device WHERE id = ?', id)
    sql.exec('DELETE FROM ringing_device WHERE device_id = ?', id)
  }

  endedDevice(id: Id): EndedDevice | null {
    if (!this.#created) return null
    const [row] = this.#rows('SELECT hashes, ended_at FROM ended_device WHERE id = ?', id)
    if (row === undefined) return null
    return { id, hashes: JSON.parse(String(row.hashes)) as SecretHash[], endedAt: Number(row.ended_at) }
  }

  putEndedDevice({ id, hashes, endedAt }: EndedDevice): void {
    this.#storage.sql.exec(
      'INSERT OR REPLACE INTO ended_device (id, hashes, ended_at) VALUES (?, ?, ?)',
      id,
      JSON.stringify(hashes),
      endedAt,
    )
  }

  /** Keeps the newest `most` of those that ended at `since` or later. */
  forgetEndedDevices(since: EpochMs, most: number): void {
    this.#storage.sql.exec(
      `DELETE FROM ended_device WHERE ended_at < ?1
        OR id NOT IN (SELECT id FROM ended_device ORDER BY ended_at DESC, id LIMIT ?2)`,
      since,
      most,
    )
  }

  hasPlace(deviceId: Id, { kind, id }: Place): boolean {
    const name = `${deviceId} ${kind} ${id}`
    if (this.#held.places.has(name)) return true
    const isThere =
      this.#rows('SELECT 1 FROM place WHERE device_id = ? AND kind = ? AND id = ?', deviceId, kind, id).length > 0
    if (isThere) this.#held.places.add(name)
    return isThere
  }

  countPlaces(deviceId: Id): number {
    return Number(this.#rows('SELECT count(*) AS n FROM place WHERE device_id = ?', deviceId)[0]?.n ?? 0)
  }

  addPlace(deviceId: Id, { kind, id }: Place): void {
    this.#storage.sql.exec('INSERT OR IGNORE INTO place (device_id, kind, id) VALUES (?, ?, ?)', deviceId, kind, id)
  }

  /** Every place that still has to be told, with the devices that ended there. */
  notices(): { place: Place; deviceIds: Id[] }[] {
    const byPlace = new Map<string, { place: Place; deviceIds: Id[] }>()
    for (const row of this.#rows('SELECT kind, id, device_id FROM notice ORDER BY kind, id')) {
      const place: Place = { kind: row.kind === 'room' ? 'room' : 'lobby', id: String(row.id) }
      const key = `${place.kind} ${place.id}`
      const known = byPlace.get(key) ?? { place, deviceIds: [] }
      known.deviceIds.push(String(row.device_id))
      byPlace.set(key, known)
    }
    return [...byPlace.values()]
  }

  removeNotice({ kind, id }: Place, deviceIds: Id[]): void {
    for (const deviceId of deviceIds)
      this.#storage.sql.exec('DELETE FROM notice WHERE kind = ? AND id = ? AND device_id = ?', kind, id, deviceId)
  }

  errands(): Errand[] {
    if (!this.#created) return []
    return this.#rows('SELECT name, due_at, tries, mark FROM errand').map((row) => ({
      name: String(row.name) as ErrandName,
      dueAt: Number(row.due_at),
      tries: Number(row.tries),
      mark: Number(row.mark),
    }))
  }

  putErrand({ name, dueAt, tries, mark }: Errand): void {
    this.#storage.sql.exec(
      'INSERT OR REPLACE INTO errand (name, due_at, tries, mark) VALUES (?, ?, ?, ?)',
      name,
      dueAt,
      tries,
      mark,
    )
  }

  removeErrand(name: ErrandName): void {
    this.#storage.sql.exec('DELETE FROM errand WHERE name = ?', name)
  }

  #runSteps(now: EpochMs): void {
    this.#storage.transactionSync(() => runSchemaSteps(this.#storage.sql, accountSteps, now))
  }

  #rows(query: string, ...bindings: SqlStorageValue[]): Row[] {
    return this.#storage.sql.exec<Row>(query, ...bindings).toArray()
  }
}

const nothingHeld = () => ({
  account: null as DirectoryAccount | null,
  devices: new Map<Id, StoredDevice>(),
  places: new Set<string>(),
})

const toDevice = (row: Row): StoredDevice => ({
  id: String(row.id),
  name: String(row.name),
  createdAt: Number(row.created_at),
  seenAt: Number(row.seen_at),
  family: JSON.parse(String(row.family)) as RefreshFamily,
})
