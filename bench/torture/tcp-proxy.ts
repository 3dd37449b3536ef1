import { createServer, connect as openTcp, type Server, type Socket } from 'node:net'

/**
 * A bad network between a phone and the town, on 127.0.0.1: each connection through it is a link that can be delayed, throttled, cut at once or
 * after so many bytes (amid a frame), or made half-open, where bytes are swallowed and nobody is told.
 */

/** up: from the phone to the town. */
export type Direction = 'up' | 'down'

/** What a link suffers from its beginning. All of it optional: a fair link passes everything on at once. */
export type Weather = {
  delayMs?: number
  /** Bytes a second, each way. */
  throttle?: number
  /** Passes so many bytes in this direction, and then cuts. */
  cutAfter?: { direction: Direction; bytes: number }
  /** Passes so many bytes in this direction, and then swallows what goes that way. */
  swallowAfter?: { direction: Direction; bytes: number }
}

export type ProxyOptions = {
  targetPort: () => number
  /** The weather of the n-th link. */
  weather?: (link: number) => Weather
}

const mostQueuedBytes = 64 * 1024

export class TcpProxy {
  readonly links = new Set<Link>()
  /** A network that knows no WebSockets: an upgrade is cut off. */
  blocksUpgrades = false
  /** A network that is not there: every new connection is cut off. */
  isDown = false
  /** How many links there have been. */
  linkCount = 0
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

/** One connection of a phone to the town. */
export class Link {
  isTrapped = false
  trapSprung: (() => void) | null = null
  ended: () => void = () => {}
  seen: (direction: Direction, chunk: Buffer) => boolean = () => true
  readonly #client: Socket
  readonly #town: Socket
  readonly #pipes: Record<Direction, Pipe>
  #isOver = false

  constructor(client: Socket, town: Socket, weather: Weather) {
    this.#client = client
    this.#town = town
    this.#pipes = {
      up: new Pipe(client, town, 'up', weather, this),
      down: new Pipe(town, client, 'down', weather, this),
    }
    for (const socket of [client, town]) {
      socket.setNoDelay(true)
      socket.on('error', () => {})
    }
  }

  /** Breaks both connections without a word (RST). */
  cut(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#client.resetAndDestroy()
    this.#town.resetAndDestroy()
    this.ended()
  }

  /** From now on what goes this way vanishes, and the connection stands. */
  swallow(direction: Direction): void {
    this.#pipes[direction].isSwallowing = true
  }
}

/** One direction of a link. */
class Pipe {
  isSwallowing = false
  readonly #source: Socket
  readonly #sink: Socket
  readonly #direction: Direction
  readonly #weather: Weather
  readonly #link: Link
  readonly #queue: { at: number; run: () => void }[] = []
  #passed = 0
  #queuedBytes = 0
  #freeAt = 0

  constructor(source: Socket, sink: Socket, direction: Direction, weather: Weather, link: Link) {
    this.#source = source
    this.#sink = sink
    this.#direction = direction
    this.#weather = weather
    this.#link = link
    source.on('data', (chunk: Buffer) => this.#take(chunk))
    // Who is behind a swallowed way is not told of an end either.
    source.on('end', () => this.#after(0, () => this.isSwallowing || sink.end()))
    source.on('close', () => this.#after(0, () => this.isSwallowing || link.cut()))
    sink.on('drain', () => source.resume())
  }

  #take(chunk: Buffer): void {
    if (this.isSwallowing || !this.#link.seen(this.#direction, chunk)) return
    const { cutAfter, swallowAfter } = this.#weather
    if (cutAfter?.direction === this.#direction && this.#passed + chunk.length >= cutAfter.bytes) {
      const rest = chunk.subarray(0, Math.max(0, cutAfter.bytes - this.#passed))
      this.isSwallowing = true
      this.#after(rest.length, () => this.#sink.write(rest, () => this.#link.cut()))
      return
    }
    this.#passed += chunk.length
    if (swallowAfter?.direction === this.#direction && this.#passed > swallowAfter.bytes) this.isSwallowing = true
    else this.#pass(chunk)
  }

  #pass(chunk: Buffer): void {
    this.#queuedBytes += chunk.length
    if (this.#queuedBytes > mostQueuedBytes) this.#source.pause()
    this.#after(chunk.length, () => {
      this.#queuedBytes -= chunk.length
      if (this.#sink.write(chunk)) this.#source.resume()
      else this.#source.pause()
    })
  }

  /** Runs in order, once the delay is over and the throttle has let so many bytes through. */
  #after(bytes: number, run: () => void): void {
    const { delayMs = 0, throttle } = this.#weather
    if (delayMs === 0 && throttle === undefined) return run()
    const now = performance.now()
    this.#freeAt = Math.max(now, this.#freeAt) + (throttle === undefined ? 0 : (bytes / throttle) * 1000)
    this.#queue.push({ at: this.#freeAt + delayMs, run })
    if (this.#queue.length === 1) this.#wait()
  }

  #wait(): void {
    const next = this.#queue[0]
    if (!next) return
    setTimeout(
      () => {
        while (this.#queue[0] && this.#queue[0].at <= performance.now()) this.#queue.shift()?.run()
        this.#wait()
      },
      Math.max(0, next.at - performance.now()),
    )
  }
}
