import type { Session } from '../../protocol/http.ts'
import type { EpochMs, Id } from '../../protocol/ids.ts'
import type { SeededRandom } from '../../test/support/random.ts'
import { type Api, type Ask, createApi, failed, isOut, type Reply } from '../../web/transport/api.ts'
import { paths } from '../../web/transport/paths.ts'
import { shaped } from '../../web/transport/shape.ts'
import type { MintedDevice, MintedPerson } from '../minted.ts'
import type { Weather } from './link.ts'
import { LobbyOnPhone } from './lobby-on-phone.ts'
import { RoomOnPhone } from './room-on-phone.ts'
import { TcpProxy } from './tcp-proxy.ts'

export type PhoneWish = {
  person: MintedPerson
  device?: number
  organizationId: Id
  /** Where the town listens; asked for each new connection. */
  townPort: () => number
  random: SeededRandom
  /** A network without WebSockets: everything goes over HTTP. */
  isWithoutSockets?: boolean
  weather?: (link: number) => Weather
  /** The phone's own clock; the machine's, when nothing is said. */
  now?: () => EpochMs
}

const marginMs = 60_000

/**
 * Somebody's phone without a screen: a line of its own through the TCP proxy, a session that it renews, the room list, and the rooms it opens.
 * What decides is the client's real core: connection, backoff, outbox queue, own pointer, folding, and the API over HTTP.
 */
export class Phone {
  readonly person: MintedPerson
  readonly device: MintedDevice
  readonly organizationId: Id
  readonly line: TcpProxy
  readonly random: SeededRandom
  readonly now: () => EpochMs
  readonly rooms = new Map<Id, RoomOnPhone>()
  readonly lobby: LobbyOnPhone
  /** Requests and upgrades that left, by path without its query. */
  readonly asked: string[] = []
  #access: string
  #refresh: string
  #endsAt: EpochMs
  #renewal: Promise<'ready' | 'signed-out' | 'unreachable'> | null = null
  readonly #raw: Api = createApi((path, init) => this.#fetch(String(path), init))

  private constructor(wish: PhoneWish, line: TcpProxy) {
    this.person = wish.person
    this.device = wish.person.devices[wish.device ?? 0] as MintedDevice
    this.organizationId = wish.organizationId
    this.line = line
    this.random = wish.random
    this.now = wish.now ?? (() => Date.now())
    this.#access = this.device.access
    this.#refresh = this.device.refresh
    // By how long it lives, not by when it ends: this phone's clock may be years off.
    this.#endsAt = this.now() + (this.device.accessEndsAt - Date.now())
    this.lobby = new LobbyOnPhone(this)
  }

  static async make(wish: PhoneWish): Promise<Phone> {
    const { townPort, weather, isWithoutSockets = false } = wish
    const line = await TcpProxy.listen({ targetPort: townPort, ...(weather ? { weather } : {}) })
    line.blocksUpgrades = isWithoutSockets
    return new Phone(wish, line)
  }

  room(roomId: Id): RoomOnPhone {
    const room = this.rooms.get(roomId) ?? new RoomOnPhone(this, roomId)
    this.rooms.set(roomId, room)
    return room
  }

  socket(path: string): { url: string; headers: Record<string, string> } {
    this.asked.push(path.replace(/\?.*/, ''))
    return { url: `ws://127.0.0.1:${this.line.port}${path}`, headers: { authorization: `Bearer ${this.#access}` } }
  }

  ready = async (): Promise<'ready' | 'signed-out' | 'unreachable'> =>
    this.now() <= this.#endsAt - marginMs ? 'ready' : this.renew()

  /** One renewal at a time, whoever asks for it. */
  renew(): Promise<'ready' | 'signed-out' | 'unreachable'> {
    this.#renewal ??= this.#renewNow().finally(() => {
      this.#renewal = null
    })
    return this.#renewal
  }

  /** As after a day in a drawer: the access token is over. */
  forgetAccess(): void {
    this.#endsAt = 0
    this.#access = 'over'
  }

  readonly api: Api = async <T>(ask: Ask<T>): Promise<Reply<T>> => {
    if (this.now() > this.#endsAt - marginMs) await this.renew()
    const reply = await this.#raw(ask)
    if (reply.ok || reply.failure.code !== 'signed_out') return reply
    const renewed = await this.renew()
    return renewed === 'ready' ? this.#raw(ask) : failed(renewed === 'signed-out' ? 'signed_out' : 'unreachable')
  }

  async putAway(): Promise<void> {
    for (const room of this.rooms.values()) room.close()
    this.lobby.leave()
    await this.line.close()
  }

  async #renewNow(): Promise<'ready' | 'signed-out' | 'unreachable'> {
    const body = { refresh: this.#refresh }
    const reply = await this.#raw({
      method: 'POST',
      path: paths.refresh,
      body,
      answer: shaped<Session>('tokens', 'now'),
    })
    if (!reply.ok) return isOut(reply.failure.code) ? 'signed-out' : 'unreachable'
    const { tokens, accessEndsAt, now } = reply.value
    if (!tokens) return 'unreachable'
    this.#access = tokens.access
    this.#refresh = tokens.refresh
    this.#endsAt = this.now() + (accessEndsAt - now)
    return 'ready'
  }

  #fetch(path: string, init: RequestInit = {}): Promise<Response> {
    this.asked.push(path.replace(/\?.*/, ''))
    const { method = 'GET', body = null, signal = null } = init
    const isRenewal = path === paths.refresh
    const identity = isRenewal ? { 'x-yagura-client': 'bearer' } : { authorization: `Bearer ${this.#access}` }
    const headers = { ...(init.headers as Record<string, string>), ...identity }
    return fetch(`http://127.0.0.1:${this.line.port}${path}`, { method, headers, body, signal })
  }
}
