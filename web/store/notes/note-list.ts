import type { ClientId, EpochMs, Id, Seq } from '../../../protocol/ids.ts'
import type { NoteKind, NoteSummary } from '../../../protocol/note.ts'
import { isChanged, type NoteDraft } from './note-draft.ts'
import type { NoteSave } from './notes-queue.ts'

/** One row of the list of notes: what the server told, with what was written here since. */
export type NoteListRow = {
  id: ClientId
  kind: NoteKind
  title: string
  pinned: boolean
  offline: boolean
  archiveOn: string | null
  /** Who saved it last; null where nobody but this person has seen it. */
  by: string | null
  at: EpochMs
  /** What is to be done about it here, the most pressing first. */
  mark: 'choose' | 'failed' | 'unsent' | 'draft' | null
  /** There is a version that this person has not seen: the first, or a later one. */
  news: 'new' | 'changed' | null
}

export type NoteListInput = {
  roomId: Id
  notes: readonly NoteSummary[]
  saves: readonly NoteSave[]
  drafts: readonly NoteDraft[]
  /** How far the person has read in the room. */
  pointer: Seq
  /** Versions that were opened on this device. */
  opened: ReadonlyMap<ClientId, number>
}

/** What is only here comes first, then what is pinned, then the others; each as ordered by hand. */
export function noteRows({ roomId, notes, saves, drafts, pointer, opened }: NoteListInput): NoteListRow[] {
  const ownSaves = new Map(saves.filter((save) => save.roomId === roomId).map((save) => [save.noteId, save]))
  const ownDrafts = new Map(
    drafts.filter((draft) => draft.roomId === roomId && isChanged(draft)).map((draft) => [draft.noteId, draft]),
  )
  const listed = new Set(notes.map(({ id }) => id))
  const onlyHere = [...new Set([...ownDrafts.keys(), ...ownSaves.keys()])].filter((id) => !listed.has(id))
  const told = notes.map((note): NoteListRow => {
    const { id, by, version, seq } = note
    const save = ownSaves.get(id)
    const { kind, title, pinned, offline, archiveOn } = save?.content ?? note
    const isSeen = seq === null || seq <= pointer || version <= (opened.get(id) ?? 0)
    const news = isSeen ? null : version === 1 ? 'new' : 'changed'
    const mark = markOf(save, ownDrafts.get(id))
    return { id, kind, title, pinned, offline, archiveOn, by: by.name, at: note.at, mark, news }
  })
  const inOrder = notes.map(({ order }, at) => ({ order, row: told[at] as NoteListRow }))
  inOrder.sort((a, b) => Number(b.row.pinned) - Number(a.row.pinned) || a.order - b.order)
  return [
    ...onlyHere.flatMap((id) => hereRow(ownSaves.get(id), ownDrafts.get(id)) ?? []),
    ...inOrder.map(({ row }) => row),
  ]
}

function hereRow(save: NoteSave | undefined, draft: NoteDraft | undefined): NoteListRow | null {
  const held = save ?? draft
  if (!held) return null
  const { kind, title, pinned, offline, archiveOn } = held.content
  const mark = markOf(save, draft)
  return { id: held.noteId, kind, title, pinned, offline, archiveOn, by: null, at: held.at, mark, news: null }
}

function markOf(save: NoteSave | undefined, draft: NoteDraft | undefined): NoteListRow['mark'] {
  if (save?.state === 'conflict') return 'choose'
  if (save?.state === 'failed') return 'failed'
  if (save) return 'unsent'
  return draft ? 'draft' : null
}

/** Those among which a note can be moved: the pinned ones, or the others. */
export function groupOf(rows: readonly NoteListRow[], id: ClientId): NoteListRow[] {
  const row = rows.find((one) => one.id === id)
  return row ? rows.filter(({ pinned }) => pinned === row.pinned) : []
}

/** The ids with one put at a place among those of its kind, pinned or not; as they were where there is no such place. */
export function movedTo(rows: readonly NoteListRow[], id: ClientId, place: number): ClientId[] {
  const ids = rows.map((row) => row.id)
  const target = groupOf(rows, id)[place]
  if (target === undefined) return ids
  const at = ids.indexOf(target.id)
  return ids.filter((one) => one !== id).toSpliced(at, 0, id)
}
