/** Up to so many bytes are copied one by one, which is quicker than a view of them. */
const fewBytes = 64

/**
 * What of some bytes goes into a copy of them, in its order. There is room for as many bytes as the source has: what is put in stands for
 * something of the source that is at least as long, and was left out.
 */
export class Kept {
  readonly #source: Uint8Array
  readonly #copy: Uint8Array<ArrayBuffer>
  #length = 0

  constructor(source: Uint8Array) {
    this.#source = source
    this.#copy = new Uint8Array(source.length)
  }

  get length(): number {
    return this.#length
  }

  /** These bytes of the source, as they are. */
  keep(from: number, to: number): void {
    if (to - from > fewBytes) this.#copy.set(this.#source.subarray(from, to), this.#length)
    else for (let i = 0; i < to - from; i += 1) this.#copy[this.#length + i] = this.#source[from + i] as number
    this.#length += to - from
  }

  /** Bytes of our own. */
  put(...bytes: readonly number[]): void {
    this.#copy.set(bytes, this.#length)
    this.#length += bytes.length
  }

  /** Says anew what was kept at this place, as a number of four bytes, the lowest first. */
  writeU32le(at: number, n: number): void {
    this.#copy.set([n & 255, (n >>> 8) & 255, (n >>> 16) & 255, n >>> 24], at)
  }

  /** A view of what was kept. */
  bytes(): Uint8Array<ArrayBuffer> {
    return this.#copy.subarray(0, this.#length)
  }
}
