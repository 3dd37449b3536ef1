import type { MessageEntry } from '../../../protocol/entry.ts'
import type { ClientId, Seq } from '../../../protocol/ids.ts'

/** What can be done from a message. The room's screen carries it out. */
export type MessageActions = {
  openMenu: (entry: MessageEntry, at?: { x: number; y: number }) => void
  openReaders: (seq: Seq) => void
  openReactions: (seq: Seq) => void
  /** The map of the room, on the place of an entry. */
  openMap: (seq: Seq) => void
  openNote: (note: ClientId) => void
  openPhoto: (entry: MessageEntry, id: ClientId) => void
  /** The originals of an own message's photos. */
  openOriginals: (entry: MessageEntry) => void
  jump: (seq: Seq) => void
}
