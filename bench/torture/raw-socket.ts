import { randomBytes } from 'node:crypto'
import { request } from 'node:http'
import type { Socket } from 'node:net'
import type { Id } from '../../protocol/ids.ts'
import type { ServerMessage, Update } from '../../protocol/server-message.ts'
import { protocolVersion } from '../../protocol/version.ts'
import { paths } from '../../web/transport/paths.ts'
import type { Phone } from './phone.ts'
import { Until } from './waiting.ts'

type Frame = { message: ServerMessage; text: string; at: number }

const patienceMs = 20_000
/** RFC 6455 §5.2 */
const opcodes = { text: 1, close: 8 } as const
const lost = 1006

/**
 * A socket that keeps to no rule and remembers everything: for what no client of ours would do, and for the moment at which a close frame comes.
 * A WebSocket of Node or of a browser tells of a close only once the TCP connection has ended too.
 */
export class RawSocket {
  readonly frames: Frame[] = []
  readonly until = new Until()
  /** The close code and when it came; null while the socket stands. */
  closed: { code: number; at: number } | null = null
  #tcp: Socket | null = null
  #waiting: Buffer = Buffer.alloc(0)

  /** Opens, and waits for the first frame or the close. */
  static async open(phone: Phone, path: string): Promise<RawSocket> {
    const raw = new RawSocket()
    const { url, headers } = phone.socket(path)
    const upgrade = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': randomBytes(16).toString('base64'),
    }
    const asked = request(url.replace('ws:', 'http:'), { headers: { ...headers, ...upgrade }, agent: false })
    asked.on('upgrade', (_, tcp, head) => raw.#use(tcp, head))
    asked.on('response', (response) => {
      response.resume()
      raw.#end(lost)
    })
    asked.on('error', () => raw.#end(lost))
    asked.end()
    await raw.until.holds(`${path} opens`, () => raw.frames.length > 0 || raw.closed !== null, patienceMs)
    return raw
  }

  static room = (phone: Phone, roomId: Id, version: number = protocolVersion): Promise<RawSocket> =>
    RawSocket.open(phone, paths.roomSocket(roomId, { version, seq: 0, rev: 0, roster: 0 }))

  send(frame: object | string): void {
    this.#write(opcodes.text, Buffer.from(typeof frame === 'string' ? frame : JSON.stringify(frame)))
  }

  close(): void {
    this.#tcp?.destroy()
  }

  /** The first frame that fits, waited for. */
  async frame(what: string, fits: (message: ServerMessage) => boolean): Promise<Frame> {
    const found = () => this.frames.find(({ message }) => fits(message))
    await this.until.holds(what, () => found() !== undefined || this.closed !== null, patienceMs)
    const frame = found()
    if (!frame) throw new Error(`${what}: closed with ${this.closed?.code} before`)
    return frame
  }

  /** The answer to a command of ours. */
  async answer(id: string): Promise<NonNullable<Update['answers']>[number]> {
    const answerIn = (message: ServerMessage) =>
      message.t === 'update' ? message.answers?.find((answer) => answer.id === id) : undefined
    const { message } = await this.frame(`the answer to ${id}`, (one) => answerIn(one) !== undefined)
    return answerIn(message) as NonNullable<Update['answers']>[number]
  }

  async closeCode(what: string): Promise<number> {
    await this.until.holds(what, () => this.closed !== null, patienceMs)
    return this.closed?.code ?? 0
  }

  #use(tcp: Socket, head: Buffer): void {
    this.#tcp = tcp
    tcp.on('error', () => {})
    tcp.on('close', () => this.#end(lost))
    tcp.on('data', (chunk: Buffer) => this.#read(chunk))
    this.#read(head)
  }

  #read(chunk: Buffer): void {
    this.#waiting = Buffer.concat([this.#waiting, chunk])
    for (let frame = frameIn(this.#waiting); frame; frame = frameIn(this.#waiting)) {
      this.#waiting = this.#waiting.subarray(frame.size)
      this.#hear(frame.opcode, frame.payload)
    }
    this.until.look()
  }

  #hear(opcode: number, payload: Buffer): void {
    if (opcode === opcodes.close) {
      this.#write(opcodes.close, payload)
      return this.#end(payload.length >= 2 ? payload.readUInt16BE(0) : 1005)
    }
    if (opcode !== opcodes.text) return
    const text = payload.toString()
    this.frames.push({ message: JSON.parse(text), text, at: performance.now() })
  }

  #end(code: number): void {
    this.closed ??= { code, at: performance.now() }
    this.until.look()
  }

  /** A client masks what it sends. */
  #write(opcode: number, payload: Buffer): void {
    const mask = randomBytes(4)
    const masked = Buffer.from(payload.map((byte, i) => byte ^ (mask[i % 4] as number)))
    const size = payload.length
    const length =
      size < 126
        ? [0x80 | size]
        : size < 65_536
          ? [0x80 | 126, size >> 8, size & 255]
          : [0x80 | 127, 0, 0, 0, 0, ...bytesOf(size)]
    this.#tcp?.write(Buffer.concat([Buffer.from([0x80 | opcode, ...length]), mask, masked]))
  }
}

const bytesOf = (size: number): number[] => [size >>> 24, (size >> 16) & 255, (size >> 8) & 255, size & 255]

/** The first whole frame of the town, which masks nothing, joins its frames itself and was offered no compression. */
function frameIn(bytes: Buffer): { opcode: number; payload: Buffer; size: number } | null {
  if (bytes.length < 2) return null
  const short = (bytes[1] as number) & 127
  const from = short === 127 ? 10 : short === 126 ? 4 : 2
  if (bytes.length < from) return null
  const length = short === 127 ? Number(bytes.readBigUInt64BE(2)) : short === 126 ? bytes.readUInt16BE(2) : short
  if (bytes.length < from + length) return null
  return { opcode: (bytes[0] as number) & 15, payload: bytes.subarray(from, from + length), size: from + length }
}
