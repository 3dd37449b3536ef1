import type { Entry, Mark, MarkKind } from '../protocol/entry.ts'
import type { CarriedFile } from '../protocol/file.ts'
import type { ClientId, MemberNo, Seq } from '../protocol/ids.ts'
import type { NoteChange } from '../protocol/note.ts'
import type { LoggedEntry } from './change.ts'

/** What `decide` may look up in the log; each a look-up by key, never a scan. */
export interface LogReader {
  /** An entry in its current state. */
  entry(seq: Seq): Entry | null
  /** What this member once sent under this client id, as it was written. */
  byClientId(no: MemberNo, clientId: ClientId): LoggedEntry | null
  /** A whole upload that no message carries yet, of this member. */
  ownUpload(no: MemberNo, id: ClientId): CarriedFile | null
  /** The entries of a note, oldest first. */
  noteEntries(note: ClientId): NotedVersion[]
  mark(seq: Seq, kind: MarkKind, no: MemberNo): Mark | null
  /** Countable entries from the first one to this one. */
  countableAt(seq: Seq): number
}

/** An entry of a note, by which of the note's versions it tells. */
export type NotedVersion = { version: number; seq: Seq; change: NoteChange }
