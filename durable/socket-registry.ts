import * as v from 'valibot'
import type { EpochMs } from '../protocol/ids.ts'
import type { SessionSocket, Sessions } from './session.ts'

/**
 * The open sockets of an object and their sessions. The runtime's list and the attachments are the truth; what is held here
 * is made again from them after an eviction.
 */
export class SocketRegistry<Schema extends v.GenericSchema<unknown, { openedAt: EpochMs }>>
  implements Sessions<v.InferOutput<Schema>>
{
  readonly #ctx: DurableObjectState
  readonly #schema: Schema
  readonly #sockets = new Map<WebSocket, HeldSocket<v.InferOutput<Schema>>>()

  constructor(ctx: DurableObjectState, schema: Schema) {
    this.#ctx = ctx
    this.#schema = schema
    for (const ws of ctx.getWebSockets()) this.#hold(ws)
  }

  /** Accepts a socket for hibernation and keeps its session. */
  accept(ws: WebSocket, session: v.InferOutput<Schema>): SessionSocket<v.InferOutput<Schema>> {
    this.#ctx.acceptWebSocket(ws)
    const held = new HeldSocket<v.InferOutput<Schema>>(ws, session)
    held.save(session)
    this.#sockets.set(ws, held)
    return held
  }

  of(ws: WebSocket): SessionSocket<v.InferOutput<Schema>> | null {
    return this.#sockets.get(ws) ?? this.#hold(ws)
  }

  /** A socket that ended. Its close is answered here: for a hibernating socket the runtime leaves that to us, and a browser waits a minute for it. */
  forget(ws: WebSocket): void {
    this.#sockets.delete(ws)
    try {
      ws.close()
    } catch {}
  }

  all(): Iterable<SessionSocket<v.InferOutput<Schema>>> {
    return this.#sockets.values()
  }

  /** Sessions whose socket was opened, or asked whether we are there, within the last `ms`. */
  aliveWithin(ms: number, now: EpochMs): v.InferOutput<Schema>[] {
    // The runtime keeps its own clock; a test town's may be ahead of it.
    const askedAgoMs = (ws: WebSocket) => Date.now() - (this.#ctx.getWebSocketAutoResponseTimestamp(ws)?.getTime() ?? 0)
    const isAlive = ([ws, { session }]: [WebSocket, HeldSocket<v.InferOutput<Schema>>]) =>
      now - session.openedAt <= ms || askedAgoMs(ws) <= ms
    return [...this.#sockets].filter(isAlive).map(([, { session }]) => session)
  }

  /** The longest open one of an account that has as many as it may. */
  oldestBeyond(
    most: number,
    isOwn: (session: v.InferOutput<Schema>) => boolean,
  ): SessionSocket<v.InferOutput<Schema>> | null {
    const own = [...this.#sockets.values()].filter(({ session }) => isOwn(session))
    own.sort((a, b) => a.session.openedAt - b.session.openedAt)
    return own.length < most ? null : (own[0] ?? null)
  }

  count(): number {
    return this.#sockets.size
  }

  #hold(ws: WebSocket): HeldSocket<v.InferOutput<Schema>> | null {
    const session = v.safeParse(this.#schema, ws.deserializeAttachment())
    if (!session.success) return null
    const held = new HeldSocket<v.InferOutput<Schema>>(ws, session.output)
    this.#sockets.set(ws, held)
    return held
  }
}

class HeldSocket<Session> implements SessionSocket<Session> {
  readonly #ws: WebSocket
  session: Session

  constructor(ws: WebSocket, session: Session) {
    this.#ws = ws
    this.session = session
  }

  save(session: Session): void {
    this.session = session
    this.#ws.serializeAttachment(session)
  }

  send(frame: string): void {
    // A socket that is closing throws; its close event follows and forgets it.
    try {
      this.#ws.send(frame)
    } catch {}
  }

  close(code: number, reason: string): void {
    try {
      this.#ws.close(code, reason)
    } catch {}
  }
}
