import type { ClientId, EpochMs, Id } from '../../../protocol/ids.ts'
import type { Note, NoteContent } from '../../../protocol/note.ts'
import type { RefusalCode } from '../../../protocol/refusals.ts'
import { isSameContent, merged } from './note-merge.ts'

/**
 * Saves of notes that the server has not answered. Pure values: each function gives a new list.
 *
 *   waiting ──answer──► (gone)
 *      │  ▲──chosen, or both fit together──┐
 *      ├──somebody else was first──► conflict ──kept as a draft──► (gone)
 *      └──refused──► failed ──kept as a draft──► (gone)
 *
 * 1. Saves leave in the order of writing, one at a time; of one note none leaves before an earlier one is answered.
 * 2. A save that may have reached the server is sent again as it was. One that never left gives way to a later one of its note, which has
 *    all of its text.
 * 3. A text goes only when the server has it, or when it lies elsewhere on the device.
 */
export type NoteSave = {
  /** Given by the device: the order of writing. */
  no?: number
  roomId: Id
  organizationId: Id
  noteId: ClientId
  /** The key of this save. */
  id: ClientId
  content: NoteContent
  isQuiet: boolean
  /** The version that it was made from; 0 for a new note. */
  base: number
  baseContent: NoteContent | null
  at: EpochMs
  state: 'waiting' | 'conflict' | 'failed'
  /** Whether it may have reached the server. */
  isTried: boolean
  /** Of a conflict: what the note is meanwhile. */
  theirs?: Note
  refusal?: RefusalCode
}

export type NewSave = Omit<NoteSave, 'no' | 'state' | 'isTried' | 'theirs' | 'refusal'>

export function withSave(saves: readonly NoteSave[], save: NewSave): NoteSave[] {
  const earlier = saves.filter(({ noteId }) => noteId === save.noteId)
  const conflict = earlier.find(({ state }) => state === 'conflict')
  if (conflict) {
    const { content, at, isQuiet } = save
    return put(saves, { ...conflict, content, at, isQuiet: conflict.isQuiet && isQuiet })
  }
  const given = earlier.filter(({ isTried, state }) => !isTried || state === 'failed')
  const [first] = given
  const isFirst = first === undefined || first.state === 'failed'
  const { base, baseContent } = isFirst ? save : first
  const isQuiet = save.isQuiet && given.every((one) => one.isQuiet)
  const next: NoteSave = { ...save, base, baseContent, isQuiet, state: 'waiting', isTried: false }
  return [...saves.filter((one) => !given.includes(one)), next]
}

/** What leaves next. A save whose photos and files are not whole in its room steps aside: other notes do not wait for it. */
export function nextSave(saves: readonly NoteSave[], isWhole: (save: NoteSave) => boolean): NoteSave | null {
  const held = new Set<ClientId>()
  for (const save of saves) {
    if (save.state === 'waiting' && !held.has(save.noteId) && isWhole(save)) return save
    held.add(save.noteId)
  }
  return null
}

export const tried = (saves: readonly NoteSave[], id: ClientId): NoteSave[] =>
  saves.map((save) => (save.id === id ? { ...save, isTried: true } : save))

/** The server has it: what was written after it was written on that. */
export const answered = (saves: readonly NoteSave[], id: ClientId, note: Note): NoteSave[] =>
  saves
    .filter((save) => save.id !== id)
    .map((save) =>
      save.noteId === note.id && save.state === 'waiting'
        ? { ...save, base: note.version, baseContent: contentOf(note) }
        : save,
    )

/** It will not be taken as it is. */
export const refused = (saves: readonly NoteSave[], id: ClientId, refusal: RefusalCode): NoteSave[] =>
  saves.map((save) => (save.id === id ? { ...save, state: 'failed', refusal } : save))

/** The room will not have a file: what carries it goes back to its author. */
export const refusedFile = (saves: readonly NoteSave[], file: ClientId, refusal: RefusalCode): NoteSave[] =>
  saves.map((save) =>
    save.state === 'waiting' && save.content.files.includes(file) ? { ...save, state: 'failed', refusal } : save,
  )

/** The same under another key: what has changed is another save. */
export const renewed = (saves: readonly NoteSave[], id: ClientId, newId: ClientId): NoteSave[] =>
  saves.map((save) => (save.id === id ? { ...save, id: newId, isTried: false } : save))

/**
 * Somebody else was first. What is the same needs no more; a tick is put onto their version by itself where the two do not touch; everything
 * else waits for its author, with the newest of what was written here.
 */
export function conflicted(saves: readonly NoteSave[], id: ClientId, theirs: Note, newId: ClientId): NoteSave[] {
  const mine = saves.filter((save) => save.noteId === theirs.id)
  const [first] = mine
  const last = mine[mine.length - 1]
  if (first === undefined || last === undefined || first.id !== id) return [...saves]
  const content = contentOf(theirs)
  if (isSameContent(last.content, content)) return saves.filter((save) => !mine.includes(save))
  const isQuiet = mine.every((save) => save.isQuiet)
  const both = isQuiet ? bothOf({ ...first, content: last.content, theirs }) : null
  const one: NoteSave = both
    ? { ...first, id: newId, content: both, base: theirs.version, baseContent: content, isTried: false }
    : { ...first, id: newId, content: last.content, at: last.at, isQuiet, state: 'conflict', isTried: false, theirs }
  return put(
    saves.filter((save) => save === first || !mine.includes(save)),
    one,
  )
}

/** What comes of both where they do not touch each other; null where a person has to read them, or what both began with is not known. */
export function bothOf({ baseContent, content, theirs }: NoteSave): NoteContent | null {
  if (baseContent === null || theirs === undefined) return null
  return merged({ base: baseContent, mine: content, theirs: contentOf(theirs) })
}

/** The author chose what shall be in the note now that theirs is known. */
export function chosen(
  saves: readonly NoteSave[],
  noteId: ClientId,
  content: NoteContent,
  newId: ClientId,
): NoteSave[] {
  const save = conflictOf(saves, noteId)
  if (!save?.theirs) return [...saves]
  const { theirs, ...rest } = save
  const base = { base: theirs.version, baseContent: contentOf(theirs) }
  return put(saves, { ...rest, ...base, id: newId, content, isQuiet: false, state: 'waiting', isTried: false })
}

/** Without what waits of a note: it lies elsewhere by now. */
export const without = (saves: readonly NoteSave[], noteId: ClientId): NoteSave[] =>
  saves.filter((save) => save.noteId !== noteId)

export const conflictOf = (saves: readonly NoteSave[], noteId: ClientId): NoteSave | undefined =>
  saves.find((save) => save.noteId === noteId && save.state === 'conflict')

/** The newest that was written here of a note and is not on the server. */
export const lastSaveOf = (saves: readonly NoteSave[], noteId: ClientId): NoteSave | undefined =>
  saves.findLast((save) => save.noteId === noteId)

/** What of a note its readers can change. */
export const contentOf = ({ kind, title, body, files, pinned, offline, archiveOn }: Note): NoteContent => ({
  ...{ kind, title, body, pinned, offline, archiveOn },
  files: files.map(({ id }) => id),
})

const put = (saves: readonly NoteSave[], next: NoteSave): NoteSave[] =>
  saves.map((save) => (save.noteId === next.noteId ? next : save))
