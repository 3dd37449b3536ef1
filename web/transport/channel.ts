import { closeCodes } from '../../protocol/close-codes.ts'
import type { EpochMs } from '../../protocol/ids.ts'
import type { Reply } from './api.ts'
import { type Circumstances, type Connection, type ConnectionEvent, type Effect, type SocketNo, nextWake, step, unopened } from './connection.ts'

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

export type Channel = {
  /** Sends over the open socket; false when there is none. */
  send: (frame: string) => boolean
  /** Polls at once, when polling. */
  hurry: () => void
  /** Closes for good. */
  leave: () => void
}

let lastSocket: SocketNo = 0

/** Opens a channel, and carries out what `connection.ts` says until it stops. */
export function openChannel<Down>(parts: ChannelParts<Down>): Channel {
  const sockets = new Map<SocketNo, WebSocket | null>()
  let connection: Connection = unopened
  let timer: ReturnType<typeof setTimeout> | undefined

  const circumstances = (): Circumstances => ({
    now: parts.now(),
    chance: Math.random(),
    visible: document.visibilityState === 'visible',
    nextSocket: lastSocket + 1,
  })

  function dispatch(event: ConnectionEvent): void {
    const before = connection
    const next = step(connection, event, circumstances())
    connection = next.connection
    for (const effect of next.effects) perform(effect)
    if (connection !== before) parts.changed(connection)
    clearTimeout(timer)
    const wakeAt = nextWake(connection)
    if (wakeAt !== null) timer = setTimeout(() => dispatch({ type: 'time' }), Math.max(0, wakeAt - parts.now()))
    if (connection.state === 'stopped') stopListening()
  }

  function perform(effect: Effect): void {
    if (effect.do === 'poll') void poll()
    else if (effect.do === 'open') void open(effect.socket)
    else if (effect.do === 'ping') sockets.get(effect.socket)?.send('ping')
    else close(effect.socket)
  }

  async function open(no: SocketNo): Promise<void> {
    lastSocket = Math.max(lastSocket, no)
    sockets.set(no, null)
    const readiness = await parts.ready()
    if (!sockets.has(no)) return
    if (readiness !== 'ready') {
      sockets.delete(no)
      return dispatch({ type: 'closed', socket: no, code: readiness === 'signed-out' ? closeCodes.sessionEnded : 1006 })
    }
    const socket = new WebSocket(parts.socketUrl())
    sockets.set(no, socket)
    socket.onmessage = ({ data }) => hear(no, String(data))
    socket.onclose = ({ code }) => {
      sockets.delete(no)
      dispatch({ type: 'closed', socket: no, code })
    }
  }

  function hear(no: SocketNo, frame: string): void {
    if (!sockets.has(no)) return
    if (frame === 'pong') return dispatch({ type: 'heard', socket: no, what: 'pong' })
    const message = parts.decode(frame)
    if (message === null) {
      close(no)
      return dispatch({ type: 'closed', socket: no, code: closeCodes.reloadRequired })
    }
    // First the state, so that what the message sets free can leave over this socket.
    dispatch({ type: 'heard', socket: no, what: 'frame' })
    if (isCurrent(no)) parts.heard(message)
  }

  const isCurrent = (no: SocketNo) => connection.state === 'open' && connection.socket === no

  function close(no: SocketNo): void {
    const socket = sockets.get(no)
    sockets.delete(no)
    if (!socket) return
    socket.onmessage = socket.onclose = null
    socket.close()
  }

  async function poll(): Promise<void> {
    const reply = await parts.poll()
    if (connection.state !== 'polling') return
    if (reply.ok) parts.heard(reply.value)
    dispatch({ type: 'polled', refusal: reply.ok ? null : reply.failure.code })
  }

  const onVisibility = () => dispatch({ type: document.visibilityState === 'visible' ? 'visible' : 'hidden' })
  const onOnline = () => dispatch({ type: 'online' })
  const onOffline = () => dispatch({ type: 'offline' })
  document.addEventListener('visibilitychange', onVisibility)
  window.addEventListener('online', onOnline)
  window.addEventListener('offline', onOffline)

  function stopListening(): void {
    document.removeEventListener('visibilitychange', onVisibility)
    window.removeEventListener('online', onOnline)
    window.removeEventListener('offline', onOffline)
    for (const no of [...sockets.keys()]) close(no)
  }

  dispatch({ type: 'time' })
  return {
    send(frame) {
      if (connection.state !== 'open') return false
      const socket = sockets.get(connection.socket)
      if (socket?.readyState !== WebSocket.OPEN) return false
      socket.send(frame)
      return true
    },
    hurry: () => dispatch({ type: 'hurry' }),
    leave: () => dispatch({ type: 'leave' }),
  }
}
