import type { NoteShelf } from './note-uploads.ts'
import type { KeptUpload, UploadShelf } from './upload-shelf.ts'

/** What messages and what notes carry, as one shelf: each row is kept where it lies. */
export function bothShelves(messages: UploadShelf, notes: NoteShelf): UploadShelf {
  const parted = (uploads: readonly KeptUpload[]) =>
    [uploads.filter(({ ofNote }) => !ofNote), uploads.filter(({ ofNote }) => ofNote)] as const
  return {
    ...messages,
    rows: async () => [...(await messages.rows()), ...(await notes.rows())],
    bytes: (upload) => (upload.ofNote ? notes : messages).bytes(upload),
    async noteWhole(uploads, isWhole) {
      const [of, ofNotes] = parted(uploads)
      if (of.length > 0) await messages.noteWhole(of, isWhole)
      if (ofNotes.length > 0) await notes.noteWhole(ofNotes, isWhole)
    },
    async end(uploads, options) {
      const [of, ofNotes] = parted(uploads)
      if (of.length > 0) await messages.end(of, options)
      if (ofNotes.length > 0) await notes.end(ofNotes, options)
    },
  }
}
