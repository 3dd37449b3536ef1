import type { Command } from '../protocol/client-message.ts'
import type { EpochMs, MemberNo } from '../protocol/ids.ts'
import { limits } from '../protocol/limits.ts'
import type { Result } from '../protocol/result.ts'
import type { Outcome } from './room-service.ts'
import type { After } from './session.ts'

/** A member's command, and whom to tell what became of it. */
export type Arrival = {
  no: MemberNo
  command: Command
  at: EpochMs
  /** Called after the commit. */
  settled: (outcome: Result<Outcome>) => void
  /** The command could not be carried out, by a fault of ours; nothing of it is stored. */
  failed: () => void
}

export type InboxDeps = {
  after: After
  /** How many sockets a frame goes to. */
  sockets: () => number
  /** Carries out commands in one commit: an outcome each, in their order; or throws and has stored nothing. */
  perform: (arrivals: readonly Arrival[]) => Result<Outcome>[]
  /** Runs what settles arrivals, and sends what follows from it. */
  together: (run: () => void) => void
}

/**
 * Commands on their way into the room. A member who writes alone is served at once; while several write, what comes in within a short time is
 * stored in one commit and leaves in one frame, since a commit and a frame cost nearly the same whatever they hold.
 */
export class CommandInbox {
  readonly #deps: InboxDeps
  #waiting: Arrival[] = []
  /** Who was served last, when it was one member alone. */
  #lastAlone: MemberNo | null = null
  #lastAt: EpochMs = Number.NEGATIVE_INFINITY

  constructor(deps: InboxDeps) {
    this.#deps = deps
  }

  add(arrival: Arrival): void {
    this.#waiting.push(arrival)
    if (this.#waiting.length > 1) return
    if (this.#isAmongOthers(arrival)) this.#deps.after(this.#gatherMs(), () => this.#serve())
    else this.#serve()
  }

  /** Whether somebody else wrote just now. The clock stands still while a frame goes to many, so the time is a long one. */
  #isAmongOthers({ no, at }: Arrival): boolean {
    return at - this.#lastAt <= limits.writingTogetherMs && this.#lastAlone !== no
  }

  /** About as long as the frames before are on their way out: the next ones would wait behind them anyway. */
  #gatherMs(): number {
    return Math.min(limits.maxGatherWritingMs, Math.floor(this.#deps.sockets() * limits.gatherWritingMsPerSocket))
  }

  #serve(): void {
    const arrivals = this.#waiting
    const [first] = arrivals
    if (!first) return
    this.#waiting = []
    this.#lastAlone = arrivals.every(({ no }) => no === first.no) ? first.no : null
    this.#lastAt = arrivals.at(-1)?.at ?? first.at
    this.#deps.together(() => {
      const fault = this.#carryOut(arrivals)
      if (fault) throw fault.error
    })
  }

  /** A fault in one command is no fault of the others: then each is carried out by itself. Answers the first fault, for the platform's log. */
  #carryOut(arrivals: readonly Arrival[]): { error: unknown } | null {
    try {
      const outcomes = this.#deps.perform(arrivals)
      for (const [i, arrival] of arrivals.entries()) arrival.settled(outcomes[i] as Result<Outcome>)
      return null
    } catch (error) {
      if (arrivals.length > 1) {
        const faults = arrivals.map((arrival) => this.#carryOut([arrival]))
        return faults.find((fault) => fault !== null) ?? null
      }
      arrivals[0]?.failed()
      return { error }
    }
  }
}
