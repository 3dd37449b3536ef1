import type { MessageEntry } from '../../../protocol/entry.ts'
import type { ClientId, Seq } from '../../../protocol/ids.ts'
import type { Audience } from '../../store/talk/audience.ts'
import type { Drafts } from '../../store/talk/drafts.ts'

/** What lies over the talk; one thing at a time. */
export type Over =
  | { what: 'menu'; entry: MessageEntry; at: { x: number; y: number } | undefined }
  | { what: 'correct'; entry: MessageEntry }
  | { what: 'retract'; entry: MessageEntry }
  | { what: 'readers'; seq: Seq }
  | { what: 'reactions'; seq: Seq }
  | { what: 'versions'; seq: Seq }
  | { what: 'photo'; entry: MessageEntry; id: ClientId }
  | { what: 'originals'; entry: MessageEntry }
  | { what: 'copy'; entry: MessageEntry }
  | { what: 'room-menu' }
  | { what: 'members' }
  | { what: 'pins' }
  | ({ what: 'urgent' } & UrgentAsk)
  | ({ what: 'place' } & PlaceAsk)
  | { what: 'ring-board' }

/** Asks once more before so many people are rung. */
export type UrgentAsk = { count: number; text: string; onSend: () => void }

/** Sends a place, with what was begun in the composer as the word for it. */
export type PlaceAsk = { drafts: Drafts; audience: Audience }
