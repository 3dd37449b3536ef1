import { historyFloor, presentStay } from '../core/room-state.ts'
import type { MessageEntry, NoteEntry } from '../protocol/entry.ts'
import type { MemberNo } from '../protocol/ids.ts'
import type { RoomService } from './room-service.ts'
import type { SqlRoomStorage } from './storage/sql-room-storage.ts'
import type { UploadRow } from './storage/upload-storage.ts'

export type FileKeepers = { service: RoomService; storage: SqlRoomStorage }

/** What carries files. */
type CarryingEntry = MessageEntry | NoteEntry

/** The entry through which a member sees an upload: it carries it, or the photo whose small picture or original it is. Null: none. */
export function carrierOf({ service, storage }: FileKeepers, no: MemberNo, upload: UploadRow): CarryingEntry | null {
  const state = service.state()
  const stay = state && presentStay(state, no)
  const entry = stay && upload.seq !== null ? storage.entry(upload.seq) : null
  // A note is read by all who are in the room, whenever they came.
  if (
    !state ||
    !stay ||
    (entry?.kind !== 'note' && (entry?.kind !== 'message' || entry.seq < historyFloor(state, stay)))
  )
    return null
  const carried = upload.photo ?? upload.id
  return entry.files?.some(({ id, thumb }) => id === carried || thumb === carried) ? entry : null
}

/** Its uploader sees what no message carries yet. */
export const maySee = (keepers: FileKeepers, no: MemberNo, upload: UploadRow): boolean =>
  upload.seq === null ? upload.by === no : carrierOf(keepers, no, upload) !== null
