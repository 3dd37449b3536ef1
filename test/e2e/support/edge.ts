import {
  request as askTown,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  ServerResponse,
} from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { createGzip } from 'node:zlib'

/** What becomes of a WebSocket's upgrade: it passes, is refused with 403, waits for ever, or arrives as a plain GET. */
export type Upgrades = 'pass' | 'refused' | 'hanging' | 'stripped'

/** What went over the line for one path: requests and upgrades, bytes of bodies as they travel, and of a socket's frames. */
export type Traffic = { requests: number; up: number; down: number }

/** Cloudflare's edge: level of gzip, and the least worth it (developers.cloudflare.com/speed/optimization/content/compression). */
const gzipLevel = 8
const leastGzipBytes = 48
/** So long the edge keeps an idle connection (developers.cloudflare.com/fundamentals/reference/connection-limits). */
const keptAliveMs = 400_000
const gzipTypes =
  /^(?:text\/(?:html|css|plain|javascript|csv)|application\/(?:javascript|json|manifest\+json)|image\/svg\+xml)\b/

/** The edge before the town: passes HTTP on, compresses text, counts, and does with upgrades what it is told. */
export class Edge {
  upgrades: Upgrades = 'pass'
  /** By path without its query. */
  readonly traffic = new Map<string, Traffic>()
  readonly #server: Server
  readonly #townPort: () => number
  /** Upgraded or waiting to be: the server knows them no more. */
  readonly #sockets = new Set<Duplex>()
  readonly #joined = new Set<Duplex>()

  private constructor(townPort: () => number) {
    this.#townPort = townPort
    this.#server = createServer((request, response) => this.#pass(request, response))
    this.#server.keepAliveTimeout = keptAliveMs
    this.#server.on('upgrade', (request: IncomingMessage, client: Duplex, head: Buffer) =>
      this.#upgrade(request, client, head),
    )
  }

  static async before(townPort: () => number): Promise<Edge> {
    const edge = new Edge(townPort)
    await new Promise<void>((resolve) => edge.#server.listen(0, '127.0.0.1', resolve))
    return edge
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** How many upgraded sockets stand now. */
  get openSockets(): number {
    return this.#joined.size
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #count({ url = '' }: IncomingMessage): Traffic {
    const path = url.replace(/\?.*/s, '')
    const traffic = this.traffic.get(path) ?? { requests: 0, up: 0, down: 0 }
    this.traffic.set(path, traffic)
    return traffic
  }

  #pass(request: IncomingMessage, response: ServerResponse): void {
    const traffic = this.#count(request)
    traffic.requests += 1
    const { method, url: path } = request
    const headers = { ...withoutUpgrade(request.headers), 'accept-encoding': 'identity' }
    const asked = askTown({ host: '127.0.0.1', port: this.#townPort(), method, path, headers, agent: false })
    asked.on('response', (answer) => answerWith(answer, request, response, traffic))
    asked.on('error', () => (response.headersSent ? response.destroy() : badGateway(response)))
    response.on('close', () => asked.destroy())
    request.on('data', (chunk: Buffer) => {
      traffic.up += chunk.length
    })
    request.pipe(asked)
  }

  #upgrade(request: IncomingMessage, client: Duplex, head: Buffer): void {
    client.on('error', () => client.destroy())
    client.on('close', () => this.#sockets.delete(client) && this.#joined.delete(client))
    this.#sockets.add(client)
    if (this.upgrades === 'pass') return this.#join(request, client, head)
    if (this.upgrades === 'refused') return void client.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n')
    if (this.upgrades === 'hanging') return void client.resume()
    const response = new ServerResponse(request)
    response.assignSocket(client as Socket)
    response.on('finish', () => client.end())
    this.#pass(request, response)
  }

  #join(request: IncomingMessage, client: Duplex, head: Buffer): void {
    const traffic = this.#count(request)
    traffic.requests += 1
    const town = connect({ host: '127.0.0.1', port: this.#townPort() })
    town.setNoDelay(true)
    town.on('connect', () => this.#joined.add(client))
    town.on('error', () => client.destroy())
    town.on('close', () => client.destroy())
    client.on('close', () => town.destroy())
    client.on('data', (chunk: Buffer) => {
      traffic.up += chunk.length
    })
    town.on('data', (chunk: Buffer) => {
      traffic.down += chunk.length
    })
    town.write(headOf(request))
    town.write(head)
    client.pipe(town).pipe(client)
  }
}

function answerWith(answer: IncomingMessage, request: IncomingMessage, response: ServerResponse, traffic: Traffic) {
  const isGzip = isToBeCompressed(request, answer)
  response.writeHead(answer.statusCode ?? 502, isGzip ? compressed(answer.headers) : answer.headers)
  const body = isGzip ? answer.pipe(createGzip({ level: gzipLevel })) : answer
  body.on('data', (chunk: Buffer) => {
    traffic.down += chunk.length
  })
  answer.on('error', () => response.destroy())
  body.pipe(response)
}

function isToBeCompressed(request: IncomingMessage, { headers, statusCode }: IncomingMessage): boolean {
  const hasBody = request.method !== 'HEAD' && statusCode !== 204 && statusCode !== 304
  const isTaken = /\bgzip\b/.test(String(request.headers['accept-encoding']))
  const isWorthIt = Number(headers['content-length'] ?? leastGzipBytes) >= leastGzipBytes
  const isText = gzipTypes.test(headers['content-type'] ?? '') && headers['content-encoding'] === undefined
  return hasBody && isTaken && isWorthIt && isText
}

/** A strong ETag becomes a weak one, as at Cloudflare: these are other bytes. */
function compressed({ 'content-length': _, etag, ...headers }: IncomingHttpHeaders): IncomingHttpHeaders {
  const weak = etag === undefined ? {} : { etag: etag.replace(/^"/, 'W/"') }
  return { ...headers, ...weak, 'content-encoding': 'gzip', vary: 'accept-encoding' }
}

/** A town that is not there: the edge's own page, which is no word of ours. */
function badGateway(response: ServerResponse): void {
  response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>502 Bad Gateway</h1>')
}

/** Of one hop only (RFC 9110 §7.6.1), and what makes an upgrade a WebSocket's. */
const ofOneHop = /^(?:connection|keep-alive|upgrade|sec-websocket-.*)$/

const withoutUpgrade = (headers: IncomingHttpHeaders): IncomingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !ofOneHop.test(name)))

function headOf({ method, url, rawHeaders }: IncomingMessage): string {
  const lines = rawHeaders.flatMap((name, i) => (i % 2 === 0 ? [`${name}: ${rawHeaders[i + 1]}`] : []))
  return [`${method} ${url} HTTP/1.1`, ...lines, '', ''].join('\r\n')
}
