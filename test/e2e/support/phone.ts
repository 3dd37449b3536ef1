import type { ClientMessage, Command } from '../../../protocol/client-message.ts'
import type { RoomList, Session } from '../../../protocol/http.ts'
import type { Answer, ServerMessage, Sheet, Update, Welcome } from '../../../protocol/server-message.ts'
import { protocolVersion } from '../../../protocol/version.ts'

/** A town that says nothing for so long is not there. */
const answerMs = 60_000
/** Nor does a room that has something to say keep it for so long. */
const frameMs = 30_000

/** Someone's phone without a screen: cookies, requests and sockets as a browser makes them. */
export class Phone {
  readonly loginId: string
  readonly #origin: () => string
  readonly #cookies = new Map<string, string>()
  session: Session | null = null

  constructor(origin: () => string, loginId: string) {
    this.#origin = origin
    this.loginId = loginId
  }

  async signIn(password: string): Promise<void> {
    const response = await this.request('POST', '/api/session', { loginId: this.loginId, password })
    if (!response.ok) throw new Error(`${this.loginId} cannot sign in: ${await response.text()}`)
    this.session = (await response.json()) as Session
  }

  async refresh(): Promise<number> {
    return (await this.request('POST', '/api/session/refresh', {})).status
  }

  async request(method: string, path: string, body?: unknown): Promise<Response> {
    const headers = { cookie: this.#cookie(), origin: this.#origin(), 'content-type': 'application/json' }
    const content = body === undefined ? {} : { body: JSON.stringify(body) }
    const signal = AbortSignal.timeout(answerMs)
    const response = await fetch(`${this.#origin()}${path}`, { method, headers, signal, ...content })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      this.#cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    return response
  }

  async get<T>(path: string): Promise<T> {
    const response = await this.request('GET', path)
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
    return (await response.json()) as T
  }

  /** The rooms of all organizations, by name. */
  async rooms(): Promise<Map<string, string>> {
    const lists = await Promise.all(
      (this.session?.organizations ?? []).map(({ id }) => this.get<RoomList>(`/api/organizations/${id}/rooms`)),
    )
    return new Map(lists.flatMap(({ rooms }) => rooms.map(({ id, name }) => [name, id] as const)))
  }

  /** The room of this name, once it is in a list: those of a town that has just been started may still be filling. */
  async room(name: string): Promise<string> {
    const endsAt = performance.now() + answerMs
    while (performance.now() < endsAt) {
      const id = (await this.rooms()).get(name)
      if (id !== undefined) return id
    }
    throw new Error(`${this.loginId} has no room ${name}`)
  }

  sync(roomId: string, seq = 0): Promise<Welcome> {
    return this.get<Welcome>(`/api/rooms/${roomId}/sync?v=${protocolVersion}&seq=${seq}`)
  }

  async command(roomId: string, command: Command): Promise<Answer | { pointer: number }> {
    const response = await this.request('POST', `/api/rooms/${roomId}/commands`, command)
    const body = (await response.json()) as Answer | { pointer: number } | { error: { code: string } }
    if ('error' in body) throw new Error(`refused: ${body.error.code}`)
    return body
  }

  sheet(roomId: string, seq: number): Promise<Sheet> {
    return this.get<Sheet>(`/api/rooms/${roomId}/entries/${seq}/readers`)
  }

  async open(roomId: string, seq = 0, rev = 0): Promise<RoomSocket> {
    const query = `v=${protocolVersion}&seq=${seq}&rev=${rev}`
    const url = `${this.#origin().replace('http', 'ws')}/api/rooms/${roomId}/socket?${query}`
    const headers = { cookie: this.#cookie(), origin: this.#origin() }
    const socket = new RoomSocket(new WebSocket(url, { headers } as never))
    await socket.opened
    return socket
  }

  #cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }
}

/** One socket to a room: frames are awaited. */
export class RoomSocket {
  readonly #socket: WebSocket
  readonly #heard: ServerMessage[] = []
  readonly #taken: string[] = []
  #wake: () => void = () => {}
  readonly opened: Promise<void>
  readonly closed: Promise<number>
  isOpen = false

  constructor(socket: WebSocket) {
    this.#socket = socket
    this.opened = new Promise((resolve, reject) => {
      socket.addEventListener('open', () => {
        this.isOpen = true
        resolve()
      })
      socket.addEventListener('error', () => reject(new Error('no socket')))
    })
    this.closed = new Promise((resolve) =>
      socket.addEventListener('close', ({ code }) => {
        this.isOpen = false
        resolve(code)
        this.#wake()
      }),
    )
    socket.addEventListener('message', ({ data }) => {
      this.#heard.push(JSON.parse(data) as ServerMessage)
      this.#wake()
    })
  }

  send(message: ClientMessage): void {
    this.#socket.send(JSON.stringify(message))
  }

  close(): void {
    this.#socket.close()
  }

  /** The next frame, or null once the socket is closed and everything was taken. Throws where none comes, with what came before. */
  async next(): Promise<ServerMessage | null> {
    while (this.#heard.length === 0 && this.isOpen) {
      await new Promise<void>((resolve, reject) => {
        const tooLong = () => reject(new Error(`no frame for ${frameMs} ms, after ${JSON.stringify(this.#taken)}`))
        const timer = setTimeout(tooLong, frameMs)
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    const frame = this.#heard.shift() ?? null
    if (frame) this.#taken.push(frame.t)
    return frame
  }

  async update(wanted: (update: Update) => boolean): Promise<Update> {
    for (;;) {
      const message = await this.next()
      if (!message) throw new Error('the socket closed')
      if (message.t === 'update' && wanted(message)) return message
    }
  }

  async welcome(): Promise<Welcome> {
    const message = await this.next()
    if (message?.t !== 'welcome') throw new Error(`not a welcome: ${message?.t}`)
    return message
  }
}
