import type { Change } from '../core/change.ts'
import { erasedAt, type HeldPosition, shownPosition, takePosition } from '../core/live-position.ts'
import { presentStay } from '../core/room-state.ts'
import type { EndedSessions } from '../protocol/bindings.ts'
import type { EpochMs, Id, MemberNo } from '../protocol/ids.ts'
import type { LivePosition, Position, Positions } from '../protocol/position.ts'
import { ok, type Result } from '../protocol/result.ts'
import type { Answer } from '../protocol/server-message.ts'
import type { FanOut } from './fan-out.ts'
import type { RoomService } from './room-service.ts'
import type { RoomSession, SessionSocket, Sessions } from './session.ts'
import type { PositionStore } from './storage/position-store.ts'

export type RoomPositionsDeps = {
  service: RoomService
  sessions: Sessions<RoomSession>
  fanOut: FanOut
  kept: PositionStore
  /** Makes sure that `run` is called at this time or before. */
  wake: (at: EpochMs) => void
}

/** Where the members of a room are who share it: kept, told to the sockets on which the map is open, and erased. Nothing of it is in the log. */
export class RoomPositions {
  readonly #deps: RoomPositionsDeps

  constructor(deps: RoomPositionsDeps) {
    this.#deps = deps
  }

  take(no: MemberNo, deviceId: Id, told: Position, now: EpochMs): Result<Answer> {
    const taken = takePosition(this.#deps.kept.of(no), told, { no, deviceId }, now)
    if (!taken.ok) return taken
    if (taken.value !== null) this.#keep(taken.value, now)
    return ok({ id: told.id })
  }

  /** All that a member may see now. */
  all(now: EpochMs): Positions {
    const shown = this.#deps.kept.all().map((held) => this.#shown(held, now))
    return { now, whole: true, held: shown.filter((one) => one !== null) }
  }

  /** The map is open on this socket, or is not any more. */
  watch(socket: SessionSocket<RoomSession>, isOpen: boolean, now: EpochMs): void {
    socket.save({ ...socket.session, map: isOpen })
    if (isOpen) this.#deps.fanOut.toOne(socket, { positions: this.all(now) })
  }

  /** Of who left, nothing is kept. */
  changed(changes: readonly Change[], now: EpochMs): void {
    for (const change of changes) {
      if (change.type !== 'entry' || change.entry.body.kind !== 'membership') continue
      const gone = change.entry.body.left.filter((no) => this.#deps.kept.of(no) !== null)
      this.#erase(gone, now)
    }
  }

  /** What a device shared that ended. */
  endDevices(no: MemberNo | null, deviceIds: EndedSessions['deviceIds'], now: EpochMs): void {
    const held = no === null ? null : this.#deps.kept.of(no)
    if (held && (deviceIds === 'all' || deviceIds.includes(held.deviceId))) this.#erase([held.no], now)
  }

  /** When the alarm has to come, or null. */
  nextAt(): EpochMs | null {
    const at = this.#deps.kept.oldestAt()
    return at === null ? null : erasedAt({ at })
  }

  /** Erases what is old enough; answers when to come again. */
  run(now: EpochMs): EpochMs | null {
    const old = this.#deps.kept.all().filter((held) => now >= erasedAt(held))
    this.#erase(
      old.map(({ no }) => no),
      now,
    )
    return this.nextAt()
  }

  #keep(held: HeldPosition, now: EpochMs): void {
    this.#deps.kept.put(held)
    this.#deps.wake(erasedAt(held))
    const shown = this.#shown(held, now)
    this.#tell(shown ? { now, held: [shown] } : { now, held: [], gone: [held.no] })
  }

  #erase(nos: readonly MemberNo[], now: EpochMs): void {
    if (nos.length === 0) return
    this.#deps.kept.remove(nos)
    this.#tell({ now, held: [], gone: [...nos] })
  }

  #tell(positions: Positions): void {
    for (const socket of this.#deps.sessions.all()) {
      if (socket.session.map) this.#deps.fanOut.toOne(socket, { positions })
    }
  }

  #shown(held: HeldPosition, now: EpochMs): LivePosition | null {
    const state = this.#deps.service.state()
    return state && presentStay(state, held.no) ? shownPosition(held, now) : null
  }
}
