import { type LobbyRoom, leftBehind, type Preferences } from '../core/lobby-state.ts'
import type { Id } from '../protocol/ids.ts'
import type { RoomPreference } from '../protocol/lobby-message.ts'
import type { LobbyStorage } from './storage/lobby-storage.ts'

/** What people have set for their rooms: the one thing of which a lobby is the owner. Rows, and the same in memory while it is awake. */
export class LobbyPreferences {
  readonly #storage: LobbyStorage
  #held: Map<Id, Map<Id, RoomPreference>> | undefined

  constructor(storage: LobbyStorage) {
    this.#storage = storage
  }

  all(): Preferences {
    return this.#rooms()
  }

  /** Null: nothing is set any more. */
  keep(roomId: Id, accountId: Id, preference: RoomPreference | null): void {
    const ofRoom = this.#rooms().get(roomId) ?? new Map<Id, RoomPreference>()
    this.#rooms().set(roomId, ofRoom)
    if (preference === null) {
      this.#storage.removePreference(roomId, accountId)
      ofRoom.delete(accountId)
    } else {
      this.#storage.putPreference(roomId, accountId, preference)
      ofRoom.set(accountId, preference)
    }
  }

  /** After a report: who is no longer in the room has nothing set there. */
  forgetLeft(room: LobbyRoom): void {
    const ofRoom = this.#rooms().get(room.roomId)
    if (ofRoom === undefined) return
    for (const accountId of leftBehind(room, ofRoom)) this.keep(room.roomId, accountId, null)
  }

  #rooms(): Map<Id, Map<Id, RoomPreference>> {
    this.#held ??= this.#storage.loadPreferences()
    return this.#held
  }
}
