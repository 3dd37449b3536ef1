import { untrack } from 'solid-js'
import type { Post } from '../../../protocol/client-message.ts'
import type { RefusalCode } from '../../../protocol/refusals.ts'
import type { NoteShelf } from '../../offline/note-uploads.ts'
import type { KeptUpload } from '../../offline/upload-shelf.ts'
import { carriesFiles } from '../talk/outbox-queue.ts'
import type { RoomSession } from '../talk/room-session.ts'
import type { Carrier } from './upload-queue.ts'

/** Notes that wait for what they carry. */
export type NoteCarriers = {
  shelf: NoteShelf
  /** What is not whole, in the order of writing. */
  carriers: () => readonly Carrier[]
  refused: (upload: KeptUpload, code: RefusalCode) => Promise<void>
}

export type WaitingCarrier = Carrier & { session: RoomSession }

/** Messages of these rooms that wait for what they carry. */
export const waitingCarriers = (sessions: Iterable<RoomSession>): WaitingCarrier[] =>
  [...sessions].flatMap((session) =>
    untrack(session.outbox.items).flatMap((item) => {
      const { id, files } = item.command as Post
      return carriesFiles(item) && item.status === 'waiting' && files ? [{ id, files, session }] : []
    }),
  )
