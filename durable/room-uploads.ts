import { cleanFileName } from '../core/file-name.ts'
import { isPhotoType, mediaType, sniffedBytes } from '../core/media-type.ts'
import { isPixelBomb } from '../core/photo-size.ts'
import { isStorageFull } from '../core/storage-quota.ts'
import type { CopyFacts, OpenedFile } from '../protocol/bindings.ts'
import type { FileKind, UploadFacts, UploadStanding } from '../protocol/file.ts'
import type { ClientId, EpochMs, MemberNo } from '../protocol/ids.ts'
import { limits } from '../protocol/limits.ts'
import { ok, type Result, refuse } from '../protocol/result.ts'
import { maySee } from './file-visibility.ts'
import { LostFiles } from './lost-files.ts'
import { retryPauseMs } from './retry-pause.ts'
import type { RoomOriginals } from './room-originals.ts'
import type { RoomService } from './room-service.ts'
import type { SqlRoomStorage } from './storage/sql-room-storage.ts'
import { carriedFile, copyOf, type UploadRow, type UploadStorage } from './storage/upload-storage.ts'

export type RoomUploadsDeps = {
  service: RoomService
  storage: SqlRoomStorage
  originals: RoomOriginals
  /** R2, where it is bound. */
  bucket: () => R2Bucket | undefined
  /** Makes sure that `run` is called at this time or before. */
  wake: (at: EpochMs) => void
}

/**
 * Photos and files of a room: coming → whole → kept, and away from any of them while no message carries them; kept → lost → whole again, where R2 lost
 * what a message carries. Rows are the truth, R2 follows.
 * 1. Bytes that were answered for are stored. 2. Pieces go only after R2 has the whole. 3. A row goes only after R2 has deleted what it may have.
 * 4. Nothing is done twice by being asked twice.
 */
export class RoomUploads {
  readonly #deps: RoomUploadsDeps
  readonly #uploads: UploadStorage
  readonly #lost: LostFiles

