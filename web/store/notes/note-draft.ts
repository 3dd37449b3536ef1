import type { ClientId, EpochMs, Id } from '../../../protocol/ids.ts'
import type { Note, NoteContent } from '../../../protocol/note.ts'
import { isSameContent } from './note-merge.ts'
import { contentOf, type NoteSave } from './notes-queue.ts'

/** A note that somebody has begun to write or to change, as it lies on the device. */
export type NoteDraft = {
  roomId: Id
  organizationId: Id
  noteId: ClientId
  content: NoteContent
  /** The version it was made from; 0 for a new note. */
  base: number
  baseContent: NoteContent | null
  /** The save that it goes on from, where that was not answered yet. */
  after: ClientId | null
  at: EpochMs
}

/** The place of a note. */
export type NotePlace = Pick<NoteDraft, 'roomId' | 'organizationId' | 'noteId'>

export const newDraft = (place: NotePlace, content: NoteContent, at: EpochMs): NoteDraft => ({
  ...place,
  ...{ content, base: 0, baseContent: null, after: null, at },
})

/** Begins to change a note: from what was saved here last, where the server does not have that yet. */
export function draftOf(
  place: NotePlace,
  note: Note | null,
  save: NoteSave | undefined,
  at: EpochMs,
): NoteDraft | null {
  if (save) {
    const { content, base, baseContent, id } = save
    return { ...place, content, base, baseContent, after: id, at }
  }
  if (note === null) return null
  const content = contentOf(note)
  return { ...place, content, base: note.version, baseContent: content, after: null, at }
}

/** What it goes on from has a number now. */
export const rebased = (draft: NoteDraft, saveId: ClientId, note: Note): NoteDraft =>
  draft.after === saveId ? { ...draft, base: note.version, baseContent: contentOf(note), after: null } : draft

/** Without files that this device could not take. */
export const withoutFiles = (draft: NoteDraft, uploads: readonly { row: { id: ClientId } }[]): NoteDraft => ({
  ...draft,
  content: {
    ...draft.content,
    files: draft.content.files.filter((id) => !uploads.some(({ row }) => row.id === id)),
  },
})

/** Whether anything would be lost with it. */
export const isChanged = ({ content, baseContent }: NoteDraft): boolean =>
  baseContent === null
    ? content.title !== '' || content.body !== '' || content.files.length > 0
    : !isSameContent(content, baseContent)

export const draftOfSave = (save: NoteSave, at: EpochMs): NoteDraft => {
  const { roomId, organizationId, noteId, content, base, baseContent } = save
  return { roomId, organizationId, noteId, content, base, baseContent, after: null, at }
}
