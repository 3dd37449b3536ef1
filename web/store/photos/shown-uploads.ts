import { untrack } from 'solid-js'
import type { KeptUpload, UploadShelf } from '../../offline/upload-shelf.ts'
import { uploadBoard } from './upload-board.ts'

/** Shows how far each has come that is wanted, and small pictures, which are read from the shelf once. */
export async function showUploads(rows: readonly KeptUpload[], shelf?: UploadShelf): Promise<void> {
  const shown = rows.filter(({ isGoing }) => !isGoing)
  uploadBoard.show(shown)
  for (const row of shown) {
    if (row.kind !== 'thumb' || untrack(() => uploadBoard.picture(row.id)) !== undefined) continue
    const bytes = await shelf?.bytes(row)
    if (bytes) uploadBoard.addPicture(row.id, bytes)
  }
}
