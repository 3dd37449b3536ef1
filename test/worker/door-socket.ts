import type { ClientMessage } from '../../protocol/client-message.ts'
import type { Rooms } from '../../protocol/lobby-message.ts'
import type { ServerMessage } from '../../protocol/server-message.ts'
import { protocolVersion } from '../../protocol/version.ts'
import type { Bindings } from '../../worker/env.ts'
import { type Browser, ownOrigin } from './browser.ts'

type Frame = ServerMessage | Rooms

/** A socket through the front door; frames are awaited. */
export class DoorSocket {
  readonly #socket: WebSocket
  readonly #frames: Frame[] = []
  readonly #waiting: (() => void)[] = []
  readonly closed: Promise<number>

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.addEventListener('message', ({ data }) => {
      this.#frames.push(JSON.parse(String(data)) as Frame)
      for (const wake of this.#waiting.splice(0)) wake()
    })
    this.closed = new Promise((resolve) => socket.addEventListener('close', ({ code }) => resolve(code)))
    socket.accept()
  }

  static async open(
    browser: Browser,
    path: string,
    rest: { env?: Bindings; query?: string } = {},
  ): Promise<DoorSocket> {
    const response = await DoorSocket.response(browser, path, rest)
    if (!response.webSocket) throw new Error(`no socket: ${response.status}`)
    return new DoorSocket(response.webSocket)
  }

  /** The answer to the upgrade, with a socket or without. */
  static response(
    browser: Browser,
    path: string,
    {
      env,
      query = `v=${protocolVersion}`,
      headers = {},
    }: { env?: Bindings; query?: string; headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const asked = { upgrade: 'websocket', origin: ownOrigin, ...headers }
    return browser.ask(`${path}/socket?${query}`, { headers: asked, ...(env === undefined ? {} : { env }) })
  }

  send(message: ClientMessage): void {
    this.#socket.send(JSON.stringify(message))
  }

  async next(): Promise<Frame> {
    while (this.#frames.length === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    return this.#frames.shift() as Frame
  }

  async until(wanted: (frame: Frame) => boolean): Promise<Frame> {
    for (;;) {
      const frame = await this.next()
      if (wanted(frame)) return frame
    }
  }
}
