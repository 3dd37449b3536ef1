import { type DBSchema, type IDBPDatabase, openDB, type StoreNames } from 'idb'
import type { ClientId, EpochMs, Id, Seq } from '../../protocol/ids.ts'
import type { Note, NoteSummary } from '../../protocol/note.ts'
import { isChanged, type NoteDraft } from '../store/notes/note-draft.ts'
import type { NoteSave } from '../store/notes/notes-queue.ts'
import { dropLonely, type NoteUpload } from './note-uploads.ts'
import { keptMs, notesVaultName } from './vault.ts'

/** What one person's device keeps of notes, in a database beside the account's other one: both go together. */
export interface NoteShelves extends DBSchema {
  lists: { key: Id; value: KeptList }
  notes: { key: [Id, ClientId]; value: KeptNote }
  /** Begun and not saved. */
  unfinished: { key: ClientId; value: NoteDraft }
  /** Saved here and not on the server, in the order of writing. */
  saves: { key: number; value: NoteSave }
  /** Photos and files of what is begun or saved, and their bytes beside them. */
  files: { key: [Id, ClientId]; value: NoteUpload }
  fileBytes: { key: [Id, ClientId]; value: { roomId: Id; id: ClientId; bytes: ArrayBuffer } }
  /** When the server was heard of last, for what is kept here. */
  heard: { key: 'at'; value: EpochMs }
}

export type NotesVault = IDBPDatabase<NoteShelves>

/** The list of a room's notes as it was told last. */
export type KeptList = {
  roomId: Id
  organizationId: Id
  notes: readonly NoteSummary[]
  /** How far the room's log went when it was told. */
  head: Seq
  at: EpochMs
}

/** A note as it was told last. */
export type KeptNote = {
  roomId: Id
  noteId: ClientId
  organizationId: Id
  note: Note
  /** When somebody opened it here; 0 for what is only kept because it is marked 圏外でも. */
  openedAt: EpochMs
  /** The version that was on screen then. */
  openedVersion?: number
  at: EpochMs
}

/** So many notes that were opened are kept beside those marked 圏外でも. */
export const keptOpened = 100

/** Opens the account's notes; null where this browser keeps nothing. What is older than a device may keep is gone before anything is shown. */
export async function openNotesVault(accountId: Id, now: EpochMs): Promise<NotesVault | null> {
  try {
    const vault: NotesVault = await openDB<NoteShelves>(notesVaultName(accountId), 2, {
      upgrade: makeNoteShelves,
      // Another tab wants to delete or to change it: stand aside.
      blocking: () => vault.close(),
    })
    const heardAt = (await vault.get('heard', 'at')) ?? now
    if (now - heardAt >= keptMs) await Promise.all([vault.clear('lists'), vault.clear('notes')])
    return vault
  } catch {
    return null
  }
}

/** Makes what a device does not have yet that was of version `before`; 0 is a new one. */
export function makeNoteShelves(db: NotesVault, before: number): void {
  if (before < 1) {
    db.createObjectStore('lists', { keyPath: 'roomId' })
    db.createObjectStore('notes', { keyPath: ['roomId', 'noteId'] })
    db.createObjectStore('unfinished', { keyPath: 'noteId' })
    db.createObjectStore('saves', { keyPath: 'no', autoIncrement: true })
    db.createObjectStore('heard')
  }
  db.createObjectStore('files', { keyPath: ['roomId', 'id'] })
  db.createObjectStore('fileBytes', { keyPath: ['roomId', 'id'] })
}

/** A change of what is begun: another draft, or none. */
export type DraftChange = { noteId: ClientId; draft: NoteDraft | null }

/**
 * Changes what waits to be saved, and with it what is begun, in one transaction that is on the disk when this returns. Answers all that waits. Another
 * tab's change comes before or after it, and is not lost.
 */
export async function changeSaves(
  vault: NotesVault,
  change: (saves: readonly NoteSave[]) => readonly NoteSave[],
  draft?: DraftChange,
): Promise<NoteSave[]> {
  const work = vault.transaction(written, 'readwrite', { durability: 'strict' })
  const shelf = work.objectStore('saves')
  const before = await shelf.getAll()
  const after = change(before)
  const stay = new Set(after.map(({ no }) => no))
  for (const { no } of before) if (no !== undefined && !stay.has(no)) void shelf.delete(no)
  for (const save of after) if (!before.includes(save)) void shelf.put(save)
  if (draft?.draft) void work.objectStore('unfinished').put(draft.draft)
  else if (draft) void work.objectStore('unfinished').delete(draft.noteId)
  await dropLonely(work)
  const all = await shelf.getAll()
  await work.done
  return all
}

