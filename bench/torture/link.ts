import type { Socket } from 'node:net'

/** up: from the phone to the town. */
export type Direction = 'up' | 'down'

/** What a link suffers. All of it optional: a fair link passes everything on at once. */
export type Weather = {
  delayMs?: number
  /** Bytes a second, each way. */
  throttle?: number
  /** A line that it shares with other links. */
  line?: Record<Direction, Line>
  /** How long a piece of data is held back; those behind it wait. */
  holdMs?: () => number
  /** The first moment from this one on at which anything passes. */
  opensAt?: (at: number) => number
  /** Passes so many bytes in this direction, and then cuts. */
  cutAfter?: { direction: Direction; bytes: number }
  /** Passes so many bytes in this direction, and then swallows what goes that way. */
  swallowAfter?: { direction: Direction; bytes: number }
}

/** One way of a line that carries so many bytes a second, for all who send over it. */
export class Line {
  readonly #bytesPerSecond: number
  #freeAt = 0

  constructor(bytesPerSecond: number) {
    this.#bytesPerSecond = bytesPerSecond
  }

  /** Takes the line for so many bytes; says when they have passed. */
  take(bytes: number, now: number): number {
    this.#freeAt = Math.max(now, this.#freeAt) + (bytes / this.#bytesPerSecond) * 1000
    return this.#freeAt
  }
}

/** More than a slow line has under way: a second's bytes times the seconds of its delay. */
const mostQueuedBytes = 256 * 1024
/** More would be none at all: HTML Standard §8.6, and Node after it. */
const longestTimerMs = 2 ** 31 - 1
/** So much takes a line at once: others on it get their turn in between. */
const segmentBytes = 1_460

/** One connection of a phone to the town. */
export class Link {
  isTrapped = false
  trapSprung: (() => void) | null = null
  ended: () => void = () => {}
  seen: (direction: Direction, chunk: Buffer) => boolean = () => true
  readonly #client: Socket
  readonly #town: Socket
  readonly #pipes: Record<Direction, Pipe>
  /** What the link suffers from now on. */
  weather: Weather
  /** Told of what has passed to the other end. */
  passed: (direction: Direction, bytes: number) => void = () => {}
  #isOver = false

  constructor(client: Socket, town: Socket, weather: Weather) {
    this.#client = client
    this.#town = town
    this.weather = weather
    this.#pipes = {
      up: new Pipe(client, town, 'up', this),
      down: new Pipe(town, client, 'down', this),
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
    for (const pipe of Object.values(this.#pipes)) pipe.stop()
    this.ended()
  }

  /** Other weather, for what is under way too. */
  suffer(weather: Weather): void {
    this.weather = weather
    for (const pipe of Object.values(this.#pipes)) pipe.go()
  }

  /** From now on what goes this way vanishes, and the connection stands. */
  swallow(direction: Direction): void {
    this.#pipes[direction].isSwallowing = true
  }
}

type Piece = { bytes: number; readyAt: number; passesAt?: number; run: () => void }

/** One direction of a link. */
class Pipe {
  isSwallowing = false
  readonly #source: Socket
  readonly #sink: Socket
  readonly #direction: Direction
  readonly #link: Link
  readonly #queue: Piece[] = []
  #timer: ReturnType<typeof setTimeout> | undefined
  #passed = 0
  #queuedBytes = 0
  #ownLine: Line | undefined

  constructor(source: Socket, sink: Socket, direction: Direction, link: Link) {
    this.#source = source
    this.#sink = sink
    this.#direction = direction
    this.#link = link
    source.on('data', (chunk: Buffer) => this.#take(chunk))
    // Who is behind a swallowed way is not told of an end either.
    source.on('end', () => this.#after(0, () => this.isSwallowing || sink.end()))
    source.on('close', () => this.#after(0, () => this.isSwallowing || link.cut()))
    sink.on('drain', () => source.resume())
  }

  /** Lets pass what may pass, in order, and waits for the rest. */
  go(): void {
    clearTimeout(this.#timer)
    for (let next = this.#queue[0]; next; next = this.#queue[0]) {
      const waitMs = this.#passesAt(next) - performance.now()
      if (waitMs > 0) {
        this.#timer = setTimeout(() => this.go(), Math.min(waitMs, longestTimerMs))
        return
      }
      this.#queue.shift()
      next.run()
    }
  }

  /** Nothing waits any more. */
  stop(): void {
    clearTimeout(this.#timer)
    this.#queue.length = 0
  }

  #take(chunk: Buffer): void {
    if (this.isSwallowing || !this.#link.seen(this.#direction, chunk)) return
    const { cutAfter, swallowAfter, line } = this.#link.weather
    if (cutAfter?.direction === this.#direction && this.#passed + chunk.length >= cutAfter.bytes) {
      const rest = chunk.subarray(0, Math.max(0, cutAfter.bytes - this.#passed))
      this.isSwallowing = true
      this.#after(rest.length, () => this.#sink.write(rest, () => this.#link.cut()))
      return
    }
    this.#passed += chunk.length
    if (swallowAfter?.direction === this.#direction && this.#passed > swallowAfter.bytes) {
      this.isSwallowing = true
      return
    }
    const size = line ? segmentBytes : chunk.length
    for (let from = 0; from < chunk.length; from += size) this.#pass(chunk.subarray(from, from + size))
  }

  #pass(chunk: Buffer): void {
    this.#queuedBytes += chunk.length
    if (this.#queuedBytes > mostQueuedBytes) this.#source.pause()
    this.#after(chunk.length, () => {
      this.#queuedBytes -= chunk.length
      this.#link.passed(this.#direction, chunk.length)
      if (!this.#sink.write(chunk)) this.#source.pause()
      else if (this.#queuedBytes <= mostQueuedBytes) this.#source.resume()
    })
  }

  /** Runs in order, once the delay is over and the line has let so many bytes through. */
  #after(bytes: number, run: () => void): void {
    const { delayMs = 0, holdMs } = this.#link.weather
    this.#queue.push({ bytes, readyAt: performance.now() + delayMs + (holdMs?.() ?? 0), run })
    if (this.#queue.length === 1) this.go()
  }

  /** When the first of the queue passes, as far as can be told now: it takes the line only when it is ready and nothing is closed. */
  #passesAt(piece: Piece): number {
    const now = performance.now()
    const { weather } = this.#link
    const opensAt = Math.max(piece.readyAt, weather.opensAt?.(now) ?? now)
    if (opensAt > now) return opensAt
    const line = weather.line?.[this.#direction] ?? this.#throttled(weather)
    piece.passesAt ??= line?.take(piece.bytes, now) ?? now
    return piece.passesAt
  }

  #throttled({ throttle }: Weather): Line | undefined {
    if (throttle !== undefined) this.#ownLine ??= new Line(throttle)
    return throttle === undefined ? undefined : this.#ownLine
  }
}
