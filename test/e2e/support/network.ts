import { Line, type Weather } from '../../../bench/torture/link.ts'
import { TcpProxy } from '../../../bench/torture/tcp-proxy.ts'
import type { SeededRandom } from '../../support/random.ts'
import { Edge } from './edge.ts'

/** The profile “Slow 3G” of browsers' developer tools: before each answer, and bytes a second for all connections together. */
export const slow3G = { answerMs: 2_000, bytesPerSecond: 400_000 / 8 }

/** A network that loses: a lost piece of data comes after its sender has waited, and what follows it on its connection after it. */
export const loss = { chance: 0.3, leastMs: 200, mostMs: 1_500 }

/** Every so often nothing passes for a while, as on a drive through tunnels. */
export const tunnels = { everyMs: 20_000, holeMs: 10_000 }

/**
 * The network between browsers and a town, on 127.0.0.1: browser ── line with weather ── edge ── town. The weather can be changed at any time, and
 * meets what is under way too; the town behind may be killed and come back on its port.
 */
export class Network {
  readonly edge: Edge
  readonly #line: TcpProxy
  readonly #sky: { weather: Weather }

  private constructor(edge: Edge, line: TcpProxy, sky: { weather: Weather }) {
    this.edge = edge
    this.#line = line
    this.#sky = sky
  }

  static async before(townPort: () => number): Promise<Network> {
    const edge = await Edge.before(townPort)
    const sky = { weather: {} }
    const line = await TcpProxy.listen({ targetPort: () => edge.port, weather: () => sky.weather })
    return new Network(edge, line, sky)
  }

  get url(): string {
    return `http://127.0.0.1:${this.#line.port}`
  }

  /** Bytes that have come through to the edge, payload and headers of everything. */
  get bytesUp(): number {
    return this.#line.passed.up
  }

  /** Everything passes at once. */
  fair(): void {
    this.#turn({})
  }

  slow({ answerMs, bytesPerSecond } = slow3G): void {
    const line = { up: new Line(bytesPerSecond), down: new Line(bytesPerSecond) }
    this.#turn({ delayMs: answerMs / 2, line })
  }

  /** Loses, and has tunnels of `scale` times their length. The first tunnel comes last in its time. */
  lossy(random: SeededRandom, scale = 1): void {
    const startedAt = performance.now()
    const holdMs = () => (random.next() < loss.chance ? loss.leastMs + random.next() * (loss.mostMs - loss.leastMs) : 0)
    this.#turn({ holdMs, opensAt: (at) => at + tunnelLeft(at - startedAt, scale) })
  }

  /** Nothing passes and nothing is cut, until the weather turns. */
  hole(): void {
    this.#turn({ opensAt: () => Number.MAX_SAFE_INTEGER })
  }

  /** Everything is cut, once. */
  cut(): void {
    this.#line.cutAll()
  }

  /** Everything is cut and refused, until the weather turns. */
  down(): void {
    this.#line.isDown = true
    this.#line.cutAll()
  }

  async close(): Promise<void> {
    await this.#line.close()
    await this.edge.close()
  }

  #turn(weather: Weather): void {
    this.#line.isDown = false
    this.#sky.weather = weather
    for (const link of this.#line.links) link.suffer(weather)
  }
}

/** How long nothing passes from this moment on. */
function tunnelLeft(sinceMs: number, scale: number): number {
  const everyMs = tunnels.everyMs * scale
  const into = sinceMs % everyMs
  return into >= everyMs - tunnels.holeMs * scale ? everyMs - into : 0
}
