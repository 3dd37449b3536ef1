import type { Note, NoteContent } from '../../protocol/note.ts'
import { clientId } from './builders.ts'

/** What a save holds, with what a test does not care about filled in. */
export const noteContent = (content: Partial<NoteContent> = {}): NoteContent => ({
  ...{ kind: 'text', title: '題名', body: '', files: [], pinned: false, offline: false, archiveOn: null },
  ...content,
})

const author = { accountId: 'a'.repeat(32), name: '佐藤', title: '分団長', unit: '第12分団' }

/** A note as the server tells it. */
export const noteTold = (note: Partial<Note> = {}): Note => ({
  ...{ id: clientId(1, 9), roomId: 'b'.repeat(32), version: 1 },
  ...{ ...noteContent(), files: [] },
  ...{ by: author, at: 1_000, createdBy: author, createdAt: 1_000, order: 1, archived: false, seq: 1 },
  ...note,
})
