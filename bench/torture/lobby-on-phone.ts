import type { RoomList } from '../../protocol/http.ts'
import type { Rooms } from '../../protocol/lobby-message.ts'
import { emptyLobby, foldRooms, type HeldLobby } from '../../web/store/list/lobby-view.ts'
import type { Connection } from '../../web/transport/connection.ts'
import { paths } from '../../web/transport/paths.ts'
import { roomsOf, shaped } from '../../web/transport/shape.ts'
import { Channel } from './channel.ts'
import type { Phone } from './phone.ts'
import { Until } from './waiting.ts'

/** The room list on a phone, kept live as web/store/list/lobby-session.ts does. */
export class LobbyOnPhone {
  readonly until = new Until()
  held: HeldLobby = emptyLobby
  connection: Connection | null = null
  /** When the last frame came. */
  heardAt = 0
  readonly #phone: Phone
  #channel: Channel<Rooms> | null = null

  constructor(phone: Phone) {
    this.#phone = phone
  }

  enter(): void {
    const { organizationId, ready, now, random, api } = this.#phone
    this.#channel ??= new Channel<Rooms>({
      socket: () => this.#phone.socket(paths.lobbySocket(organizationId)),
      decode: roomsOf,
      poll: async () => {
        const reply = await api({ method: 'GET', path: paths.rooms(organizationId), answer: shaped<RoomList>('rooms') })
        if (!reply.ok) return reply
        return { ok: true, value: { t: 'rooms', version: this.held.version, whole: true, rooms: reply.value.rooms } }
      },
      ready,
      heard: (message) => {
        this.heardAt = performance.now()
        this.held = foldRooms(this.held, message)
        this.until.look()
      },
      changed: (connection) => {
        this.connection = connection
        if (connection.state === 'stopped') this.#channel = null
        this.until.look()
      },
      now,
      chance: () => random.next(),
    })
  }

  leave(): void {
    this.#channel?.leave()
    this.#channel = null
  }
}
