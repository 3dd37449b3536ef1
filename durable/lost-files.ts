import type { ClientId, EpochMs, MemberNo } from '../protocol/ids.ts'
import { limits } from '../protocol/limits.ts'
import { type FileKeepers, maySee } from './file-visibility.ts'
import type { UploadRow, UploadStorage } from './storage/upload-storage.ts'

export type LostFilesDeps = FileKeepers & {
  bucket: () => R2Bucket
  keyOf: (upload: UploadRow) => string
  /** With which each key of the room begins; its upload's id follows. */
  prefix: () => string
}

/** How many questions to R2 are under way at once; an object may have six connections (Cloudflare, 2026). */
const atOnce = 6

/**
 * Entries without bytes: a file that R2 should have and has not. Found by whoever reads it, and by looking for all of them every day. What a message
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

  /** Once a day, all of them: R2 lists what it has of the room, a thousand at a time, and only what is not there is asked for by itself. */
  async check(now: EpochMs): Promise<void> {
    const { check_at: dueAt } = this.#uploads.sums()
    if (dueAt === null || dueAt > now) return
    try {
      const { looked, missing } = await this.#compare()
      const some = missing.slice(0, limits.mostLostAtOnce)
      for (let at = 0; at < some.length; at += atOnce)
        await Promise.all(some.slice(at, at + atOnce).map((id) => this.#isLostNow(id)))
      const pause = some.length < missing.length ? limits.fileCheckAgainMs : limits.fileCheckMs
      this.#uploads.checked(looked === 0 ? null : now + pause)
    } catch {
      this.#uploads.checked(now + limits.fileCheckAgainMs)
    }
  }

  /** Of what R2 should have: how many, and those that its list has not. Both go by the id, in one order. */
  async #compare(): Promise<{ looked: number; missing: ClientId[] }> {
    const missing: ClientId[] = []
    let [looked, after, cursor] = [0, '', undefined as string | undefined]
    for (;;) {
      const page = await this.#deps.bucket().list({ prefix: this.#deps.prefix(), ...(cursor && { cursor }) })
      const there = page.objects.map(({ key }) => key.slice(this.#deps.prefix().length))
      const upTo = page.truncated ? (there.at(-1) ?? after) : null
      const has = new Set(there)
      const kept = this.#uploads.keptIds(after, upTo)
      looked += kept.length
      missing.push(...kept.filter((id) => !has.has(id)))
      if (!page.truncated) return { looked, missing }
      after = upTo ?? after
      cursor = page.cursor
    }
  }

  async #isLostNow(id: ClientId): Promise<boolean> {
    const upload = this.#uploads.find(id)
    return upload !== null && this.#isLost(upload)
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
