import { closeCodes } from '../../protocol/close-codes.ts'
import type { EpochMs } from '../../protocol/ids.ts'
import type { Reply } from './api.ts'
import {
  type Circumstances,
  type Connection,
  type ConnectionEvent,
  type Effect,
  nextWake,
  type SocketNo,
  step,
  unopened,
  unopenedWithoutSockets,
} from './connection.ts'
import { neverBack } from './steady-clock.ts'

/** What a channel needs to know of the place it leads to. */
export type ChannelParts<Down> = {
  /** Where to open a socket, made anew for each try: the hello is in it. */
  socketUrl: () => string
  /** A frame down, or null for one of an unknown shape. */
  decode: (frame: string) => Down | null
  /** The same catch-up over HTTP. */
  poll: () => Promise<Reply<Down>>
  /** Renews the session where needed, before a socket is opened. */
  ready: () => Promise<'ready' | 'signed-out' | 'unreachable'>
  heard: (message: Down) => void
  changed: (connection: Connection) => void
  now: () => EpochMs
}

/** A number for each socket of this page. */
let lastSocket: SocketNo = 0
/** Whether polls were answered here where sockets were not: another room need not find out again. */
let isWithoutSockets = false

/** The way to a room or a lobby: carries out what `connection.ts` says, until it stops. */
export class Channel<Down> {
  private connection: Connection = isWithoutSockets ? unopenedWithoutSockets : unopened
  /** Null while the session is made ready for it. */
  private readonly sockets = new Map<SocketNo, WebSocket | null>()
  private timer: ReturnType<typeof setTimeout> | undefined
  private readonly listening = new AbortController()

  private readonly now: () => EpochMs

  constructor(private readonly parts: ChannelParts<Down>) {
    this.now = neverBack(parts.now)
    const { signal } = this.listening
    const looked = () => this.dispatch({ type: document.visibilityState === 'visible' ? 'visible' : 'hidden' })
    document.addEventListener('visibilitychange', looked, { signal })
    window.addEventListener('online', () => this.dispatch({ type: 'online' }), { signal })
    window.addEventListener('offline', () => this.dispatch({ type: 'offline' }), { signal })
    this.dispatch({ type: 'time' })
  }

  /** Sends over the open socket; false when there is none. */
  send(frame: string): boolean {
    if (this.connection.state !== 'open') return false
    const socket = this.sockets.get(this.connection.socket)
    if (socket?.readyState !== WebSocket.OPEN) return false
    socket.send(frame)
    this.dispatch({ type: 'sent' })
    return true
  }

  /** Polls at once, when polling. */
  hurry(): void {
    this.dispatch({ type: 'hurry' })
  }

  /** Closes for good. */
  leave(): void {
    this.dispatch({ type: 'leave' })
  }

  private dispatch(event: ConnectionEvent): void {
    const before = this.connection
    const next = step(before, event, this.circumstances())
    this.connection = next.connection
    if (this.connection.state === 'open') isWithoutSockets = false
    else if (this.connection.state === 'polling' && this.connection.healthy) isWithoutSockets = true
    for (const effect of next.effects) this.perform(effect)
    if (this.connection !== before) this.parts.changed(this.connection)
    this.setTimer()
    if (this.connection.state === 'stopped') this.stop()
  }

  private circumstances(): Circumstances {
    const visible = document.visibilityState === 'visible'
    return { now: this.now(), chance: Math.random(), visible, nextSocket: lastSocket + 1 }
  }

  private setTimer(): void {
    clearTimeout(this.timer)
    const wakeAt = nextWake(this.connection)
    if (wakeAt === null) return
    this.timer = setTimeout(() => this.dispatch({ type: 'time' }), Math.max(0, wakeAt - this.now()))
  }

  private perform(effect: Effect): void {
    if (effect.do === 'poll') void this.poll()
    else if (effect.do === 'open') void this.open(effect.socket)
    else if (effect.do === 'ping') this.sockets.get(effect.socket)?.send('ping')
    else this.close(effect.socket)
  }

  private async open(no: SocketNo): Promise<void> {
    lastSocket = Math.max(lastSocket, no)
    this.sockets.set(no, null)
    const readiness = await this.parts.ready()
    if (!this.sockets.has(no)) return
    if (readiness !== 'ready') return this.closed(no, readiness === 'signed-out' ? closeCodes.sessionEnded : noAnswer)
    const socket = new WebSocket(this.parts.socketUrl())
    this.sockets.set(no, socket)
    socket.onmessage = ({ data }) => this.hear(no, String(data))
    socket.onclose = ({ code }) => this.closed(no, code)
  }

  private closed(no: SocketNo, code: number): void {
    this.sockets.delete(no)
    this.dispatch({ type: 'closed', socket: no, code })
  }

  private hear(no: SocketNo, frame: string): void {
    if (!this.sockets.has(no)) return
    if (frame === 'pong') return this.dispatch({ type: 'heard', socket: no, what: 'pong' })
    const message = this.parts.decode(frame)
    if (message === null) {
      this.close(no)
      return this.closed(no, closeCodes.reloadRequired)
    }
    // First the state, so that what the message sets free can leave over this socket.
    this.dispatch({ type: 'heard', socket: no, what: 'frame' })
    if (this.connection.state === 'open' && this.connection.socket === no) this.parts.heard(message)
  }

  private close(no: SocketNo): void {
    const socket = this.sockets.get(no)
    this.sockets.delete(no)
    if (!socket) return
    socket.onmessage = null
    socket.onclose = null
    socket.close()
  }

  private async poll(): Promise<void> {
    const reply = await this.parts.poll()
    if (this.connection.state !== 'polling') return
    if (reply.ok) this.parts.heard(reply.value)
    this.dispatch({ type: 'polled', refusal: reply.ok ? null : reply.failure.code })
  }

  private stop(): void {
    this.listening.abort()
    for (const no of [...this.sockets.keys()]) this.close(no)
  }
}

/** RFC 6455 §7.1.5: the connection was lost without a word. */
const noAnswer = 1006
