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
  keptUntil: EpochMs
  dueAt: EpochMs | null
  tries: number
  /** Whoever has read so many countable entries of the room has read it. */
  countable: number
  ring: RingOf
  people: RungPerson[]
}

/** By which a part is found. */
export type PartKey = { id: Id; ring: RingOf }

/** When everybody is probed next; when old parts were swept away; when a room was last probed. */
export type BellTime = 'all' | 'swept' | Id

type DueRow = { room_id: string; due_at: number; entry: string }

type PartRow = {
  id: string
  made_at: number
  kept_until: number
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

  /** Rooms in which something is due. */
  dueRooms(until: EpochMs): Id[] {
    const rows = this.#read<{ room_id: string }>('SELECT DISTINCT room_id FROM ring_due WHERE due_at <= ?', until)
    return rows.map((row) => row.room_id)
  }

  /** What is due in a room, in the order in which it was said. */
  dueRings(roomId: Id, until: EpochMs): DueRing[] {
    const query = 'SELECT * FROM ring_due WHERE room_id = ? AND due_at <= ? ORDER BY seq'
    return this.#read<DueRow>(query, roomId, until).map(toDue)
  }

  dueRing(roomId: Id, seq: Seq): DueRing | null {
    const [row] = this.#read<DueRow>('SELECT * FROM ring_due WHERE room_id = ? AND seq = ?', roomId, seq)
    return row === undefined ? null : toDue(row)
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
    return this.#read<PartRow>(
      'SELECT * FROM ring_part WHERE due_at IS NOT NULL AND due_at <= ? ORDER BY due_at, id',
      until,
    ).map(toPart)
  }

  part({ id, ring }: PartKey): StoredPart | null {
    const [row] = this.#read<PartRow>(
      'SELECT * FROM ring_part WHERE room_id = ? AND seq = ? AND round = ? AND id = ?',
      ...[...placeOf(ring), id],
    )
    return row === undefined ? null : toPart(row)
  }

  /** All rounds of one entry, oldest first. */
  partsOf(roomId: Id, seq: Seq): StoredPart[] {
    return this.#read<PartRow>(
      'SELECT * FROM ring_part WHERE room_id = ? AND seq = ? ORDER BY round, id',
      roomId,
      seq,
    ).map(toPart)
  }

  putPart({ id, madeAt, keptUntil, dueAt, tries, countable, ring, people }: StoredPart): void {
    this.#write(
      `INSERT OR REPLACE INTO ring_part (room_id, seq, round, id, made_at, kept_until, due_at, tries, countable, ring, people)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[
        ...placeOf(ring),
        id,
        madeAt,
        keptUntil,
        dueAt,
        tries,
        countable,
        JSON.stringify(ring),
        JSON.stringify(people),
      ],
    )
  }

  /** Forgets who was rung for what is not kept any longer. Looks at every part: not often. */
  sweep(now: EpochMs): void {
    this.#write('DELETE FROM ring_part WHERE kept_until < ? AND due_at IS NULL', now)
  }

  timeOf(name: BellTime): EpochMs | null {
    return this.#read<{ at: number }>('SELECT at FROM bell_time WHERE name = ?', name)[0]?.at ?? null
  }

  putTime(name: BellTime, at: EpochMs): void {
    this.#write('INSERT OR REPLACE INTO bell_time (name, at) VALUES (?, ?)', name, at)
  }

  /** When the next of all this is due, or null. */
  nextAt(): EpochMs | null {
    const [row] = this.#read<{ at: number | null }>(
      `SELECT min(at) AS at FROM (SELECT min(due_at) AS at FROM ring_due
        UNION ALL SELECT min(due_at) FROM ring_part WHERE due_at IS NOT NULL
        UNION ALL SELECT at FROM bell_time WHERE name = 'all')`,
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

const toDue = (row: DueRow): DueRing => ({
  roomId: row.room_id,
  dueAt: row.due_at,
  ...(JSON.parse(row.entry) as Omit<DueRing, 'roomId' | 'dueAt'>),
})

const toPart = (row: PartRow): StoredPart => ({
  id: row.id,
  madeAt: row.made_at,
  keptUntil: row.kept_until,
  dueAt: row.due_at,
  tries: row.tries,
  countable: row.countable,
  ring: JSON.parse(row.ring) as RingOf,
  people: JSON.parse(row.people) as RungPerson[],
})

/** The first parts of a part's key. */
const placeOf = (ring: RingOf): [roomId: Id | '', seq: Seq, round: number] =>
  ring.kind === 'entry' ? [ring.roomId, ring.seq, ring.round] : ['', 0, 0]
