import type { HeldPosition } from '../../core/live-position.ts'
import type { PositionStore } from '../../durable/storage/position-store.ts'

/** Positions in a map. */
export class MemoryPositions implements PositionStore {
  readonly #held = new Map<number, HeldPosition>()

  all(): HeldPosition[] {
    return [...this.#held.values()]
  }

  of(no: number): HeldPosition | null {
    return this.#held.get(no) ?? null
  }

  put(position: HeldPosition): void {
    this.#held.set(position.no, position)
  }

  remove(nos: readonly number[]): void {
    for (const no of nos) this.#held.delete(no)
  }

  oldestAt(): number | null {
    return this.#held.size === 0 ? null : Math.min(...this.all().map(({ at }) => at))
  }
}
