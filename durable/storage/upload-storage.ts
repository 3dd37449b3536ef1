import type { CopyFacts } from '../../protocol/bindings.ts'
import type { CarriedFile, FileKind, UploadFacts } from '../../protocol/file.ts'
import type { ClientId, EpochMs, MemberNo, Seq } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'

/**
 * coming: bytes arrive. whole: all are there, in pieces, and wait for R2. kept: R2 has them. going: it is as good as gone, R2 has to be told.
 * lost: a message carries it and R2 has it no more; its bytes may come again.
 */
export type UploadState = 'coming' | 'whole' | 'kept' | 'going' | 'lost'

export type UploadRow = {
  n: number
  id: ClientId
  by: MemberNo
  kind: FileKind
  name: string
  size: number
  received: number
  state: UploadState
  type: string | null
  sha256: string | null
  /** The message that carries it. */
  seq: Seq | null
  /** The photo whose original it is. */
  photo: ClientId | null
  /** 1: somebody asks for the original of this photo. */
  wanted: number | null
  /** Who sends, or sent, its lost bytes again. */
  again_by: MemberNo | null
  /** When it began, when it became whole, or when the last of its lost bytes came again. */
  since: EpochMs
  tries: number
  /** When the object's alarm has to see to it; null for what stays as it is. */
  next_at: EpochMs | null
  /** `CopyFacts` as JSON, of what was handed on from another room. */
  copied: string | null
}

/** Pieces of one upload have neighbouring keys; 25 MB are 800 of them. */
const keysOfUpload = 4_096
const { uploadPieceBytes } = limits

/** Uploads of a room and their bytes, in its SQLite. Synchronous: a piece and how far the upload has come are one commit. */
export class UploadStorage {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  find(id: ClientId): UploadRow | null {
    return this.#rows('id = ?', id)[0] ?? null
  }

