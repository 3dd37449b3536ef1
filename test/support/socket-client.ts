import { actorHeader } from '../../protocol/bindings.ts'
import type { ClientMessage } from '../../protocol/client-message.ts'
import type { Rooms } from '../../protocol/lobby-message.ts'
import type { ServerMessage, Update, Welcome } from '../../protocol/server-message.ts'
import { protocolVersion } from '../../protocol/version.ts'
import { id } from './builders.ts'

type Frame = ServerMessage | Rooms

/** A client over a real upgrade to an object: frames are awaited, never slept for. */
export class SocketClient {
  readonly #socket: WebSocket
  readonly #frames: Frame[] = []
  readonly #waiting: (() => void)[] = []
  readonly closed: Promise<number>

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.addEventListener('message', ({ data }) => {
      this.#frames.push(data === 'pong' ? ({ t: 'pong' } as never) : (JSON.parse(data as string) as Frame))
      for (const wake of this.#waiting.splice(0)) wake()
    })
    this.closed = new Promise((resolve) => socket.addEventListener('close', (event) => resolve(event.code)))
    socket.accept()
  }

  /** Opens a socket as an account; null when the object answers without one. */
  static async open(
    stub: Fetcher,
    name: string,
    hello: Record<string, number> = {},
    device = 'phone',
  ): Promise<SocketClient> {
    const client = await SocketClient.tryOpen(stub, name, hello, device)
    if (typeof client === 'number') throw new Error(`no socket: ${client}`)
    return client
  }

  static async tryOpen(
    stub: Fetcher,
    name: string,
    hello: Record<string, number> = {},
    device = 'phone',
  ): Promise<SocketClient | number> {
    const query = new URLSearchParams(
      Object.entries({ v: protocolVersion, ...hello }).map(([key, value]) => [key, `${value}`]),
    )
    const response = await stub.fetch(`https://object/socket?${query}`, {
      headers: { upgrade: 'websocket', [actorHeader]: JSON.stringify({ accountId: id(name), deviceId: id(device) }) },
    })
    return response.webSocket ? new SocketClient(response.webSocket) : response.status
  }

  send(message: ClientMessage | string): void {
    this.#socket.send(typeof message === 'string' ? message : JSON.stringify(message))
  }

  close(): void {
    this.#socket.close(1000, 'done')
  }

  /** The next frame, taken. */
  async next(): Promise<Frame> {
    while (this.#frames.length === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    return this.#frames.shift() as Frame
  }

  /** Takes frames until one satisfies the test, and returns that one. */
  async until<T extends Frame>(wanted: (frame: Frame) => frame is T): Promise<T>
  async until(wanted: (frame: Frame) => boolean): Promise<Frame>
  async until(wanted: (frame: Frame) => boolean): Promise<Frame> {
    for (;;) {
      const frame = await this.next()
      if (wanted(frame)) return frame
    }
  }

  async welcome(): Promise<Welcome> {
    return this.until((frame): frame is Welcome => frame.t === 'welcome')
  }

  async update(wanted: (update: Update) => boolean = () => true): Promise<Update> {
    return this.until((frame): frame is Update => frame.t === 'update' && wanted(frame))
  }

  /** Everything that was sent before now: a question is asked, and its answer awaited. */
  async drain(): Promise<Frame[]> {
    this.send({ t: 'page', before: 0 })
    const frames: Frame[] = []
    for (;;) {
      const frame = await this.next()
      if (frame.t === 'page' && frame.before === 0) return frames
      frames.push(frame)
    }
  }
}
