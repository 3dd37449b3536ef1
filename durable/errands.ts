import type { RoomState } from '../core/room-state.ts'
import type { EpochMs } from '../protocol/ids.ts'
import { limits } from '../protocol/limits.ts'

/** Sees to something outside the room; answers when to come again, or null. */
export type Errand = { run: (now: EpochMs, state: RoomState) => Promise<EpochMs | null> | EpochMs | null }

/**
 * What a room's alarm sees to, each by itself. An alarm does not come again before it has ended, so it waits for them only so long, and what R2 or
 * the directory keep waiting goes on beside it.
 * 1. None is begun while it is under way. 2. None waits for another. 3. One whose end is lost with the object comes again.
 */
export class Errands {
  readonly #errands: readonly Errand[]
  readonly #ensure: (at: EpochMs) => void
  readonly #underWay = new Set<Errand>()

  /** `ensure`: makes sure that the alarm comes at this time or before. */
  constructor(errands: readonly Errand[], ensure: (at: EpochMs) => void) {
    this.#errands = errands
    this.#ensure = ensure
  }

  async run(now: EpochMs, state: RoomState): Promise<void> {
    const begun = this.#errands.filter((errand) => !this.#underWay.has(errand))
    const all = Promise.all(begun.map((errand) => this.#see(errand, now, state)))
    let forget = () => {}
    const patience = new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, limits.alarmWaitMs)
      forget = () => clearTimeout(timer)
    })
    await Promise.race([all, patience]).finally(forget)
    if (this.#underWay.size > 0) this.#ensure(now + limits.maxRetryMs)
  }

  /** What became due meanwhile is in the answer of the one under way. */
  async #see(errand: Errand, now: EpochMs, state: RoomState): Promise<void> {
    this.#underWay.add(errand)
    try {
      const again = await errand.run(now, state)
      if (again !== null) this.#ensure(again)
    } catch (error) {
      this.#ensure(now + limits.maxRetryMs)
      throw error
    } finally {
      this.#underWay.delete(errand)
    }
  }
}
