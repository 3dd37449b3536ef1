import type { ClientId, EpochMs } from '../../../protocol/ids.ts'
import { backoff, paces } from '../../transport/backoff.ts'

/** What had trouble on its way, and when it may be tried again. */
export class UploadPauses {
  /** By message or upload. */
  readonly rests = new Map<ClientId, EpochMs>()
  private readonly failures = new Map<ClientId, number>()

  constructor(private readonly now: () => EpochMs) {}

  /** After the first trouble it is tried again almost at once: most cuts are of a moment. */
  add(id: ClientId): void {
    const failures = (this.failures.get(id) ?? 0) + 1
    this.failures.set(id, failures)
    const pace = document.visibilityState === 'visible' ? paces.visible : paces.hidden
    const waitMs = failures === 1 ? Math.random() * firstPauseMs : backoff(failures - 1, Math.random(), pace)
    this.rests.set(id, this.now() + waitMs)
  }

  /** Whoever gets on has no reason to wait longer and longer. */
  gotOn(id: ClientId): void {
    this.failures.delete(id)
  }

  isResting(id: ClientId): boolean {
    return (this.rests.get(id) ?? 0) > this.now()
  }

  /** How long what rests goes on resting, in milliseconds. */
  waits(): number[] {
    return [...this.rests.values()].map((at) => at - this.now()).filter((ms) => ms > 0)
  }

  /** There is hope again: everything may be tried. */
  clear(): void {
    this.rests.clear()
  }
}

const firstPauseMs = 250
