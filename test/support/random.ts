/** A seeded source of numbers (mulberry32), for fuzz that can be run again from its printed seed. */
export class SeededRandom {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** A number in [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }

  below(most: number): number {
    return Math.floor(this.next() * most)
  }

  /** A source of its own that starts from here. */
  fork(): SeededRandom {
    return new SeededRandom(this.below(2 ** 32))
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T
  }
}
