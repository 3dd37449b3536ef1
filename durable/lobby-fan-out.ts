import { type Concerned, type LobbyRoom, listFor, type Preferences, summaryFor } from '../core/lobby-state.ts'
import { encodeServerMessage } from '../protocol/codec.ts'
import type { EpochMs, Id } from '../protocol/ids.ts'
import { limits } from '../protocol/limits.ts'
import type { RoomSummary } from '../protocol/lobby-message.ts'
import { protocolVersion } from '../protocol/version.ts'
import type { After, LobbySession, SessionSocket, Sessions } from './session.ts'

/** What has changed since devices were last told, by room. */
type Untold = { members: 'all' | Set<Id>; gone: Set<Id> }

export type LobbyFanOutDeps = {
  sessions: Sessions<LobbySession>
  after: After
  clock: () => EpochMs
  rooms: () => ReadonlyMap<Id, LobbyRoom>
  preferences: () => Preferences
}

/** Tells devices of the rooms that changed for them: the first change at once, the next ones together after the telling time. */
export class LobbyFanOut {
  readonly #deps: LobbyFanOutDeps
  readonly #untold = new Map<Id, Untold>()
  #toldAt: EpochMs = 0
  #isScheduled = false

  constructor(deps: LobbyFanOutDeps) {
    this.#deps = deps
  }

  /** The whole list, the first frame of a device. */
  welcome(socket: SessionSocket<LobbySession>): void {
    const rooms = listFor(this.#deps.rooms().values(), socket.session.accountId, this.#deps.preferences())
    socket.send(encodeServerMessage({ t: 'rooms', version: protocolVersion, whole: true, rooms }))
  }

  note(roomId: Id, { members, gone }: Concerned): void {
    const untold = this.#untold.get(roomId) ?? { members: new Set<Id>(), gone: new Set<Id>() }
    if (members === 'all') untold.members = 'all'
    else if (untold.members !== 'all') for (const accountId of members) untold.members.add(accountId)
    for (const accountId of gone) untold.gone.add(accountId)
    this.#untold.set(roomId, untold)
    this.#schedule()
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    const wait = this.#toldAt + limits.lobbyTellMs - this.#deps.clock()
    this.#deps.after(Math.min(Math.max(0, wait), limits.lobbyTellMs), () => this.#tell())
  }

  #tell(): void {
    this.#isScheduled = false
    this.#toldAt = this.#deps.clock()
    const untold = new Map(this.#untold)
    this.#untold.clear()
    for (const socket of this.#deps.sessions.all()) {
      const { rooms, gone } = this.#changesFor(socket.session.accountId, untold)
      if (rooms.length === 0 && gone.length === 0) continue
      const parts = gone.length > 0 ? { rooms, gone } : { rooms }
      socket.send(encodeServerMessage({ t: 'rooms', version: protocolVersion, whole: false, ...parts }))
    }
  }

  #changesFor(accountId: Id, untold: ReadonlyMap<Id, Untold>): { rooms: RoomSummary[]; gone: Id[] } {
    const rooms: RoomSummary[] = []
    const gone: Id[] = []
    for (const [roomId, { members, gone: left }] of untold) {
      const room = this.#deps.rooms().get(roomId)
      const summary = room ? summaryFor(room, accountId, this.#deps.preferences().get(roomId)) : null
      if (!summary) {
        if (left.has(accountId)) gone.push(roomId)
      } else if (members === 'all' || members.has(accountId)) rooms.push(summary)
    }
    return { rooms, gone }
  }
}
