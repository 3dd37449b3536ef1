import type { Change, LoggedEntry } from '../../core/change.ts'
import type { LogReader } from '../../core/log-reader.ts'
import type { RoomState } from '../../core/room-state.ts'
import type { Entry, Mark } from '../../protocol/entry.ts'
import type { Rev, Seq } from '../../protocol/ids.ts'
import type { Versions } from '../../protocol/server-message.ts'

/** Where a room is kept. Everything is synchronous: one command is one transaction, and nothing can come between. */
export interface RoomStorage extends LogReader {
  /** The room as it was stored, or null for a room that was never created; then nothing was written either. */
  load(): RoomState | null
  /**
   * Runs `work` in one transaction: all of its writes or none. An async function does not compile, since what it awaited
   * would be outside.
   */
  transaction<T>(work: () => T extends Promise<unknown> ? never : T): T
  /** Adds an entry to the log; false, and nothing is written, when it holds one of this member under the same client id. */
  append(entry: LoggedEntry): boolean
  /** Keeps what `evolve` has just folded into `state`, but for the entries, which were appended before. */
  write(changes: readonly Change[], state: RoomState): void
  /** Entries `from` … `to`, both included, ascending, in their current state. */
  entries(from: Seq, to: Seq): Entry[]
  /** The same as a JSON array. */
  encodedEntries(from: Seq, to: Seq): string
  marksSince(rev: Rev): Mark[]
  /** Marks on entries `from` … `to` that are not taken back. */
  marksOn(from: Seq, to: Seq): Mark[]
  pins(): Mark[]
  /** Every text that an entry ever had, oldest first, retracted ones included. */
  versions(seq: Seq): Versions['versions']
  /** Up to which version the lobby has been told. */
  toldVersion(): number
  noteTold(version: number): void
  /** Bytes of photos and files that the room holds or has promised to take. */
  heldBytes(): number
  /** What the organization's other rooms hold, as the lobby told. */
  noteElsewhere(bytes: number): void
}
