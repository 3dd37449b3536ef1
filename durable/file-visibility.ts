import { historyFloor, presentStay } from '../core/room-state.ts'
import type { MessageEntry } from '../protocol/entry.ts'
import type { MemberNo } from '../protocol/ids.ts'
import type { RoomService } from './room-service.ts'
import type { SqlRoomStorage } from './storage/sql-room-storage.ts'
import type { UploadRow } from './storage/upload-storage.ts'

export type FileKeepers = { service: RoomService; storage: SqlRoomStorage }

/** The message through which a member sees an upload: it carries it, or the photo whose small picture or original it is. Null: none. */
export function messageOf({ service, storage }: FileKeepers, no: MemberNo, upload: UploadRow): MessageEntry | null {
  const state = service.state()
  const stay = state && presentStay(state, no)
  if (!state || !stay || upload.seq === null || upload.seq < historyFloor(state, stay)) return null
  const entry = storage.entry(upload.seq)
  if (entry?.kind !== 'message') return null
  const carried = upload.photo ?? upload.id
  return entry.files?.some(({ id, thumb }) => id === carried || thumb === carried) ? entry : null
}

/** Its uploader sees what no message carries yet. */
export const maySee = (keepers: FileKeepers, no: MemberNo, upload: UploadRow): boolean =>
  upload.seq === null ? upload.by === no : messageOf(keepers, no, upload) !== null
