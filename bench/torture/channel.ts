import { closeCodes } from '../../protocol/close-codes.ts'
import type { EpochMs } from '../../protocol/ids.ts'
import type { Reply } from '../../web/transport/api.ts'
import {
  type Circumstances,
  type Connection,
  type ConnectionEvent,
  type Effect,
  nextWake,
  type SocketNo,
  step,
  unopened,
} from '../../web/transport/connection.ts'
import { neverBack } from '../../web/transport/steady-clock.ts'

export type ChannelParts<Down> = {
  /** Where to open a socket, and with which headers, made anew for each try. */
  socket: () => { url: string; headers: Record<string, string> }
  decode: (frame: string) => Down | null
  poll: () => Promise<Reply<Down>>
  ready: () => Promise<'ready' | 'signed-out' | 'unreachable'>
  heard: (message: Down) => void
  changed: (connection: Connection) => void
  now: () => EpochMs
  chance: () => number
}

/**
 * The way of a phone without a page to a room or a lobby: carries out what web/transport/connection.ts says, as web/transport/channel.ts does in a
 * browser. It reconnects by itself, and nobody else makes it.
 */
export class Channel<Down> {
  connection: Connection = unopened
  readonly #parts: ChannelParts<Down>
  readonly #sockets = new Map<SocketNo, WebSocket | null>()
  #lastSocket: SocketNo = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  readonly #now: () => EpochMs

  constructor(parts: ChannelParts<Down>) {
    this.#parts = parts
    this.#now = neverBack(parts.now)
    this.#dispatch({ type: 'time' })
  }

  send(frame: string): boolean {
    if (this.connection.state !== 'open') return false
    const socket = this.#sockets.get(this.connection.socket)
    if (socket?.readyState !== WebSocket.OPEN) return false
    socket.send(frame)
    this.#dispatch({ type: 'sent' })
    return true
  }

  hurry(): void {
    this.#dispatch({ type: 'hurry' })
  }

  /** Somebody looks at the phone again. */
  look(): void {
    this.#dispatch({ type: 'visible' })
  }

  leave(): void {
    this.#dispatch({ type: 'leave' })
  }

  #dispatch(event: ConnectionEvent): void {
    const before = this.connection
    const next = step(before, event, this.#circumstances())
    this.connection = next.connection
    for (const effect of next.effects) this.#perform(effect)
    if (this.connection !== before) this.#parts.changed(this.connection)
    this.#setTimer()
    if (this.connection.state === 'stopped') for (const no of [...this.#sockets.keys()]) this.#close(no)
  }

  #circumstances(): Circumstances {
    return { now: this.#now(), chance: this.#parts.chance(), visible: true, nextSocket: this.#lastSocket + 1 }
  }

  #setTimer(): void {
    clearTimeout(this.#timer)
    const wakeAt = nextWake(this.connection)
    if (wakeAt === null) return
    this.#timer = setTimeout(() => this.#dispatch({ type: 'time' }), Math.max(0, wakeAt - this.#now()))
  }

  #perform(effect: Effect): void {
    if (effect.do === 'poll') void this.#poll()
    else if (effect.do === 'open') void this.#open(effect.socket)
    else if (effect.do === 'ping') this.#sockets.get(effect.socket)?.send('ping')
    else this.#close(effect.socket)
  }

  async #open(no: SocketNo): Promise<void> {
    this.#lastSocket = Math.max(this.#lastSocket, no)
    this.#sockets.set(no, null)
    const readiness = await this.#parts.ready()
    if (!this.#sockets.has(no)) return
    if (readiness !== 'ready') return this.#closed(no, readiness === 'signed-out' ? closeCodes.sessionEnded : noAnswer)
    const { url, headers } = this.#parts.socket()
    const socket = new WebSocket(url, { headers } as never)
    this.#sockets.set(no, socket)
    socket.onmessage = ({ data }) => this.#hear(no, String(data))
    socket.onclose = ({ code }) => this.#closed(no, code)
  }

  #closed(no: SocketNo, code: number): void {
    this.#sockets.delete(no)
    this.#dispatch({ type: 'closed', socket: no, code })
  }

  #hear(no: SocketNo, frame: string): void {
    if (!this.#sockets.has(no)) return
    if (frame === 'pong') return this.#dispatch({ type: 'heard', socket: no, what: 'pong' })
    const message = this.#parts.decode(frame)
    if (message === null) {
      this.#close(no)
      return this.#closed(no, closeCodes.reloadRequired)
    }
    this.#dispatch({ type: 'heard', socket: no, what: 'frame' })
    if (this.connection.state === 'open' && this.connection.socket === no) this.#parts.heard(message)
  }

  #close(no: SocketNo): void {
    const socket = this.#sockets.get(no)
    this.#sockets.delete(no)
    if (!socket) return
    socket.onmessage = null
    socket.onclose = null
    socket.close()
  }

  async #poll(): Promise<void> {
    const reply = await this.#parts.poll()
    if (this.connection.state !== 'polling') return
    if (reply.ok) this.#parts.heard(reply.value)
    this.#dispatch({ type: 'polled', refusal: reply.ok ? null : reply.failure.code })
  }
}

/** RFC 6455 §7.1.5: the connection was lost without a word. */
const noAnswer = 1006
