import type { Change, Draft, PointerMove } from '../core/change.ts'
import { type Decision, decide, pointerMove } from '../core/decide.ts'
import { directoryChange } from '../core/directory-change.ts'
import { evolve } from '../core/evolve.ts'
import type { LogReader } from '../core/log-reader.ts'
import { noteChange, noteStanding } from '../core/note-change.ts'
import { number } from '../core/number.ts'
import { admitOne, type Pace, paceFor, type RateWindow } from '../core/rate-limit.ts'
import { emptyRoom, presentStay, type RoomState } from '../core/room-state.ts'
import type { DirectoryRoom, NoteStanding, NoteTold } from '../protocol/bindings.ts'
import type { Command } from '../protocol/client-message.ts'
import type { ClientId, EpochMs, MemberNo, Seq } from '../protocol/ids.ts'
import { ok, type Result, refuse } from '../protocol/result.ts'
import type { Answer } from '../protocol/server-message.ts'
import type { RoomStorage } from './storage/room-storage.ts'

/** A member's command, at the time it came in. */
export type Asked = { no: MemberNo; command: Command; at: EpochMs }

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
  /** The log to a reader who knows of no client id. */
  readonly #asIfNew: LogReader
  #state: RoomState | null | undefined

  constructor(storage: RoomStorage, pace: Pick<Pace, 'maxMessagesPerWindow'> = paceFor()) {
    this.#storage = storage
    this.#asIfNew = {
      entry: (seq) => storage.entry(seq),
      mark: (seq, kind, no) => storage.mark(seq, kind, no),
      ownUpload: (no, id) => storage.ownUpload(no, id),
      noteEntries: (note) => storage.noteEntries(note),
      countableAt: (seq) => storage.countableAt(seq),
      byClientId: () => null,
    }
    this.#pace = pace
  }

  /** The room as it is now, or null when it was never created. */
  state(): RoomState | null {
    if (this.#state === undefined) this.#state = this.#storage.load()
    return this.#state
  }

  /** Members' commands in one commit, an outcome each. Refusals change nothing. `isPaced` false for talk that is brought in. */
  perform(asked: readonly Asked[], isPaced = true): Result<Outcome>[] {
    return this.#inOneCommit(() => asked.map((one) => this.#perform(one, isPaced)))
  }

  /**
   * A post is nearly always new, so it is first carried out as if it were; the log itself refuses an id that stands in it already, and then,
   * as after every refusal, it is looked up.
   */
  #perform(asked: Asked, isPaced: boolean): Result<Outcome> {
    const state = this.state()
    if (!state) return refuse('not_found')
    const hoped = asked.command.t === 'post' ? this.#carryOut(state, asked, isPaced, this.#asIfNew) : null
    return hoped?.ok ? hoped : (this.#carryOut(state, asked, isPaced, this.#storage) ?? refuse('internal'))
  }

  /** null when the log holds the client id already: then nothing was changed. */
  #carryOut(state: RoomState, asked: Asked, isPaced: boolean, log: LogReader): Result<Outcome> | null {
    const { no, command, at } = asked
    const decision = decide(state, no, command, at, log)
    if (!decision.ok) return decision
    if ('earlier' in decision.value) return ok({ answer: answerTo(command, decision.value), changes: [] })
    const rate = isPaced && this.#isMessage(decision.value.drafts) ? this.#rateOf(no) : null
    const waitMs = rate && admitOne(rate, this.#pace.maxMessagesPerWindow, at)
    if (waitMs !== null) return refuse('slow_down', waitMs)
    const changes = this.#keep(state, decision.value.drafts, at)
    if (changes === null) {
      rate?.pop()
      return null
    }
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
    return moves.length === 0
      ? []
      : (this.#inOneCommit(() => this.#keep(state, [{ type: 'pointers', moves }], now)) ?? [])
  }

  /** Brings the room to a directory state, creating it at the first one. */
  applyDirectory(next: DirectoryRoom, now: EpochMs): Change[] {
    const state = this.state() ?? emptyRoom(next.facts)
    const drafts = directoryChange(state, next)
    if (drafts.length === 0) return []
    const changes = this.#inOneCommit(() => this.#keep(state, drafts, now)) ?? []
    this.#state = state
    return changes
  }

  /** What a member may do with the room's notes; where they are about to say something at a time, only so often. */
  noteStanding(no: MemberNo, uploads: readonly ClientId[], sayingAt: EpochMs | null): Result<NoteStanding> {
    const state = this.state()
    if (!state) return refuse('not_found')
    const waitMs = sayingAt === null ? null : admitOne(this.#rateOf(no), this.#pace.maxMessagesPerWindow, sayingAt)
    return waitMs === null ? ok(noteStanding(state, no, uploads, this.#storage)) : refuse('slow_down', waitMs)
  }

  /** Takes versions of notes into the log; the entry of each, and what changed. The room must be there. */
  applyNotes(told: readonly NoteTold[], now: EpochMs): { seqs: Seq[]; changes: Change[] } {
    const state = this.state()
    if (!state) throw new Error('a note of a room that was never created')
    return this.#inOneCommit(() => {
      const changes: Change[] = []
      const seqs = told.map((one) => {
        const outcome = noteChange(state, one, this.#storage)
        if ('earlier' in outcome) return outcome.earlier
        changes.push(...(this.#keep(state, outcome.drafts, one.at ?? now) ?? []))
        return state.head
      })
      return { seqs, changes }
    })
  }

  /** Numbers, folds and stores; null, and nothing is changed, where an entry's client id stands in the log. */
  #keep(state: RoomState, drafts: readonly Draft[], now: EpochMs): Change[] | null {
    const changes = number(state, drafts, now)
    for (const change of changes) if (change.type === 'entry' && !this.#storage.append(change.entry)) return null
    for (const change of changes) evolve(state, change)
    if (changes.length > 0) this.#storage.write(changes, state)
    return changes
  }

  #inOneCommit<T>(work: () => T extends Promise<unknown> ? never : T): T {
    try {
      return this.#storage.transaction(work)
    } catch (error) {
      // Memory is a cache: what was folded but not stored must not be believed.
      this.#state = undefined
      throw error
    }
  }

  #isMessage(drafts: readonly Draft[]): boolean {
    return drafts.some((draft) => draft.type === 'append')
  }

  #rateOf(no: MemberNo): RateWindow {
    const rate = this.#rates.get(no) ?? []
    this.#rates.set(no, rate)
    return rate
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
