import { noteExcerpt } from '../../core/note-text.ts'
import type { EpochMs } from '../../protocol/ids.ts'
import {
  isArchivedOn,
  type Note,
  type NoteContent,
  type NoteRevision,
  type NoteSummary,
  type NoteVersion,
} from '../../protocol/note.ts'
import type { KeptContent, noteRevisions, notes } from './note-schema.ts'

/** Rows of D1 as they travel. */

export type NoteRow = typeof notes.$inferSelect
export type RevisionRow = typeof noteRevisions.$inferSelect

export const noteOf = (row: NoteRow, now: EpochMs): Note => {
  const { organizationId: _organization, toldVersion: _told, isArchived: _archived, ...note } = row
  return { ...note, archived: isArchivedNow(row, now) }
}

export const summaryOf = (row: NoteRow, now: EpochMs): NoteSummary => {
  const { body, ...note } = noteOf(row, now)
  return { ...note, excerpt: noteExcerpt(body) }
}

/** The note as one save made it, in the place where it stands now. */
export const noteAt = (row: NoteRow, { version, at, by, content, seq }: RevisionRow, now: EpochMs): Note =>
  noteOf({ ...row, ...content, version, at, by, seq: seq ?? (row.version === version ? row.seq : null) }, now)

export const revisionOf = ({ version, at, by, content, change, isArchived }: RevisionRow): NoteRevision => ({
  ...{ version, at, by, title: content.title },
  ...(change === null && { quiet: true as const }),
  ...(isArchived !== null && { archived: isArchived }),
})

export const versionOf = ({ version, at, by, content }: RevisionRow): NoteVersion => ({ version, at, by, content })

export const isArchivedNow = ({ isArchived, archiveOn }: NoteRow, now: EpochMs): boolean =>
  isArchived || isArchivedOn(archiveOn, now)

/** What a note holds, without where it stands. */
export const contentOf = ({ kind, title, body, files, pinned, offline, archiveOn }: KeptContent): KeptContent => ({
  ...{ kind, title, body, files, pinned, offline, archiveOn },
})

/** Whether a save holds what was kept, by the ids of its files. */
export const holdsSame = (kept: KeptContent, told: NoteContent): boolean =>
  JSON.stringify({ ...contentOf(kept), files: kept.files.map(({ id }) => id) }) ===
  JSON.stringify({ ...contentOf(kept), ...told })