/** Writes what is begun as it is now, and takes along what only an earlier state of it named. On the disk when this returns. */
export async function writeDrafts(vault: NotesVault, rows: readonly DraftChange[]): Promise<void> {
  const work = vault.transaction(written, 'readwrite', { durability: 'strict' })
  const shelf = work.objectStore('unfinished')
  for (const { noteId, draft } of rows) void (draft ? shelf.put(draft) : shelf.delete(noteId))
  await dropLonely(work)
  await work.done
}

/** Shelves of what was written here. */
const written = ['saves', 'unfinished', 'files', 'fileBytes'] as const satisfies StoreNames<NoteShelves>[]

/** Keeps a note. Of those that are kept only because they were opened, the ones opened longest ago give way. */
export async function keepNote(vault: NotesVault, kept: KeptNote): Promise<void> {
  const work = vault.transaction('notes', 'readwrite')
  const before = await work.store.get([kept.roomId, kept.noteId])
  if (before && before.note.version > kept.note.version) return work.done
  const openedVersion = kept.openedAt > 0 ? kept.note.version : (before?.openedVersion ?? 0)
  void work.store.put({ ...kept, openedVersion, openedAt: Math.max(kept.openedAt, before?.openedAt ?? 0) })
  if (kept.openedAt > 0) {
    const opened = (await work.store.getAll()).filter(({ note, openedAt }) => !note.offline && openedAt > 0)
    opened.sort((a, b) => b.openedAt - a.openedAt)
    for (const { roomId, noteId } of opened.slice(keptOpened)) void work.store.delete([roomId, noteId])
  }
  await work.done
}

/** Keeps a list, and forgets the notes of the room that are in it no more. */
export async function keepList(vault: NotesVault, list: KeptList): Promise<void> {
  const work = vault.transaction(['lists', 'notes'], 'readwrite')
  void work.objectStore('lists').put(list)
  const listed = new Set(list.notes.map(({ id }) => id))
  const notes = work.objectStore('notes')
  for (const key of await notes.getAllKeys(ofRoom(list.roomId))) if (!listed.has(key[1])) void notes.delete(key)
  await work.done
}

/** Every note of a room. */
export const ofRoom = (roomId: Id) => IDBKeyRange.bound([roomId], [roomId, []])

export type Belonging = {
  /** Whether the person still belongs to the room or, where that is not known, to its organization. */
  isOwn: (roomId: Id, organizationId: Id) => boolean
  /** Whether notes of the organization may stay on the device. */
  mayKeep: (organizationId: Id) => boolean
}

/** Forgets what a room or an organization that was left had here, and copies of one that keeps nothing on devices. */
export async function forgetForeignNotes(vault: NotesVault, { isOwn, mayKeep }: Belonging): Promise<void> {
  const work = vault.transaction(['lists', 'notes', 'unfinished', 'saves', 'files', 'fileBytes'], 'readwrite')
  const [lists, notes] = [work.objectStore('lists'), work.objectStore('notes')]
  const isGone = ({ roomId, organizationId }: { roomId: Id; organizationId: Id }) => !isOwn(roomId, organizationId)
  const goes = (row: { roomId: Id; organizationId: Id }) => isGone(row) || !mayKeep(row.organizationId)
  for (const list of await lists.getAll()) if (goes(list)) void lists.delete(list.roomId)
  for (const note of await notes.getAll()) if (goes(note)) void notes.delete([note.roomId, note.noteId])
  const [unfinished, saves] = [work.objectStore('unfinished'), work.objectStore('saves')]
  const gone = new Set<ClientId>()
  for (const draft of await unfinished.getAll()) if (isGone(draft)) gone.add(draft.noteId)
  for (const save of await saves.getAll()) {
    if (!isGone(save) || save.no === undefined) continue
    gone.add(save.noteId)
    void saves.delete(save.no)
  }
  for (const noteId of gone) void unfinished.delete(noteId)
  for (const { roomId, id, postId } of await work.objectStore('files').getAll()) {
    if (!gone.has(postId)) continue
    void work.objectStore('files').delete([roomId, id])
    void work.objectStore('fileBytes').delete([roomId, id])
  }
  await work.done
}

/** How many notes were written on this device and are nowhere else: begun, or saved and not sent. */
export async function unsavedNotes(accountId: Id, now: EpochMs): Promise<number> {
  const vault = await openNotesVault(accountId, now)
  if (vault === null) return 0
  const [begun, saves] = await Promise.all([vault.getAll('unfinished'), vault.getAll('saves')])
  vault.close()
  return new Set([...begun.filter(isChanged), ...saves].map(({ noteId }) => noteId)).size
}
