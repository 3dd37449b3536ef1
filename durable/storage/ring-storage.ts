import type { Ringing } from '../../core/ringing/who-rings.ts'
import type { Ringer, RingOf } from '../../protocol/bindings.ts'
import type { EpochMs, Id, Seq } from '../../protocol/ids.ts'
import type { RingState } from '../../protocol/ringing.ts'
import type { LobbyStorage } from './lobby-storage.ts'

/** Something said that may have to ring. `isSecondLook`: only for those who had the room on screen at the first. */
export type DueRing = { roomId: Id; dueAt: EpochMs; entry: Ringing; isSecondLook?: true }

/** What became of one person of a part; `at` is when. */
export type RungPerson = [accountId: Id, state: RingState, at: EpochMs]

/** People who are rung together, as stored. `dueAt` null: nothing is left to do. */
export type StoredPart = {
  id: Id
  madeAt: EpochMs
  dueAt: EpochMs | null
  tries: number
  /** Whoever has read so many countable entries of the room has read it. */
  countable: number
  ring: RingOf
  people: RungPerson[]
}

type PartRow = {
  id: string
  made_at: number
  due_at: number | null
  tries: number
  countable: number
  ring: string
  people: string
}

/** Rows of what a lobby has to ring ⇄ values. Kept apart from the rooms' reports: this, nobody could tell it again. */
export class RingStorage {
  readonly #sql: SqlStorage
  readonly #lobby: Pick<LobbyStorage, 'prepare' | 'prepareToRead'>

  constructor(sql: SqlStorage, lobby: Pick<LobbyStorage, 'prepare' | 'prepareToRead'>) {
    this.#sql = sql
    this.#lobby = lobby
  }

  ringers(): Map<Id, Ringer> {
    const rows = this.#read<{ account_id: string; version: number; has_device: number }>('SELECT * FROM ringer')
    return new Map(
      rows.map(({ account_id: accountId, version, has_device: hasDevice }) => [
        accountId,
        { accountId, version, hasDevice: hasDevice === 1 },
      ]),
    )
  }

  putRinger({ accountId, version, hasDevice }: Ringer): void {
    this.#write(
      'INSERT OR REPLACE INTO ringer (account_id, version, has_device) VALUES (?, ?, ?)',
      accountId,
      version,
      hasDevice ? 1 : 0,
    )
  }

  dueRings(until: EpochMs): DueRing[] {
    return this.#read<{ room_id: string; due_at: number; entry: string }>(
      'SELECT room_id, due_at, entry FROM ring_due WHERE due_at <= ? ORDER BY room_id, seq',
      until,
    ).map((row) => ({
      roomId: row.room_id,
      dueAt: row.due_at,
      ...(JSON.parse(row.entry) as Omit<DueRing, 'roomId' | 'dueAt'>),
    }))
  }

  dueRing(roomId: Id, seq: Seq): DueRing | null {
    return this.dueRings(Number.MAX_SAFE_INTEGER).find((due) => due.roomId === roomId && due.entry.seq === seq) ?? null
  }

  putDueRing({ roomId, dueAt, ...rest }: DueRing): void {
    this.#write(
      'INSERT OR REPLACE INTO ring_due (room_id, seq, due_at, entry) VALUES (?, ?, ?, ?)',
      roomId,
      rest.entry.seq,
      dueAt,
      JSON.stringify(rest),
    )
  }

  removeDueRing(roomId: Id, seq: Seq): void {
    this.#write('DELETE FROM ring_due WHERE room_id = ? AND seq = ?', roomId, seq)
  }

  partsDue(until: EpochMs): StoredPart[] {
    return this.#read<PartRow>('SELECT * FROM ring_part WHERE due_at <= ? ORDER BY made_at, id', until).map(toPart)
  }

  part(id: Id): StoredPart | null {
    return this.#read<PartRow>('SELECT * FROM ring_part WHERE id = ?', id).map(toPart)[0] ?? null
  }

  /** All rounds of one entry, oldest first. */
  partsOf(roomId: Id, seq: Seq): StoredPart[] {
    return this.#read<PartRow>(
      'SELECT * FROM ring_part WHERE room_id = ? AND seq = ? ORDER BY round, id',
      roomId,
      seq,
    ).map(toPart)
  }

  putPart({ id, madeAt, dueAt, tries, countable, ring, people }: StoredPart): void {
    const [roomId, seq, round] = ring.kind === 'entry' ? [ring.roomId, ring.seq, ring.round] : ['', 0, 0]
    this.#write(
      `INSERT OR REPLACE INTO ring_part (room_id, seq, round, id, made_at, due_at, tries, countable, ring, people)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[roomId, seq, round, id, madeAt, dueAt, tries, countable, JSON.stringify(ring), JSON.stringify(people)],
    )
  }

  /** Forgets who was rung for what before `before`. */
  sweep(before: EpochMs): void {
    if (this.#lobby.prepareToRead()) this.#write('DELETE FROM ring_part WHERE made_at < ? AND due_at IS NULL', before)
  }

  probedAt(roomId: Id | ''): EpochMs | null {
    return this.#read<{ at: number }>('SELECT at FROM probe WHERE room_id = ?', roomId)[0]?.at ?? null
  }

  putProbe(roomId: Id | '', at: EpochMs): void {
    this.#write('INSERT OR REPLACE INTO probe (room_id, at) VALUES (?, ?)', roomId, at)
  }

  /** When the next of all this is due, or null. */
  nextAt(): EpochMs | null {
    const [row] = this.#read<{ at: number | null }>(
      `SELECT min(at) AS at FROM (SELECT min(due_at) AS at FROM ring_due UNION ALL SELECT min(due_at) FROM ring_part
        UNION ALL SELECT at FROM probe WHERE room_id = '')`,
    )
    return row?.at ?? null
  }

  #read<Row extends Record<string, SqlStorageValue>>(query: string, ...bindings: SqlStorageValue[]): Row[] {
    return this.#lobby.prepareToRead() ? this.#sql.exec<Row>(query, ...bindings).toArray() : []
  }

  #write(query: string, ...bindings: SqlStorageValue[]): void {
    this.#lobby.prepare()
    this.#sql.exec(query, ...bindings)
  }
}

const toPart = (row: PartRow): StoredPart => ({
  id: row.id,
  madeAt: row.made_at,
  dueAt: row.due_at,
  tries: row.tries,
  countable: row.countable,
  ring: JSON.parse(row.ring) as RingOf,
  people: JSON.parse(row.people) as RungPerson[],
})