  begin(
    by: MemberNo,
    { id, kind, name, size, of }: UploadFacts,
    { at, endsAt, copy }: { at: EpochMs; endsAt: EpochMs; copy: CopyFacts | undefined },
  ): void {
    this.#sql.exec(
      `INSERT INTO upload (id, by, kind, name, size, photo, received, state, since, tries, next_at, copied)
       VALUES (?, ?, ?, ?, ?, ?, 0, 'coming', ?, 0, ?, ?)`,
      ...[id, by, kind, name, size, of ?? null, at, endsAt, copy ? JSON.stringify(copy) : null],
    )
  }

  /** The messages of the newest so many uploads of a kind from `floor` on and before `before`, newest first, each as often as it carries one. */
  album(kind: FileKind, floor: Seq, before: Seq, limit: number): Seq[] {
    return this.#sql
      .exec<{ seq: Seq }>(
        'SELECT seq FROM upload WHERE kind = ? AND seq >= ? AND seq < ? ORDER BY seq DESC LIMIT ?',
        ...[kind, floor, before, limit],
      )
      .toArray()
      .map(({ seq }) => seq)
  }

  /** `bytes`: of all uploads, from their beginning until they are gone. `elsewhere`: null until the lobby told. */
  sums(): { bytes: number; elsewhere: number | null; check_at: EpochMs | null } {
    return this.#sql.exec<ReturnType<UploadStorage['sums']>>('SELECT bytes, elsewhere, check_at FROM upload_sum').one()
  }

  noteElsewhere(bytes: number): void {
    this.#sql.exec('UPDATE upload_sum SET elsewhere = ?1 WHERE elsewhere IS NOT ?1', bytes)
  }

  /** Uploads of a member that no message carries, and the bytes that are promised to the room until R2 has them. */
  waiting(by: MemberNo): { own: number; bytes: number } {
    const rows = this.#sql.exec<{ own: number; bytes: number }>(
      `SELECT coalesce(sum(by = ? AND seq IS NULL), 0) AS own, coalesce(sum(CASE WHEN state IN ('coming', 'whole', 'lost') THEN size END), 0) AS bytes
       FROM upload WHERE next_at IS NOT NULL`,
      by,
    )
    return rows.one()
  }

  /** Puts bytes behind those that are there: pieces lie on a grid, so that small bodies do not make small rows. */
  add({ n, received }: UploadRow, bytes: Uint8Array, at: EpochMs): void {
    for (let taken = 0; taken < bytes.length; ) {
      const from = received + taken
      const within = from % uploadPieceBytes
      const part = bytes.subarray(taken, taken + uploadPieceBytes - within)
      const before = within === 0 ? new Uint8Array() : this.piece(n, from - within)
      const piece = new Uint8Array(within + part.length)
      piece.set(before ?? [])
      piece.set(part, within)
      this.#sql.exec('INSERT OR REPLACE INTO upload_piece (k, bytes) VALUES (?, ?)', keyOf(n, from), piece.buffer)
      taken += part.length
    }
    this.#sql.exec(
      "UPDATE upload SET received = ?, since = CASE WHEN state = 'lost' THEN ? ELSE since END WHERE n = ?",
      ...[received + bytes.length, at, n],
    )
  }

  /** The row of bytes in which byte `at` lies, or null when it is not there. */
  piece(n: number, at: number): Uint8Array | null {
    const row = this.#sql
      .exec<{ bytes: ArrayBuffer }>('SELECT bytes FROM upload_piece WHERE k = ?', keyOf(n, at))
      .toArray()[0]
    return row ? new Uint8Array(row.bytes) : null
  }

  /** Bytes `from` up to `to` of an upload that is in the room. */
  bytes({ n }: UploadRow, from: number, to: number): Uint8Array {
    const bytes = new Uint8Array(to - from)
    for (let at = from - (from % uploadPieceBytes); at < to; at += uploadPieceBytes) {
      const piece = this.piece(n, at) ?? new Uint8Array()
      const part = piece.subarray(Math.max(0, from - at), Math.min(piece.length, to - at))
      bytes.set(part, Math.max(0, at - from))
    }
    return bytes
  }

  whole({ n }: UploadRow, type: string, sha256: string, at: EpochMs): void {
    this.#sql.exec(
      "UPDATE upload SET state = 'whole', type = ?, sha256 = ?, since = ?, next_at = ? WHERE n = ? AND state IN ('coming', 'lost')",
      ...[type, sha256, at, at, n],
    )
  }

  /** R2 has it: the pieces go. What no message carries is looked at again when its time is over. */
  kept({ n }: UploadRow, checkAt: EpochMs): void {
    const { rowsWritten } = this.#sql.exec(
      `UPDATE upload SET state = 'kept', tries = 0, next_at = CASE WHEN seq IS NULL THEN since + ? END
       WHERE n = ? AND state = 'whole'`,
      limits.uploadLifetimeMs,
      n,
    )
    if (rowsWritten === 0) return
    this.#dropPieces(n)
    this.#sql.exec('UPDATE upload_sum SET check_at = ? WHERE check_at IS NULL', checkAt)
  }

  /** R2 has it no more, or what was sent again is given up: only its facts are left. */
  lost({ n }: UploadRow): void {
    this.#dropPieces(n)
    this.#sql.exec(
      "UPDATE upload SET state = 'lost', received = 0, again_by = NULL, tries = 0, next_at = NULL WHERE n = ?",
      n,
    )
  }

  /** Its bytes come again, from the first one. */
  beginAgain({ n }: UploadRow, by: MemberNo, at: EpochMs, endsAt: EpochMs): void {
    this.#dropPieces(n)
    this.#sql.exec(
      'UPDATE upload SET received = 0, again_by = ?, since = ?, next_at = ? WHERE n = ?',
      ...[by, at, endsAt, n],
    )
  }

  /** An original, from now on seen and kept with the photo's message. */
  bind({ n }: UploadRow, seq: Seq): void {
    this.#sql.exec('UPDATE upload SET seq = ? WHERE n = ?', seq, n)
  }

  /** The whole original of a photo. */
  originalOf(photo: ClientId): UploadRow | null {
    return this.#rows('photo = ? AND seq IS NOT NULL ORDER BY n LIMIT 1', photo)[0] ?? null
  }

  want({ n }: UploadRow): void {
    this.#sql.exec('UPDATE upload SET wanted = 1 WHERE n = ?', n)
  }

  /** What messages carry and R2 should have, by their ids: those behind `after`, up to one or to the end. */
  keptIds(after: ClientId, upTo: ClientId | null): ClientId[] {
    return this.#sql
      .exec<{ id: ClientId }>(
        "SELECT id FROM upload WHERE id > ?1 AND (?2 IS NULL OR id <= ?2) AND state = 'kept' AND seq IS NOT NULL ORDER BY id",
        ...[after, upTo],
      )
      .toArray()
      .map(({ id }) => id)
  }

  /** `at`: when they are looked for next; null while there are none. */
  checked(at: EpochMs | null): void {
    this.#sql.exec('UPDATE upload_sum SET check_at = ?', at)
  }

  /** Nobody can send or read it any more; R2 is told next. */
  going({ n }: UploadRow, at: EpochMs): void {
    this.#sql.exec("UPDATE upload SET state = 'going', tries = 0, next_at = ? WHERE n = ? AND seq IS NULL", at, n)
    this.#dropPieces(n)
  }

  drop({ n }: UploadRow): void {
    this.#dropPieces(n)
    this.#sql.exec('DELETE FROM upload WHERE n = ?', n)
  }

  again({ n }: UploadRow, at: EpochMs): void {
    this.#sql.exec('UPDATE upload SET tries = tries + 1, next_at = ? WHERE n = ?', at, n)
  }

  carry(files: readonly CarriedFile[], seq: Seq): void {
    for (const id of files.flatMap(({ id, thumb }) => (thumb === undefined ? [id] : [id, thumb]))) {
      this.#sql.exec(
        "UPDATE upload SET seq = ?, next_at = CASE WHEN state = 'kept' THEN NULL ELSE next_at END WHERE id = ?",
        seq,
        id,
      )
    }
  }

  /**
   * A note's files go with its newest entry. One that a message carries stays with that message, so that nobody sees it who could not; one that
   * was taken away meanwhile stays away.
   */
  carryByNote(files: readonly CarriedFile[], seq: Seq, note: ClientId): void {
    for (const { id } of files) {
      this.#sql.exec(
        `UPDATE upload SET seq = ?1, next_at = CASE WHEN state = 'kept' THEN NULL ELSE next_at END
         WHERE id = ?2 AND state <> 'going' AND (seq IS NULL OR seq IN (SELECT seq FROM note_entry WHERE note = ?3))`,
        ...[seq, id, note],
      )
    }
  }

  due(now: EpochMs): UploadRow[] {
    return this.#rows('next_at <= ? ORDER BY next_at LIMIT 50', now)
  }

  nextAt(): EpochMs | null {
    const { at } = this.#sql
      .exec<{ at: number | null }>(
        `SELECT min(at) AS at FROM (
           SELECT min(next_at) AS at FROM upload WHERE next_at IS NOT NULL UNION ALL SELECT check_at FROM upload_sum)`,
      )
      .one()
    return at
  }

  #dropPieces(n: number): void {
    this.#sql.exec('DELETE FROM upload_piece WHERE k BETWEEN ? AND ?', n * keysOfUpload, (n + 1) * keysOfUpload - 1)
  }

  #rows(where: string, ...bindings: (string | number)[]): UploadRow[] {
    return this.#sql.exec<UploadRow>(`SELECT * FROM upload WHERE ${where}`, ...bindings).toArray()
  }
}

const keyOf = (n: number, at: number) => n * keysOfUpload + Math.floor(at / uploadPieceBytes)

/** The facts of an upload as a message carries them; null before its bytes are whole. */
export function carriedFile({ id, kind, name, type, size, sha256, ...row }: UploadRow): CarriedFile | null {
  if (type === null || sha256 === null) return null
  const { facts, origin, thumb } = copyOf(row) ?? {}
  return {
    ...{ id, kind, name, type, size, sha256, ...facts },
    ...(thumb !== undefined && { thumb }),
    ...(origin !== undefined && { origin }),
  }
}

export const copyOf = ({ copied }: Pick<UploadRow, 'copied'>): CopyFacts | null =>
  copied === null ? null : (JSON.parse(copied) as CopyFacts)
