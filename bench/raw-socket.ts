import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

export type RawSocketOptions = {
  headers?: Record<string, string>
  /** Offers permessage-deflate, as every browser does. What comes is then left compressed. */
  deflate?: boolean
}

/**
 * A WebSocket client that costs the load process as little as can be: what comes is handed over as bytes of the receive buffer, good for that
 * moment only; what goes is masked with zeros. Knows what workerd sends: whole text frames, pings and closes.
 */
export class RawSocket {
  readonly #socket: Socket
  #rest: Buffer | null = null
  onFrame: (payload: Buffer) => void = () => {}
  onClose: (code: number) => void = () => {}
  frames = 0
  /** Of payloads. */
  bytes = 0

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('data', (data) => this.#hear(data))
    socket.on('close', () => this.onClose(1006))
    socket.on('error', () => undefined)
  }

  /** Resolves with the answer's first line when it is no upgrade. */
  static open(url: string, onFrame: (payload: Buffer) => void, options: RawSocketOptions = {}): Promise<RawSocket> {
    const { hostname, port, pathname, search, host } = new URL(url)
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname)
      let head = Buffer.alloc(0)
      const read = (data: Buffer) => {
        head = Buffer.concat([head, data])
        const end = head.indexOf('\r\n\r\n')
        if (end < 0) return
        socket.off('data', read)
        const [first = ''] = head.subarray(0, end).toString('latin1').split('\r\n')
        if (!first.includes(' 101 ')) {
          socket.destroy()
          return reject(new Error(first))
        }
        const opened = new RawSocket(socket)
        opened.onFrame = onFrame
        resolve(opened)
        if (end + 4 < head.length) opened.#hear(head.subarray(end + 4))
      }
      socket.on('data', read)
      socket.once('error', reject)
      const headers = {
        host,
        upgrade: 'websocket',
        connection: 'Upgrade',
        'sec-websocket-version': '13',
        'sec-websocket-key': randomBytes(16).toString('base64'),
        ...(options.deflate ? { 'sec-websocket-extensions': 'permessage-deflate; client_max_window_bits' } : {}),
        ...options.headers,
      }
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
      socket.write(`GET ${pathname}${search} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
    })
  }

  send(text: string): void {
    const payload = Buffer.from(text)
    const size = payload.length
    const head = size < 126 ? 6 : 8
    const frame = Buffer.alloc(head + size)
    frame[0] = 0x81
    if (size < 126) frame[1] = 0x80 | size
    else {
      frame[1] = 0x80 | 126
      frame.writeUInt16BE(size, 2)
    }
    payload.copy(frame, head)
    this.#socket.write(frame)
  }

  /** Lets the connection go, as a phone that walks into a tunnel. */
  drop(): void {
    this.#socket.destroy()
  }

  #hear(data: Buffer): void {
    let buffer = this.#rest === null ? data : Buffer.concat([this.#rest, data])
    this.#rest = null
    for (;;) {
      const frame = readFrame(buffer)
      if (frame === null) break
      buffer = buffer.subarray(frame.end)
      if (frame.opcode === opcodes.text || frame.opcode === 2) {
        this.frames += 1
        this.bytes += frame.payload.length
        this.onFrame(frame.payload)
      } else if (frame.opcode === opcodes.close) {
        const code = frame.payload.length >= 2 ? frame.payload.readUInt16BE(0) : 1005
        this.onClose(code)
        this.onClose = () => {}
        this.#socket.destroy()
      }
    }
    if (buffer.length > 0) this.#rest = buffer
  }
}

/** RFC 6455 §5.2 */
const opcodes = { text: 1, close: 8 } as const

type Frame = { opcode: number; payload: Buffer; end: number }

/** The first frame of the buffer, or null while it is not whole. RFC 6455 §5.2; a server does not mask. */
function readFrame(buffer: Buffer): Frame | null {
  if (buffer.length < 2) return null
  const short = (buffer[1] as number) & 0x7f
  const start = short === 127 ? 10 : short === 126 ? 4 : 2
  if (buffer.length < start) return null
  const size = short === 127 ? Number(buffer.readBigUInt64BE(2)) : short === 126 ? buffer.readUInt16BE(2) : short
  const end = start + size
  if (buffer.length < end) return null
  return { opcode: (buffer[0] as number) & 0x0f, payload: buffer.subarray(start, end), end }
}
