import type { EpochMs, Id, Seq } from '../../../protocol/ids.ts'
import type { NoteList, NoteSummary } from '../../../protocol/note.ts'
import type { NotesDevice } from '../../offline/notes-device.ts'
import type { Api, Reply } from '../../transport/api.ts'
import { notePaths } from '../../transport/note-paths.ts'
import { shaped } from '../../transport/shape.ts'
import { readNote } from './note-sending.ts'

export const noteListShape = shaped<NoteList>('notes')

export type Bringing = {
  api: Api
  device: NotesDevice
  roomId: Id
  organizationId: Id
  /** How far the room's log goes, as far as is known. */
  head: Seq
  now: () => EpochMs
}

/** Asks for the list of a room's notes, keeps it, and brings those marked 圏外でも onto this device. */
export async function bringNotes(parts: Bringing): Promise<Reply<readonly NoteSummary[]>> {
  const { api, device, roomId, organizationId, head, now } = parts
  const reply = await api({ method: 'GET', path: notePaths.list(roomId), answer: noteListShape })
  if (!reply.ok) return reply
  const { notes } = reply.value
  const list = { roomId, organizationId, notes, at: now() }
  await device.keepList({ ...list, head: 0 })
  void bringPromised(parts, list).then(async (isWhole) => {
    if (isWhole) await device.keepList({ ...list, head })
  })
  return { ok: true, value: notes }
}

/** Answers whether every note that shall be here is: only then need nobody ask again before the room's log goes on. */
async function bringPromised(
  { api, device, roomId, organizationId }: Bringing,
  { notes, at }: { notes: readonly NoteSummary[]; at: EpochMs },
): Promise<boolean> {
  for (const { id, version, offline } of notes) {
    if (!offline || (await device.keptNote(roomId, id))?.note.version === version) continue
    const reply = await readNote(api, roomId, id)
    if (!reply.ok) return false
    await device.keepNote(reply.value, organizationId, 0)
  }
  // A list that was told meanwhile is newer than this one.
  return (await device.keptList(roomId))?.at === at
}
