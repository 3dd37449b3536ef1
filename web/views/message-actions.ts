import type { MessageEntry } from '../../protocol/entry.ts'
import type { Seq } from '../../protocol/ids.ts'

/** What can be done from a message. The room's screen carries it out. */
export type MessageActions = {
  openMenu: (entry: MessageEntry, at?: { x: number; y: number }) => void
  openReaders: (seq: Seq) => void
  openReactions: (seq: Seq) => void
  /** The map of the room, on the place of an entry. */
  openMap: (seq: Seq) => void
  jump: (seq: Seq) => void
}
