import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { crc32, deflateSync } from 'node:zlib'

/** A server of map tiles on loopback: pictures that are made here, and a record of which were asked for. */
export class TileServer {
  readonly #server: Server
  /** Paths and headers of what was asked for. */
  readonly asked: { path: string; referer: string | undefined }[] = []
  isDown = false
  /** Whether it lets pages look at its pictures, as 地理院 does. */
  isReadable = true

  constructor() {
    this.#server = createServer((request, response) => {
      this.asked.push({ path: request.url ?? '', referer: request.headers.referer })
      if (this.isDown) return void response.writeHead(503).end()
      const [, , x = 0, y = 0] = (request.url ?? '').match(/\/(\d+)\/(\d+)\/(\d+)\.png$/)?.map(Number) ?? []
      const shade = request.url?.includes('/pale/') ? 235 : (x + y) % 2 === 0 ? 214 : 200
      response.writeHead(200, {
        'content-type': 'image/png',
        'cache-control': 'no-store',
        ...(this.isReadable && { 'access-control-allow-origin': '*' }),
      })
      response.end(tile(shade))
    })
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** As the Worker's setting has it. */
  get tiles(): string {
    return `${this.origin}/xyz/{layer}/{z}/{x}/{y}.png`
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

const size = 256

/** A plain picture in a green grey with lines at its edges, as PNG. */
function tile(shade: number): Buffer {
  const rows = Buffer.alloc(size * (size * 3 + 1))
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1) {
      const isLine = x === 0 || y === 0 || Math.abs(x - y) < 3
      const at = y * (size * 3 + 1) + 1 + x * 3
      rows[at] = isLine ? 255 : shade - 8
      rows[at + 1] = isLine ? 244 : shade
      rows[at + 2] = isLine ? 214 : shade - 14
    }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(size, 0)
  header.writeUInt32BE(size, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10])
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}
