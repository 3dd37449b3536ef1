import type { Id, Seq } from '../../protocol/ids.ts'

/** What is asked of a room about ringing; by itself, since nothing of it is needed for the first message. */
export const ringPaths = {
  board: (room: Id) => `/api/rooms/${room}/ringing`,
  probe: (room: Id) => `/api/rooms/${room}/ringing/probe`,
  rings: (room: Id, seq: Seq) => `/api/rooms/${room}/entries/${seq}/rings`,
}
