import * as v from 'valibot'
import { CarriedFile } from './file.ts'
import { ClientId, EpochMs, Id, Seq } from './ids.ts'
import { japanTime } from './japan.ts'
import { limits } from './limits.ts'
import type { RefusalCode } from './refusals.ts'
import { hasUnstorable, isLongerThan, utf8Bytes } from './text.ts'

/** Notes of a room. A note's id is made by the client that writes it first. */

export const NoteKind = v.picklist(['text', 'links', 'schedule', 'bereavement'])
export type NoteKind = v.InferOutput<typeof NoteKind>

/** What a room's log tells of a note. One that is brought back from the archive is published again. */
export const NoteChange = v.picklist(['published', 'changed', 'archived'])
export type NoteChange = v.InferOutput<typeof NoteChange>

/** A day as people write it, in Japan: YYYY-MM-DD. */
const day = v.pipe(v.string(), v.regex(/^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/))

const facts = {
  kind: NoteKind,
  title: v.pipe(v.string(), v.trim()),
  pinned: v.boolean(),
  /** 圏外でも: kept on every member's device. */
  offline: v.boolean(),
  /** The last day on which the note is current; null: it stays. */
  archiveOn: v.nullable(day),
}

/** What one save holds, whole. How long it may be, `noteProblem` says. */
export const NoteContent = v.strictObject({
  ...facts,
  /** Plain text; core/note-text.ts reads its headings, lists, boxes, links and dates. May be empty. */
  body: v.string(),
  /** Whole uploads of this room by whoever saves, or files that the note has already. */
  files: v.pipe(v.array(ClientId), v.maxLength(limits.maxFiles)),
})
export type NoteContent = v.InferOutput<typeof NoteContent>

/** The number of a save: 1 is the first. */
const version = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

export const SaveNote = v.strictObject({
  /** Of this save: sending it twice is sending it once. */
  id: ClientId,
  /** The version it was made from; 0 for a new note. */
  base: version,
  content: NoteContent,
  /** Nothing but ticks of boxes changed: a revision, and no entry in the room's log. */
  quiet: v.optional(v.literal(true)),
})
export type SaveNote = v.InferOutput<typeof SaveNote>

/** Who saved, as they were called then. */
export const NoteAuthor = v.strictObject({ accountId: Id, name: v.string(), title: v.string(), unit: v.string() })
export type NoteAuthor = v.InferOutput<typeof NoteAuthor>

const standing = {
  id: ClientId,
  roomId: Id,
  version,
  ...facts,
  files: v.array(CarriedFile),
  by: NoteAuthor,
  at: EpochMs,
  createdBy: NoteAuthor,
  createdAt: EpochMs,
  /** Place in the list, set by hand; smaller comes first. */
  order: v.number(),
  archived: v.boolean(),
  /** The room's entry of the newest version that was told; null while that is on its way. */
  seq: v.nullable(Seq),
}

export const Note = v.strictObject({ ...standing, body: v.string() })
export type Note = v.InferOutput<typeof Note>

/** A note in the list: the beginning of its text instead of the whole. */
export const NoteSummary = v.strictObject({ ...standing, excerpt: v.string() })
export type NoteSummary = v.InferOutput<typeof NoteSummary>
export const NoteList = v.strictObject({ notes: v.array(NoteSummary) })
export type NoteList = v.InferOutput<typeof NoteList>

const revisionFacts = { version, at: EpochMs, by: NoteAuthor }

/** `archived`: it put the note away or brought it back, and changed nothing of what the note says. */
export const NoteRevision = v.strictObject({
  ...revisionFacts,
  title: v.string(),
  quiet: v.optional(v.literal(true)),
  archived: v.optional(v.boolean()),
})
export type NoteRevision = v.InferOutput<typeof NoteRevision>
export const NoteRevisions = v.strictObject({ revisions: v.array(NoteRevision) })
export type NoteRevisions = v.InferOutput<typeof NoteRevisions>

/** One version, whole. */
export const NoteVersion = v.strictObject({
  ...revisionFacts,
  content: v.strictObject({ ...facts, body: v.string(), files: v.array(CarriedFile) }),
})
export type NoteVersion = v.InferOutput<typeof NoteVersion>

/** The notes of a room in the order that they shall have; those not named keep their places after them. */
export const OrderNotes = v.strictObject({ ids: v.pipe(v.array(ClientId), v.maxLength(limits.maxNotes)) })
export type OrderNotes = v.InferOutput<typeof OrderNotes>
export const ArchiveNote = v.strictObject({ archived: v.boolean() })
export type ArchiveNote = v.InferOutput<typeof ArchiveNote>

/** Of an address in a list of links: what the reading of notes lets through (core/note-text.ts). */
export const maxLinkLetters = 2_010

/** Somebody opened a link of a list: its address as the note has it. */
export const OpenLink = v.strictObject({ url: v.pipe(v.string(), v.maxLength(maxLinkLetters)) })
export type OpenLink = v.InferOutput<typeof OpenLink>

/** How many people, and on how many days of theirs. */
const opens = v.strictObject({ people: v.number(), times: v.number() })

/** How often the links of a list were opened, this month and the last one. Nobody's name is kept. */
export const NoteOpens = v.strictObject({
  links: v.array(v.strictObject({ url: v.string(), month: opens, last: opens })),
})
export type NoteOpens = v.InferOutput<typeof NoteOpens>

/** Why a note cannot be kept as it is, or null. Sender and server ask the same question. */
export function noteProblem({ title, body, files, archiveOn }: NoteContent): RefusalCode | null {
  if (title === '') return 'text_empty'
  if (isLongerThan(limits.maxNoteTitleGraphemes, title)) return 'note_too_long'
  if (utf8Bytes(body) > limits.maxNoteBytes || isLongerThan(limits.maxNoteGraphemes, body)) return 'note_too_long'
  if (hasUnstorable(title) || /[\r\n]/.test(title) || hasUnstorable(body)) return 'malformed'
  if (new Set(files).size < files.length) return 'malformed'
  return archiveOn === null || isDay(archiveOn) ? null : 'malformed'
}

/** Whether there is such a day: no 30th of February. */
const isDay = (text: string): boolean => {
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}

/** Whether the last day of a note is past, in Japan. */
export const isArchivedOn = (archiveOn: string | null, now: EpochMs): boolean =>
  archiveOn !== null && archiveOn < japanTime(now).slice(0, 10)
