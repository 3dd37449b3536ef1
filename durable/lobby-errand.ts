import type { Change } from '../core/change.ts'
import type { RoomState } from '../core/room-state.ts'
import type { LobbyRpc } from '../protocol/bindings.ts'
import type { EpochMs } from '../protocol/ids.ts'
import { limits } from '../protocol/limits.ts'
import { LobbyReporter } from './lobby-report.ts'
import type { RoomStorage } from './storage/room-storage.ts'

/** Keeps the lobby told: gathered, retried with growing pauses, and picked up again after any crash by the object's alarm. */
export class LobbyErrand {
  readonly #reporter: LobbyReporter
  readonly #lobbyOf: (state: RoomState) => Pick<LobbyRpc, 'report'>
  #retryMs: number = limits.retryMs

  constructor(storage: RoomStorage, lobbyOf: (state: RoomState) => Pick<LobbyRpc, 'report'>) {
    this.#reporter = new LobbyReporter(storage)
    this.#lobbyOf = lobbyOf
  }

  /** After an eviction: whether the lobby still has to be told something. */
  wake(state: RoomState): boolean {
    this.#reporter.wake(state)
    return this.#reporter.isBehind(state)
  }

  note(state: RoomState, changes: readonly Change[]): void {
    this.#reporter.note(state, changes)
  }

  /** Tells the lobby what it does not know; answers when to come again, or null when it knows everything. */
  async run(now: EpochMs, state: RoomState): Promise<EpochMs | null> {
    if (!this.#reporter.isBehind(state)) return null
    const report = this.#reporter.report(state, now)
    try {
      this.#reporter.told(report, await this.#lobbyOf(state).report(report))
      this.#retryMs = limits.retryMs
      return this.#reporter.isBehind(state) ? now + limits.lobbyReportMs : null
    } catch {
      this.#reporter.failed()
      const pause = this.#retryMs
      this.#retryMs = Math.min(2 * pause, limits.maxRetryMs)
      return now + pause
    }
  }
}
