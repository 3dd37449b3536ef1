import type { Change } from '../core/change.ts'
import type { FileDetails } from '../protocol/file.ts'
import type { ClientId, EpochMs, MemberNo } from '../protocol/ids.ts'
import { ok, type Result, refuse } from '../protocol/result.ts'
import { carrierOf, type FileKeepers } from './file-visibility.ts'
import type { UploadRow, UploadStorage } from './storage/upload-storage.ts'

export type RoomOriginalsDeps = FileKeepers & { changed: (changes: readonly Change[]) => void }

/**
 * Originals: a photo as the phone took it, sent by its author some time after the photo. Asked for by a mark on the photo's message, which reaches the
 * author's phone like any mark: 'wanted' while one of the message's photos waits for its original, and 'here' when none does.
 */
export class RoomOriginals {
  readonly #deps: RoomOriginalsDeps
  readonly #uploads: UploadStorage

  constructor(deps: RoomOriginalsDeps) {
    this.#deps = deps
    this.#uploads = deps.storage.uploads
  }

  /** The photo of an own message that may still get an original, or null. */
  photoFor(no: MemberNo, photo: ClientId | undefined): UploadRow | null {
    const upload = photo === undefined ? null : this.#photo(no, photo)
    return upload?.by === no && !this.#uploads.originalOf(upload.id) ? upload : null
  }

  /** An original that has just become whole belongs to its photo from now on. */
  bind(original: UploadRow, photo: UploadRow, now: EpochMs): void {
    if (photo.seq === null) return
    this.#uploads.bind(original, photo.seq)
    this.#mark(photo, original.by, now)
  }

  want(no: MemberNo, id: ClientId, now: EpochMs): Result<null> {
    const photo = this.#photo(no, id)
    if (!photo) return refuse('not_found')
    if (photo.wanted || this.#uploads.originalOf(photo.id)) return ok(null)
    this.#uploads.want(photo)
    this.#mark(photo, no, now)
    return ok(null)
  }

  details(no: MemberNo, id: ClientId): Result<FileDetails> {
    const upload = this.#uploads.find(id)
    const entry = upload && carrierOf(this.#deps, no, upload)
    const file = entry?.files?.find((one) => one.id === id)
    if (!upload || !entry || !file) return refuse('not_found')
    const original = this.#uploads.originalOf(id)
    const { type, size, sha256 } = original ?? {}
    return ok({
      file,
      original: type && size && sha256 ? { type, size, sha256 } : null,
      wanted: upload.wanted === 1 && !original,
      lost: upload.state === 'lost',
      by: entry.by,
      storedAt: entry.storedAt,
    })
  }

  #photo(no: MemberNo, id: ClientId): UploadRow | null {
    const upload = this.#uploads.find(id)
    return upload?.kind === 'photo' && carrierOf(this.#deps, no, upload) ? upload : null
  }

  #mark({ seq, by: author }: UploadRow, by: MemberNo, now: EpochMs): void {
    const entry = seq === null ? null : this.#deps.storage.entry(seq)
    if (seq === null || entry?.kind !== 'message') return
    const waits = (entry.files ?? []).some(
      ({ id }) => this.#uploads.find(id)?.wanted === 1 && !this.#uploads.originalOf(id),
    )
    const value = waits ? 'wanted' : 'here'
    const given = by === author ? {} : { by }
    this.#deps.changed(this.#deps.service.mark({ type: 'mark', seq, kind: 'original', no: 0, value, ...given }, now))
  }
}
