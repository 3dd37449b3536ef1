import { historyFloor, presentStay, type RoomState } from '../core/room-state.ts'
import type { MessageEntry } from '../protocol/entry.ts'
import type { MemberNo, Seq } from '../protocol/ids.ts'
import { ok, type Result, refuse } from '../protocol/result.ts'
import type { PlacesPage } from '../protocol/room-map.ts'
import type { SqlRoomStorage } from './storage/sql-room-storage.ts'

/** Messages with a place that a member may see, newest first, as they are now. Reads those alone, however long the log is. */
export function placesBefore(
  storage: Pick<SqlRoomStorage, 'placedSeqs' | 'entry'>,
  state: RoomState | null,
  no: MemberNo,
  { before, limit }: { before: Seq; limit: number },
): Result<PlacesPage> {
  const stay = state && presentStay(state, no)
  if (!state || !stay) return refuse('not_found')
  const seqs = storage.placedSeqs(historyFloor(state, stay), before, limit)
  const entries = seqs.map((seq) => storage.entry(seq)).filter((entry) => entry?.kind === 'message')
  const last = seqs.length < limit ? undefined : seqs.at(-1)
  return ok({ entries: entries.filter(hasPlace), before: last ?? null })
}

/** A retracted one has none any more. */
const hasPlace = ({ place, files }: MessageEntry): boolean =>
  place !== undefined || files?.some((file) => file.place !== undefined) === true
