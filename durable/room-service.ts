import type { Change, Draft, PointerMove } from '../core/change.ts'
import { type Decision, decide, pointerMove } from '../core/decide.ts'
import { directoryChange } from '../core/directory-change.ts'
import { evolve } from '../core/evolve.ts'
import { number } from '../core/number.ts'
import { admitOne, type Pace, paceFor, type RateWindow } from '../core/rate-limit.ts'
import { emptyRoom, presentStay, type RoomState } from '../core/room-state.ts'
import type { DirectoryRoom } from '../protocol/bindings.ts'
import type { Command } from '../protocol/client-message.ts'
import type { EpochMs, MemberNo, Seq } from '../protocol/ids.ts'
import { ok, type Result, refuse } from '../protocol/result.ts'
import type { Answer } from '../protocol/server-message.ts'
import type { RoomStorage } from './storage/room-storage.ts'

/** What became of a command: its answer, and what changed. */
export type Outcome = { answer: Answer | { pointer: Seq }; changes: Change[] }

/**
 * The one path of everything that changes a room: decide → number → evolve → keep, in one transaction. It tells nobody;
 * whoever calls it delivers the changes that it answers, after the commit.
 */
export class RoomService {
  readonly #storage: RoomStorage
  readonly #pace: Pick<Pace, 'maxMessagesPerWindow'>
  readonly #rates = new Map<MemberNo, RateWindow>()
  #state: RoomState | null | undefined

  constructor(storage: RoomStorage, pace: Pick<Pace, 'maxMessagesPerWindow'> = paceFor()) {
    this.#storage = storage
    this.#pace = pace
  }

  /** The room as it is now, or null when it was never created. */
  state(): RoomState | null {
    if (this.#state === undefined) this.#state = this.#storage.load()
    return this.#state
  }

  /** A member's command at a time; refusals change nothing. `isPaced` false for talk that is brought in. */
  perform(no: MemberNo, command: Command, now: EpochMs, isPaced = true): Result<Outcome> {
    const state = this.state()
    if (!state) return refuse('not_found')
    const decision = decide(state, no, command, now, this.#storage)
    if (!decision.ok) return decision
    if ('earlier' in decision.value) return ok({ answer: answerTo(command, decision.value), changes: [] })
    const waitMs = isPaced && this.#isMessage(decision.value.drafts) ? this.#admit(no, now) : null
    if (waitMs !== null) return refuse('slow_down', waitMs)
    const changes = this.#commit(state, decision.value.drafts, now)
    if (command.t === 'read') return ok({ answer: { pointer: presentStay(state, no)?.pointer ?? 0 }, changes })
    return ok({ answer: answerFrom(command.id, changes), changes })
  }

  /** Stores what many members said they have read, as one change and one row. */
  movePointers(claims: ReadonlyMap<MemberNo, Seq>, now: EpochMs): Change[] {
    const state = this.state()
    if (!state) return []
    const moves: PointerMove[] = []
    for (const [no, seq] of claims) {
      const stay = presentStay(state, no)
      const move = stay && pointerMove(state, stay, seq, this.#storage)
      if (move) moves.push(move)
    }
    return moves.length === 0 ? [] : this.#commit(state, [{ type: 'pointers', moves }], now)
  }

  /** Brings the room to a directory state, creating it at the first one. */
  applyDirectory(next: DirectoryRoom, now: EpochMs): Change[] {
    const state = this.state() ?? emptyRoom(next.facts)
    const drafts = directoryChange(state, next)
    if (drafts.length === 0) return []
    const changes = this.#commit(state, drafts, now)
    this.#state = state
    return changes
  }

  #commit(state: RoomState, drafts: readonly Draft[], now: EpochMs): Change[] {
    if (drafts.length === 0) return []
    const changes = number(state, drafts, now)
    try {
      this.#storage.transaction(() => {
        for (const change of changes) evolve(state, change)
        this.#storage.write(changes, state)
      })
    } catch (error) {
      // Memory is a cache: what was folded but not stored must not be believed.
      this.#state = undefined
      throw error
    }
    return changes
  }

  #isMessage(drafts: readonly Draft[]): boolean {
    return drafts.some((draft) => draft.type === 'append')
  }

  #admit(no: MemberNo, now: EpochMs): number | null {
    const rate = this.#rates.get(no) ?? []
    this.#rates.set(no, rate)
    return admitOne(rate, this.#pace.maxMessagesPerWindow, now)
  }
}

function answerTo(command: Command, { earlier }: Extract<Decision, { earlier: unknown }>): Answer | { pointer: Seq } {
  return 'id' in command ? { id: command.id, ...earlier } : { pointer: 'seq' in earlier ? earlier.seq : 0 }
}

function answerFrom(id: string, changes: readonly Change[]): Answer {
  for (const change of changes) {
    if (change.type === 'entry') return { id, seq: change.entry.seq }
    if (change.type === 'mark') return { id, rev: change.mark.rev }
  }
  throw new Error('a command that was decided changed nothing')
}
