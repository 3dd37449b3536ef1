import { createEffect, createRoot } from 'solid-js'
import type { NotesDevice } from '../../offline/notes-device.ts'
import type { UploadingParts } from '../photos/uploading.ts'

const seenTo = new WeakSet<NotesDevice>()

/** From now on what saved notes carry is brought up by what brings up the photos of messages, which is fetched when there is something. */
export function bringNoteFiles(device: NotesDevice, parts: UploadingParts): void {
  if (seenTo.has(device)) return
  seenTo.add(device)
  const begin = () =>
    import('../photos/uploading.ts').then(({ uploadingFor }) =>
      uploadingFor({ parts }).carryFor({
        shelf: device.files.shelf,
        carriers: device.carriers,
        refused: device.refuseFile,
      }),
    )
  createRoot((done) =>
    createEffect(() => {
      if (device.carriers().length === 0 && !device.files.rows().some(({ isGoing }) => isGoing)) return
      done()
      // Where it does not come, the next page or launch tries again.
      begin().catch(() => seenTo.delete(device))
    }),
  )
}
