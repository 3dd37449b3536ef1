import { cleanFileName } from '../core/file-name.ts'
import { isPhotoType, mediaType, sniffedBytes } from '../core/media-type.ts'
import { historyFloor, presentStay } from '../core/room-state.ts'
import type { CopyFacts, OpenedFile } from '../protocol/bindings.ts'
import type { FileKind, UploadFacts, UploadStanding } from '../protocol/file.ts'
import type { ClientId, EpochMs, MemberNo } from '../protocol/ids.ts'
import { limits } from '../protocol/limits.ts'
import { ok, type Result, refuse } from '../protocol/result.ts'
import { retryPauseMs } from './retry-pause.ts'
import type { RoomService } from './room-service.ts'
import type { SqlRoomStorage } from './storage/sql-room-storage.ts'
import { carriedFile, copyOf, type UploadRow, type UploadStorage } from './storage/upload-storage.ts'

export type RoomUploadsDeps = {
  service: RoomService
  storage: SqlRoomStorage
  /** R2, where it is bound. */
  bucket: () => R2Bucket | undefined
  /** Makes sure that `run` is called at this time or before. */
  wake: (at: EpochMs) => void
}

/**
 * Photos and files of a room: coming → whole → kept, and away from any of them while no message carries them.
 * 1. Bytes that were answered for are stored. 2. Pieces go only after R2 has the whole. 3. A row goes only after R2 has deleted what it may have.
 * 4. Nothing is done twice by being asked twice.
 */
export class RoomUploads {
  readonly #deps: RoomUploadsDeps
  readonly #uploads: UploadStorage
  #isRunning = false

  constructor(deps: RoomUploadsDeps) {
    this.#deps = deps
    this.#uploads = deps.storage.uploads
  }

  create(no: MemberNo, told: UploadFacts, now: EpochMs, copy?: CopyFacts): Result<UploadStanding> {
    const facts = { ...told, name: cleanFileName(told.name) }
    const earlier = this.#uploads.find(facts.id)
    if (earlier)
      return isSame(earlier, no, facts) && copyOf(earlier)?.from === copy?.from
        ? ok(standingOf(earlier))
        : refuse('client_id_reused')
    const state = this.#deps.service.state()
    if (state?.facts.kind === 'announce' && !state.people[no - 1]?.rights.post) return refuse('read_only_room')
    if (facts.size > maxBytes[facts.kind]) return refuse('upload_too_large')
    const { own, bytes } = this.#uploads.waiting(no)
    if (own >= limits.maxUploadsPerMember || bytes + facts.size > limits.maxWaitingBytes) return refuse('quota_full')
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
    this.#deps.storage.transaction(() => this.#uploads.add(upload, bytes))
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
    const upload = this.#uploads.find(id)
    const file = upload && carriedFile(upload)
    if (!upload || !file || upload.state === 'going' || !this.#maySee(no, upload)) return refuse('not_found')
    return ok({ ...file, key: this.#keyOf(upload), isInRoom: upload.state === 'whole' })
  }

  piece(no: MemberNo, id: ClientId, from: number): Uint8Array | null {
    const upload = this.#uploads.find(id)
    if (upload?.state !== 'whole' || !this.#maySee(no, upload)) return null
    const to = Math.min(upload.size, from + limits.maxUploadBodyBytes)
    return from < to ? this.#uploads.bytes(upload, from, to) : null
  }

  /** After an eviction: when the alarm has to come. */
  nextAt(): EpochMs | null {
    return this.#uploads.nextAt()
  }

  /** Sees to what is due: whole ones go to R2, and what nobody sent goes away. Answers when to come again. */
  async run(now: EpochMs): Promise<EpochMs | null> {
    if (this.#isRunning) return null
    this.#isRunning = true
    try {
      for (const { id } of this.#uploads.due(now)) {
        const upload = this.#uploads.find(id)
        if (upload) await this.#seeTo(upload, now)
      }
    } finally {
      this.#isRunning = false
    }
    return this.#uploads.nextAt()
  }

  async #seeTo(upload: UploadRow, now: EpochMs): Promise<void> {
    if (upload.state === 'coming') return this.#uploads.drop(upload)
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
        this.#deps.storage.transaction(() => this.#uploads.kept(upload))
      }
    } catch {
      this.#uploads.again(upload, now + retryPauseMs(upload.tries))
    }
  }

  /** How far an upload has come. One that has all its bytes is looked through, again if an earlier look was cut off. */
  async #seen(upload: UploadRow, now: EpochMs): Promise<Result<UploadStanding>> {
    if (upload.state !== 'coming' || upload.received < upload.size) return ok(standingOf(upload))
    const { size } = upload
    const head = this.#uploads.bytes(upload, 0, Math.min(size, sniffedBytes))
    const tail = this.#uploads.bytes(upload, Math.max(0, size - sniffedBytes), size)
    const type = mediaType(head, tail, size)
    if (upload.kind !== 'file' && !isPhotoType(type)) {
      this.#uploads.drop(upload)
      return refuse('type_not_allowed')
    }
    const sha256 = await this.#digest(upload)
    if (upload.copied !== null && copyOf(upload)?.sha256 !== sha256) {
      this.#uploads.drop(upload)
      return refuse('upload_unknown')
    }
    this.#uploads.whole(upload, type, sha256, now)
    this.#deps.wake(now)
    return ok({ ...standingOf(upload), whole: true })
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
    return upload?.by === no && upload.state !== 'going' ? upload : null
  }

  #maySee(no: MemberNo, { by, seq, id }: UploadRow): boolean {
    if (seq === null) return by === no
    const state = this.#deps.service.state()
    const stay = state && presentStay(state, no)
    if (!state || !stay || seq < historyFloor(state, stay)) return false
    const entry = this.#deps.storage.entry(seq)
    return entry?.kind === 'message' && entry.files?.some((file) => file.id === id || file.thumb === id) === true
  }

  #keyOf({ id }: UploadRow): string {
    return `rooms/${this.#deps.service.state()?.facts.id}/${id}`
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
}

const standingOf = ({ id, size, received, state }: UploadRow): UploadStanding => ({
  ...{ id, size, offset: received, whole: state !== 'coming' },
})

const isSame = (upload: UploadRow, no: MemberNo, { kind, name, size }: UploadFacts): boolean =>
  upload.by === no && upload.state !== 'going' && upload.kind === kind && upload.name === name && upload.size === size
