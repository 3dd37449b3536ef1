import type { HeldPosition } from '../../core/live-position.ts'
import type { GeoPlace } from '../../protocol/geo-place.ts'
import type { EpochMs, MemberNo } from '../../protocol/ids.ts'
import type { PositionStore } from './position-store.ts'

type PositionRow = { no: number; share: string; device_id: string; place: string | null; at: number; until: number }

/** In the room's own SQLite. */
export class PositionStorage implements PositionStore {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  all(): HeldPosition[] {
    return this.#sql.exec<PositionRow>('SELECT * FROM position ORDER BY no').toArray().map(heldOf)
  }

  of(no: MemberNo): HeldPosition | null {
    const [row] = this.#sql.exec<PositionRow>('SELECT * FROM position WHERE no = ?', no).toArray()
    return row ? heldOf(row) : null
  }

  put({ no, share, deviceId, place, at, until }: HeldPosition): void {
    const stored = place && JSON.stringify(place)
    this.#sql.exec(
      'INSERT OR REPLACE INTO position (no, share, device_id, place, at, until) VALUES (?, ?, ?, ?, ?, ?)',
      ...[no, share, deviceId, stored, at, until],
    )
  }

  remove(nos: readonly MemberNo[]): void {
    for (const no of nos) this.#sql.exec('DELETE FROM position WHERE no = ?', no)
  }

  oldestAt(): EpochMs | null {
    return this.#sql.exec<{ at: number | null }>('SELECT min(at) AS at FROM position').one().at
  }
}

const heldOf = ({ no, share, device_id: deviceId, place, at, until }: PositionRow): HeldPosition => ({
  ...{ no, share, deviceId, at, until },
  place: place === null ? null : (JSON.parse(place) as GeoPlace),
})
