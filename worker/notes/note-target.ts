import type { ClientId, Id } from '../../protocol/ids.ts'

/** A note as the outbox names it: its id is unique in its room alone. */
export const noteTarget = (roomId: Id, noteId: ClientId): string => `${roomId}/${noteId}`
