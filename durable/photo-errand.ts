import type { RoomState } from '../core/room-state.ts'
import type { DirectoryRpc, PhotoTold } from '../protocol/bindings.ts'
import type { EpochMs, Seq } from '../protocol/ids.ts'
import { limits } from '../protocol/limits.ts'
import { retryPauseMs } from './retry-pause.ts'
import type { PhotoDue } from './storage/photo-due-storage.ts'
import type { SqlRoomStorage } from './storage/sql-room-storage.ts'

export type PhotoErrandDeps = {
  storage: SqlRoomStorage
  /** Absent where the Worker runs without D1: then what is due waits, and wakes nobody. */
  directory: () => Pick<DirectoryRpc, 'recordPhotos'> | undefined
}

/**
 * Keeps the directory's list of photos told. What is due is a message, as it is served when it is told: saying it twice is saying it once, and a
 * retraction that comes while an earlier word is under way is due by itself.
 */
export class PhotoErrand {
  readonly #deps: PhotoErrandDeps
  #tries = 0
  /** Since the directory did not hear: other things that wake the room do not ask it sooner. */
  #againAt: EpochMs = 0

  constructor(deps: PhotoErrandDeps) {
    this.#deps = deps
  }

  /** When the object's alarm has to come, after an eviction and after a change. */
  nextAt(now: EpochMs): EpochMs | null {
    return this.#deps.directory() && this.#deps.storage.photosDue.first(1).length > 0
      ? Math.max(now + limits.lobbyReportMs, this.#againAt)
      : null
  }

  /** Tells some of what is due; answers when to come again. Not to be asked again before that. */
  async run(now: EpochMs, state: RoomState): Promise<EpochMs | null> {
    const { storage } = this.#deps
    const directory = this.#deps.directory()
    const due = directory ? storage.photosDue.first(limits.photosToldAtOnce) : []
    if (!directory || due.length === 0) return null
    if (now < this.#againAt) return this.#againAt
    try {
      const { id: roomId, organizationId } = state.facts
      await directory.recordPhotos({ roomId, organizationId, ...this.#standing(state, due) })
      storage.photosDue.told(due)
      this.#tries = 0
    } catch {
      this.#tries += 1
      this.#againAt = now + retryPauseMs(this.#tries)
      return this.#againAt
    }
    return this.nextAt(now)
  }

  #standing(state: RoomState, due: readonly PhotoDue[]): { photos: PhotoTold[]; without: Seq[] } {
    const entries = [...new Set(due.map(({ seq }) => seq))].map((seq) => this.#deps.storage.entry(seq))
    const messages = entries.flatMap((entry) => (entry?.kind === 'message' ? [entry] : []))
    const photos = messages.flatMap(({ seq, by, storedAt, files = [] }) => {
      const author = state.people[by - 1]
      return files
        .filter(({ kind }) => kind === 'photo')
        .map((file) => ({
          ...{ seq, storedAt, file, accountId: author?.accountId ?? '' },
          ...{ byName: author?.name ?? '', unitName: author?.unitName ?? '' },
        }))
    })
    return { photos, without: messages.flatMap(({ seq, retracted }) => (retracted ? [seq] : [])) }
  }
}
