import type { Id } from '../../protocol/ids.ts'
import type { ServerMessage, Update } from '../../protocol/server-message.ts'
import { protocolVersion } from '../../protocol/version.ts'
import { paths } from '../../web/transport/paths.ts'
import type { Phone } from './phone.ts'
import { Until } from './waiting.ts'

type Frame = { message: ServerMessage & { t: string }; text: string; at: number }

const patienceMs = 20_000

/** A socket that keeps to no rule and remembers everything: for what no client of ours would do. */
export class RawSocket {
  readonly frames: Frame[] = []
  readonly until = new Until()
  /** The close code and when it came; null while the socket stands. */
  closed: { code: number; at: number } | null = null
  readonly #socket: WebSocket

  private constructor(phone: Phone, path: string) {
    const { url, headers } = phone.socket(path)
    this.#socket = new WebSocket(url, { headers } as never)
    this.#socket.onmessage = ({ data }) => {
      this.frames.push({ message: JSON.parse(String(data)), text: String(data), at: performance.now() })
      this.until.look()
    }
    this.#socket.onclose = ({ code }) => {
      this.closed ??= { code, at: performance.now() }
      this.until.look()
    }
  }

  /** Opens, and waits for the first frame or the close. */
  static async open(phone: Phone, path: string): Promise<RawSocket> {
    const socket = new RawSocket(phone, path)
    await socket.until.holds(`${path} opens`, () => socket.frames.length > 0 || socket.closed !== null, patienceMs)
    return socket
  }

  static room = (phone: Phone, roomId: Id, version: number = protocolVersion): Promise<RawSocket> =>
    RawSocket.open(phone, paths.roomSocket(roomId, { version, seq: 0, rev: 0, roster: 0 }))

  send(frame: object | string | Uint8Array<ArrayBuffer>): void {
    const isRaw = typeof frame === 'string' || frame instanceof Uint8Array
    this.#socket.send(isRaw ? frame : JSON.stringify(frame))
  }

  close(): void {
    this.#socket.close()
  }

  /** The first frame that fits, waited for. */
  async frame(what: string, fits: (message: Frame['message']) => boolean): Promise<Frame> {
    const found = () => this.frames.find(({ message }) => fits(message))
    await this.until.holds(what, () => found() !== undefined || this.closed !== null, patienceMs)
    const frame = found()
    if (!frame) throw new Error(`${what}: closed with ${this.closed?.code} before`)
    return frame
  }

  /** The answer to a command of ours. */
  async answer(id: string): Promise<NonNullable<Update['answers']>[number]> {
    const isIt = (message: Frame['message']) =>
      message.t === 'update' && (message.answers ?? []).some((answer) => answer.id === id)
    const { message } = await this.frame(`the answer to ${id}`, isIt)
    const answer = message.t === 'update' ? message.answers?.find((one) => one.id === id) : undefined
    if (!answer) throw new Error('unreachable')
    return answer
  }

  async closeCode(what: string): Promise<number> {
    await this.until.holds(what, () => this.closed !== null, patienceMs)
    return this.closed?.code ?? 0
  }
}
