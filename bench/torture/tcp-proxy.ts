import { createServer, connect as openTcp, type Server, type Socket } from 'node:net'
import { type Direction, Link, type Weather } from './link.ts'

/**
 * A bad network between a phone and the town, on 127.0.0.1: each connection through it is a link that can be delayed, throttled, cut at once or
 * after so many bytes (amid a frame), or made half-open, where bytes are swallowed and nobody is told.
 */

export type ProxyOptions = {
  targetPort: () => number
  /** The weather of the n-th link. */
  weather?: (link: number) => Weather
}

export class TcpProxy {
  readonly links = new Set<Link>()
  /** A network that knows no WebSockets: an upgrade is cut off. */
  blocksUpgrades = false
  /** A network that is not there: every new connection is cut off. */
  isDown = false
  /** How many links there have been. */
  linkCount = 0
  /** Bytes that came through, payload and headers of everything. */
  readonly passed: Record<Direction, number> = { up: 0, down: 0 }
  readonly #server: Server
  readonly #options: ProxyOptions
  #trap: Trap | null = null

  private constructor(options: ProxyOptions) {
    this.#options = options
    this.#server = createServer({ allowHalfOpen: true }, (client) => this.#accept(client))
  }

  static async listen(options: ProxyOptions): Promise<TcpProxy> {
    const proxy = new TcpProxy(options)
    await new Promise<void>((resolve, reject) => {
      proxy.#server.once('error', reject)
      proxy.#server.listen(0, '127.0.0.1', resolve)
    })
    return proxy
  }

  get port(): number {
    const address = this.#server.address()
    return typeof address === 'object' && address ? address.port : 0
  }

  cutAll(): void {
    for (const link of [...this.links]) link.cut()
  }

  /** Of the next request that `isMeant`, the town gets everything and the phone gets nothing: what comes down is swallowed, and the link cut. */
  cutAnswerTo(isMeant: (chunk: Buffer) => boolean): Promise<void> {
    return new Promise((sprung) => {
      this.#trap = { isMeant, sprung }
    })
  }

  async close(): Promise<void> {
    this.cutAll()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #accept(client: Socket): void {
    this.linkCount += 1
    if (this.isDown) return void client.resetAndDestroy()
    const town = openTcp({ host: '127.0.0.1', port: this.#options.targetPort(), allowHalfOpen: true })
    const link = new Link(client, town, this.#options.weather?.(this.linkCount) ?? {})
    this.links.add(link)
    link.ended = () => this.links.delete(link)
    link.passed = (direction, bytes) => {
      this.passed[direction] += bytes
    }
    link.seen = (direction, chunk) => this.#see(link, direction, chunk)
  }

  /** Looks at a chunk before it passes; false takes it away. */
  #see(link: Link, direction: Direction, chunk: Buffer): boolean {
    if (direction === 'down') {
      if (!link.isTrapped) return true
      link.cut()
      link.trapSprung?.()
      return false
    }
    if (this.blocksUpgrades && /^GET [^\r\n]+\r\n(?:[^\r\n]+\r\n)*upgrade: websocket/i.test(chunk.toString('latin1'))) {
      link.cut()
      return false
    }
    const trap = this.#trap
    if (!trap?.isMeant(chunk)) return true
    this.#trap = null
    link.isTrapped = true
    link.trapSprung = trap.sprung
    return true
  }
}

type Trap = { isMeant: (chunk: Buffer) => boolean; sprung: () => void }
