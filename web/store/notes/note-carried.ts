import type { CarriedFile } from '../../../protocol/file.ts'
import type { ClientId } from '../../../protocol/ids.ts'
import type { RefusalCode } from '../../../protocol/refusals.ts'
import type { NoteUpload } from '../../offline/note-uploads.ts'
import type { Carrier } from '../photos/upload-queue.ts'
import type { NoteSave } from './notes-queue.ts'

/** How far a file that was added here has come. */
export type NoteFileState = 'waiting' | 'sending' | 'sent'

/** A photo or a file of a note as it is listed: the server's, or one that lies on this device alone. */
export type NoteFile = {
  id: ClientId
  /** null where nothing is known of it here. */
  name: string | null
  size: number | null
  isPhoto: boolean
  /** As the server has it. */
  told: CarriedFile | null
  /** As it lies here. */
  here: NoteUpload | null
  refusal: RefusalCode | null
}

/** What of a note is listed for these ids, in their order: by what versions say of them, and by what lies here. */
export const noteFiles = (
  ids: readonly ClientId[],
  told: readonly CarriedFile[],
  rows: readonly NoteUpload[],
): NoteFile[] =>
  ids.map((id) => {
    const known = told.find((file) => file.id === id) ?? null
    const here = known ? null : (rows.find((row) => row.id === id && !row.isGoing) ?? null)
    const { name = null, size = null, kind } = known ?? here ?? {}
    return { id, name, size, isPhoto: kind === 'photo', told: known, here, refusal: here?.refusal ?? null }
  })

/** What saved notes wait for, in the order of writing: of each all that was added here and is not whole in its room. */
export function carriersOf(saves: readonly NoteSave[], rows: readonly NoteUpload[]): Carrier[] {
  return saves.flatMap(({ noteId, state, content }) => {
    const files = rows.filter(
      ({ id, isWhole, isGoing, refusal }) => content.files.includes(id) && !isWhole && !isGoing && !refusal,
    )
    return state === 'waiting' && files.length > 0 ? [{ id: noteId, files: files.map(({ id }) => ({ id })) }] : []
  })
}