  constructor(deps: RoomUploadsDeps) {
    this.#deps = deps
    this.#uploads = deps.storage.uploads
    this.#lost = new LostFiles({
      ...deps,
      bucket: () => this.#bucket(),
      keyOf: (upload) => this.#keyOf(upload),
      prefix: () => this.#prefix(),
    })
  }

  create(no: MemberNo, told: UploadFacts, now: EpochMs, copy?: CopyFacts): Result<UploadStanding> {
    const facts = { ...told, name: cleanFileName(told.name) }
    const earlier = this.#uploads.find(facts.id)
    if (earlier?.state === 'lost') return this.#createAgain(earlier, no, facts, now)
    if (earlier)
      return isSame(earlier, no, facts) && copyOf(earlier)?.from === copy?.from
        ? ok(standingOf(earlier))
        : refuse('client_id_reused')
    const state = this.#deps.service.state()
    if (state?.facts.kind === 'announce' && !state.people[no - 1]?.rights.post) return refuse('read_only_room')
    if (facts.size > maxBytes[facts.kind]) return refuse('upload_too_large')
    if (facts.kind === 'original' && !this.#deps.originals.photoFor(no, facts.of)) return refuse('upload_unknown')
    const { own, bytes } = this.#uploads.waiting(no)
    if (own >= limits.maxUploadsPerMember || bytes + facts.size > limits.maxWaitingBytes)
      return refuse('uploads_waiting')
    const { bytes: held, elsewhere } = this.#uploads.sums()
    const quota = state?.facts.storageBytes ?? limits.storageBytes
    if (isStorageFull({ held, elsewhere, quota }, facts.size)) return refuse('quota_full')
    const endsAt = now + limits.uploadLifetimeMs
    this.#uploads.begin(no, facts, { at: now, endsAt, copy })
    this.#deps.wake(endsAt)
    return ok({ id: facts.id, size: facts.size, offset: 0, whole: false })
  }

  async standing(no: MemberNo, id: ClientId, now: EpochMs): Promise<Result<UploadStanding>> {
    const upload = this.#own(no, id)
    return upload ? this.#seen(upload, now) : refuse('upload_unknown')
  }

  async append(
    no: MemberNo,
    id: ClientId,
    offset: number,
    bytes: Uint8Array,
    now: EpochMs,
  ): Promise<Result<UploadStanding>> {
    const upload = this.#own(no, id)
    if (!upload) return refuse('upload_unknown')
    if (offset !== upload.received) return refuse('upload_offset_differs')
    if (offset + bytes.length > upload.size) return refuse('upload_too_large')
    this.#deps.storage.transaction(() => this.#uploads.add(upload, bytes, now))
    return this.#seen({ ...upload, received: offset + bytes.length }, now)
  }

  end(no: MemberNo, id: ClientId, now: EpochMs): Result<null> {
    const upload = this.#own(no, id)
    if (!upload || upload.seq !== null) return refuse('upload_unknown')
    if (upload.state === 'coming') this.#uploads.drop(upload)
    else {
      this.#uploads.going(upload, now)
      this.#deps.wake(now)
    }
    return ok(null)
  }

  open(no: MemberNo, id: ClientId): Result<OpenedFile> {
    return this.#opened(no, this.#uploads.find(id))
  }

  openOriginal(no: MemberNo, photo: ClientId): Result<OpenedFile> {
    return this.#opened(no, this.#uploads.originalOf(photo))
  }

  /** R2 did not have it for a reader: whether it is lost. */
  noteLost(no: MemberNo, id: ClientId): Promise<boolean> {
    return this.#lost.note(no, id)
  }

  #opened(no: MemberNo, upload: UploadRow | null): Result<OpenedFile> {
    const file = upload && carriedFile(upload)
    if (!upload || !file || upload.state === 'going' || !maySee(this.#deps, no, upload)) return refuse('not_found')
    if (upload.state === 'lost') return refuse('file_lost')
    return ok({ ...file, key: this.#keyOf(upload), isInRoom: upload.state === 'whole' })
  }

  piece(no: MemberNo, id: ClientId, from: number): Uint8Array | null {
    const upload = this.#uploads.find(id)
    if (upload?.state !== 'whole' || !maySee(this.#deps, no, upload)) return null
    const to = Math.min(upload.size, from + limits.maxUploadBodyBytes)
    return from < to ? this.#uploads.bytes(upload, from, to) : null
  }

  /** After an eviction: when the alarm has to come. */
  nextAt(): EpochMs | null {
    return this.#uploads.nextAt()
  }

  /** Sees to what is due: whole ones go to R2, and what nobody sent goes away. Answers when to come again. Not to be asked again before that. */
  async run(now: EpochMs): Promise<EpochMs | null> {
    for (const { id } of this.#uploads.due(now)) {
      const upload = this.#uploads.find(id)
      if (upload) await this.#seeTo(upload, now)
    }
    await this.#lost.check(now)
    return this.#uploads.nextAt()
  }

  async #seeTo(upload: UploadRow, now: EpochMs): Promise<void> {
    if (upload.state === 'coming') return this.#uploads.drop(upload)
    if (upload.state === 'lost') return this.#uploads.lost(upload)
    const isOver = upload.seq === null && now >= upload.since + limits.uploadLifetimeMs
    if (isOver) this.#uploads.going(upload, now)
    try {
      if (isOver || upload.state === 'going') {
        await this.#bucket().delete(this.#keyOf(upload))
        this.#uploads.drop(upload)
      } else {
        await this.#bucket().put(this.#keyOf(upload), this.#uploads.bytes(upload, 0, upload.size), {
          sha256: upload.sha256 ?? '',
        })
        this.#deps.storage.transaction(() => this.#uploads.kept(upload, now + limits.fileCheckMs))
      }
    } catch {
      this.#uploads.again(upload, now + retryPauseMs(upload.tries))
    }
  }

  /** How far an upload has come. One that has all its bytes is looked through, again if an earlier look was cut off. */
  async #seen(upload: UploadRow, now: EpochMs): Promise<Result<UploadStanding>> {
    if (!isArriving(upload) || upload.received < upload.size) return ok(standingOf(upload))
    return upload.state === 'lost' ? this.#seenAgain(upload, now) : this.#seenFirst(upload, now)
  }

  async #seenFirst(upload: UploadRow, now: EpochMs): Promise<Result<UploadStanding>> {
    const { size } = upload
    const head = this.#uploads.bytes(upload, 0, Math.min(size, sniffedBytes))
    const tail = this.#uploads.bytes(upload, Math.max(0, size - sniffedBytes), size)
    const type = mediaType(head, tail, size)
    if (upload.kind !== 'file' && (!isPhotoType(type) || isPixelBomb(head, type))) {
      this.#uploads.drop(upload)
      return refuse('type_not_allowed')
    }
    const sha256 = await this.#digest(upload)
    const seen = this.#seenMeanwhile(upload)
    if (seen) return seen
    if (upload.copied !== null && copyOf(upload)?.sha256 !== sha256) {
      this.#uploads.drop(upload)
      return refuse('upload_unknown')
    }
    if (upload.kind === 'original') {
      const photo = this.#deps.originals.photoFor(upload.by, upload.photo ?? undefined)
      if (!photo) {
        this.#uploads.drop(upload)
        return refuse('upload_unknown')
      }
      this.#uploads.whole(upload, type, sha256, now)
      this.#deps.originals.bind(upload, photo, now)
    } else this.#uploads.whole(upload, type, sha256, now)
    this.#deps.wake(now)
    return ok({ ...standingOf(upload), whole: true })
  }

  /** What somebody else who asked at the same time has made of it, or null. */
  #seenMeanwhile({ id, n }: UploadRow): Result<UploadStanding> | null {
    const upload = this.#uploads.find(id)
    if (upload?.n !== n) return refuse('upload_unknown')
    return isArriving(upload) && upload.received === upload.size ? null : ok(standingOf(upload))
  }

  /** Only the same bytes take the place of lost ones. */
  async #seenAgain(upload: UploadRow, now: EpochMs): Promise<Result<UploadStanding>> {
    const sha256 = await this.#digest(upload)
    const seen = this.#seenMeanwhile(upload)
    if (seen) return seen
    if (sha256 !== upload.sha256) {
      this.#uploads.lost(upload)
      return refuse('file_differs')
    }
    this.#uploads.whole(upload, upload.type ?? '', upload.sha256, now)
    this.#deps.wake(now)
    return ok({ ...standingOf(upload), whole: true })
  }

  /** Lost bytes come again under the same id, from whoever sees the message and has them; one member at a time. */
  #createAgain(upload: UploadRow, no: MemberNo, facts: UploadFacts, now: EpochMs): Result<UploadStanding> {
    if (!isSameFile(upload, facts) || !maySee(this.#deps, no, upload)) return refuse('client_id_reused')
    if (upload.again_by === no) return ok(standingOf(upload))
    const freeAt = upload.again_by === null ? now : upload.since + limits.sendAgainMs
    if (freeAt > now) return refuse('slow_down', freeAt - now)
    const { bytes } = this.#uploads.waiting(no)
    const more = upload.again_by === null ? upload.size : 0
    if (bytes + more > limits.maxWaitingBytes) return refuse('uploads_waiting')
    const endsAt = now + limits.uploadLifetimeMs
    this.#uploads.beginAgain(upload, no, now, endsAt)
    this.#deps.wake(endsAt)
    return ok(standingOf({ ...upload, received: 0 }))
  }

  async #digest(upload: UploadRow): Promise<string> {
    const digest = new crypto.DigestStream('SHA-256')
    const writer = digest.getWriter()
    for (let at = 0; at < upload.size; at += limits.maxUploadBodyBytes) {
      await writer.write(this.#uploads.bytes(upload, at, Math.min(upload.size, at + limits.maxUploadBodyBytes)))
    }
    await writer.close()
    return [...new Uint8Array(await digest.digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  }

  #own(no: MemberNo, id: ClientId): UploadRow | null {
    const upload = this.#uploads.find(id)
    if (!upload || upload.state === 'going') return null
    return (upload.by === no && upload.state !== 'lost') || upload.again_by === no ? upload : null
  }

  #keyOf({ id }: UploadRow): string {
    return `${this.#prefix()}${id}`
  }

  #prefix(): string {
    return `rooms/${this.#deps.service.state()?.facts.id}/`
  }

  #bucket(): R2Bucket {
    const bucket = this.#deps.bucket()
    if (!bucket) throw new Error('R2 is not bound')
    return bucket
  }
}

const maxBytes: Record<FileKind, number> = {
  photo: limits.maxPhotoBytes,
  file: limits.maxFileBytes,
  thumb: limits.maxThumbBytes,
  original: limits.maxFileBytes,
}

const isArriving = ({ state }: UploadRow): boolean => state === 'coming' || state === 'lost'

const standingOf = ({ id, size, received, state }: UploadRow): UploadStanding => ({
  ...{ id, size, offset: received, whole: state !== 'coming' && state !== 'lost' },
})

const isSame = (upload: UploadRow, no: MemberNo, facts: UploadFacts): boolean =>
  (upload.by === no || upload.again_by === no) && upload.state !== 'going' && isSameFile(upload, facts)

const isSameFile = (upload: UploadRow, { kind, name, size, of }: UploadFacts): boolean =>
  upload.kind === kind && upload.name === name && upload.size === size && upload.photo === (of ?? null)
