import type { ClientId, EpochMs, MemberNo } from '../protocol/ids.ts'
import { limits } from '../protocol/limits.ts'
import { type FileKeepers, maySee } from './file-visibility.ts'
import type { UploadRow, UploadStorage } from './storage/upload-storage.ts'

export type LostFilesDeps = FileKeepers & { bucket: () => R2Bucket; keyOf: (upload: UploadRow) => string }

/** How many questions to R2 are under way at once; an object may have six connections (Cloudflare, 2026). */
const atOnce = 6

/**
 * Entries without bytes: a file that R2 should have and has not. Found by whoever reads it, and by looking for some of them every day. What a message
 * carries is then lost until its bytes come again; what none carries just goes. Where R2 does not answer, nothing is lost.
 */
export class LostFiles {
  readonly #deps: LostFilesDeps
  readonly #uploads: UploadStorage

  constructor(deps: LostFilesDeps) {
    this.#deps = deps
    this.#uploads = deps.storage.uploads
  }

  /** A reader did not find it in R2. Answers whether it is lost. */
  async note(no: MemberNo, id: ClientId): Promise<boolean> {
    const upload = this.#uploads.find(id)
    if (!upload || !maySee(this.#deps, no, upload)) return false
    return upload.state === 'lost' || this.#isLost(upload).catch(() => false)
  }

  /** The day's share, where it is due. */
  async check(now: EpochMs): Promise<void> {
    const { checked_n: after, check_at: dueAt } = this.#uploads.sums()
    if (dueAt === null || dueAt > now) return
    const some = this.#uploads.toCheck(after, limits.filesCheckedADay)
    try {
      for (let at = 0; at < some.length; at += atOnce)
        await Promise.all(some.slice(at, at + atOnce).map((upload) => this.#isLost(upload)))
    } catch {
      return this.#uploads.checked(after, now + limits.fileCheckAgainMs)
    }
    const last = some.length === limits.filesCheckedADay ? (some.at(-1)?.n ?? 0) : 0
    const isIdle = after === 0 && some.length === 0
    this.#uploads.checked(last, isIdle ? null : now + limits.fileCheckMs)
  }

  async #isLost(seen: UploadRow): Promise<boolean> {
    if (seen.state !== 'kept') return false
    if ((await this.#deps.bucket().head(this.#deps.keyOf(seen))) !== null) return false
    const upload = this.#uploads.find(seen.id)
    if (upload?.n !== seen.n || upload.state !== 'kept') return false
    this.#deps.storage.transaction(() =>
      upload.seq === null ? this.#uploads.drop(upload) : this.#uploads.lost(upload),
    )
    return true
  }
}
