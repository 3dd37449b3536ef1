import { performance } from 'node:perf_hooks'
import { fromBits } from '../core/read-sheet.ts'
import { newKey, type ProductCrowd } from './crowd.ts'

type Reads = { from: number; counts: number[] }
type Update = { entries?: { seq: number }[]; reads?: Reads; sheet?: { seq: number; read: string } }

/** What each member of a crowd shows under the newest message, and what it cost to tell. */
export class Reading {
  readonly #crowd: ProductCrowd
  /** Read counts that a member shows under `seq`. */
  readonly shown: number[]
  /** People who have read, by the open sheets. */
  readonly sheets = new Map<number, number>()
  seq = 0
  lastDeliveryAt = 0
  #delivered = 0
  #waiting: (() => void)[] = []

  constructor(crowd: ProductCrowd) {
    this.#crowd = crowd
    this.shown = crowd.sockets.map(() => 0)
  }

  get members(): number {
    return this.#crowd.sockets.length
  }

  /** Frames and payload bytes down so far, of all or of some. */
  down(only?: readonly number[]): { frames: number; bytes: number } {
    const sockets = only ? only.map((i) => this.#crowd.sockets[i]) : this.#crowd.sockets
    return {
      frames: sockets.reduce((sum, socket) => sum + (socket?.frames ?? 0), 0),
      bytes: sockets.reduce((sum, socket) => sum + (socket?.bytes ?? 0), 0),
    }
  }

  /** The first member writes; `onDelivered` is called for each member at its own delivery. Resolves when all have it. */
  async post(onDelivered: (i: number) => void = () => {}): Promise<void> {
    this.seq = 0
    this.#delivered = 0
    this.shown.fill(0)
    this.sheets.clear()
    this.#crowd.sockets.forEach((socket, i) => {
      socket.onFrame = (payload) => this.#hear(i, payload, onDelivered)
    })
    this.#crowd.say(0, newKey())
    await this.until(() => this.#delivered === this.members)
  }

  read(i: number): void {
    this.#crowd.sockets[i]?.send(JSON.stringify({ t: 'read', seq: this.seq }))
  }

  openSheet(i: number, seq: number | null): void {
    this.#crowd.sockets[i]?.send(JSON.stringify({ t: 'sheet', seq }))
  }

  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
  }

  #hear(i: number, payload: Buffer, onDelivered: (i: number) => void): void {
    const { entries, reads, sheet } = JSON.parse(payload.toString()) as Update
    if (entries) {
      this.seq = entries.at(-1)?.seq ?? this.seq
      this.#delivered += 1
      this.lastDeliveryAt = performance.now()
      onDelivered(i)
    }
    const count = reads?.counts[this.seq - reads.from]
    if (count !== undefined) this.shown[i] = count
    if (sheet) this.sheets.set(i, onesIn(sheet.read))
    for (const wake of this.#waiting.splice(0)) wake()
  }
}

/** Set bits in the sheet's bit set. */
const onesIn = (bits: string) => fromBits(bits, bits.length * 6).filter((isSet) => isSet).length
