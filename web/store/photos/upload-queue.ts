import type { NamedFile } from '../../../protocol/file.ts'
import type { ClientId, EpochMs } from '../../../protocol/ids.ts'
import type { KeptUpload } from '../../offline/upload-shelf.ts'

/** A message or a note that waits, with the uploads that it needs. */
export type Carrier = { id: ClientId; files: readonly NamedFile[] }

/** Uploads of a message in the order in which they leave: of each photo first what shows it, then itself. */
export const uploadsOf = ({ files }: Pick<Carrier, 'files'>): ClientId[] =>
  files.flatMap(({ id, thumb }) => (thumb === undefined ? [id] : [thumb, id]))

export type ById = ReadonlyMap<ClientId, KeptUpload>

/** Whether all that a message carries is whole in its room. */
export const isWhole = (carrier: Carrier, rows: ById): boolean =>
  uploadsOf(carrier).every((id) => rows.get(id)?.isWhole === true)

/**
 * What is to be uploaded next: of the messages in the order in which they were written the first that is not whole, and of that the first that
 * is not. A message that rests after a trouble holds up nobody.
 */
export function nextUpload(
  carriers: readonly Carrier[],
  rows: ById,
  rests: ReadonlyMap<ClientId, EpochMs>,
  now: EpochMs,
): KeptUpload | null {
  const inOrder = [...carriers].sort((a, b) => (a.id < b.id ? -1 : 1))
  for (const carrier of inOrder) {
    if ((rests.get(carrier.id) ?? 0) > now) continue
    for (const id of uploadsOf(carrier)) {
      const row = rows.get(id)
      if (row && !row.isWhole) return row
    }
  }
  return null
}

/** The files of a message without one of them, and what is uploaded for that one no more. */
export function without(files: readonly NamedFile[], id: ClientId): { files: NamedFile[]; gone: ClientId[] } {
  return {
    files: files.filter((file) => file.id !== id),
    gone: uploadsOf({ files: files.filter((file) => file.id === id) }),
  }
}
