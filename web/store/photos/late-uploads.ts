import type { UploadFacts } from '../../../protocol/file.ts'
import type { ClientId, Id } from '../../../protocol/ids.ts'
import type { UploadOutcome } from '../../transport/tus.ts'

/** Something that leaves while nothing else waits: an original, or bytes that the server lost. */
export type LateUpload = {
  id: ClientId
  roomId: Id
  facts: UploadFacts
  /** Read only when there is something to be sent. */
  bytes: () => Promise<ArrayBuffer | null>
  /** So many bytes are answered for. */
  stands: (sent: number) => void
  /** After a try. A cut one is tried again, where it is still wanted. */
  settled: (outcome: UploadOutcome) => Promise<void>
}

export type LateSource = {
  /** What is to be tried next, besides what rests after a trouble; null where there is nothing. */
  next: (isResting: (id: ClientId) => boolean) => Promise<LateUpload | null>
}
