import type { IDBPDatabase, IDBPTransaction, StoreNames } from 'idb'
import type { ClientId, Id } from '../../protocol/ids.ts'
import type { RefusalCode } from '../../protocol/refusals.ts'
import type { NoteDraft } from '../store/notes/note-draft.ts'
import type { NoteShelves } from './notes-vault.ts'
import type { KeptUpload, UploadShelf } from './upload-shelf.ts'

/** A photo or a file of a note that is begun, or that waits to be saved: `postId` is the note. */
export type NoteUpload = KeptUpload & {
  ofNote: true
  /** Why the room will not have it. */
  refusal?: RefusalCode
}

export type NewNoteUpload = { row: NoteUpload; bytes: ArrayBuffer }

/** Where the uploader finds what notes carry. */
export type NoteShelf = Pick<UploadShelf, 'bytes' | 'noteWhole' | 'end'> & { rows: () => Promise<NoteUpload[]> }

/** Changes some rows of uploads, or takes them away where it answers null. */
export type UploadChange = (row: NoteUpload) => NoteUpload | null

/** Uploads of notes on the device, beside the notes. */
export type NoteUploadShelf = {
  rows: () => Promise<NoteUpload[]>
  bytes: (upload: KeptUpload) => Promise<ArrayBuffer | null>
  /** What is begun with all that was added to it: all of it or nothing, on the disk when this returns. */
  attach: (draft: NoteDraft, uploads: readonly NewNoteUpload[]) => Promise<void>
  /** Changes rows; bytes go where nobody wants them any more. */
  change: (change: UploadChange) => Promise<void>
}

type Vault = IDBPDatabase<NoteShelves>
type Work = IDBPTransaction<NoteShelves, StoreNames<NoteShelves>[], 'readwrite'>

const keyOf = ({ roomId, id }: KeptUpload): [Id, ClientId] => [roomId, id]

export const noteUploadShelf = (vault: Vault): NoteUploadShelf => ({
  rows: () => vault.getAll('files'),
  bytes: async (upload) => (await vault.get('fileBytes', keyOf(upload)))?.bytes ?? null,
  async attach(draft, uploads) {
    const shelves: StoreNames<NoteShelves>[] = ['unfinished', 'saves', 'files', 'fileBytes']
    const work = vault.transaction(shelves, 'readwrite', { durability: 'strict' })
    const asked: Promise<unknown>[] = [work.objectStore('unfinished').put(draft)]
    for (const { row, bytes } of uploads) {
      asked.push(work.objectStore('files').put(row))
      asked.push(work.objectStore('fileBytes').put({ roomId: row.roomId, id: row.id, bytes }))
    }
    await Promise.all([...asked, dropLonely(work), work.done])
  },
  async change(change) {
    const work = vault.transaction<StoreNames<NoteShelves>[], 'readwrite'>(['files', 'fileBytes'], 'readwrite')
    changeRows(work, await work.objectStore('files').getAll(), change)
    await work.done
  },
})

/** In the page alone, in a browser that keeps nothing. */
export function memoryNoteUploads(): NoteUploadShelf {
  let rows: readonly NoteUpload[] = []
  const bodies = new Map<ClientId, ArrayBuffer>()
  return {
    rows: async () => [...rows],
    bytes: async ({ id }) => bodies.get(id) ?? null,
    async attach(_draft, uploads) {
      for (const upload of uploads) bodies.set(upload.row.id, upload.bytes)
      rows = [...rows, ...uploads.map(({ row }) => row)]
    },
    async change(change) {
      rows = rows.flatMap((row) => change(row) ?? [])
      const stay = new Set(rows.filter(({ isGoing }) => !isGoing).map(({ id }) => id))
      for (const id of bodies.keys()) if (!stay.has(id)) bodies.delete(id)
    },
  }
}

/** Of an upload that nothing names any more its room is told, and its bytes go. */
export const goesUnless =
  (isNamed: (id: ClientId) => boolean): UploadChange =>
  (row) =>
    row.isGoing || isNamed(row.id) ? row : { ...row, isGoing: true }

/**
 * Takes away what no draft and no save names any more. Part of the transaction that changed these, which has all four shelves: nothing that was added
 * meanwhile is taken for lonely.
 */
export async function dropLonely(work: Work): Promise<void> {
  const rows = await work.objectStore('files').getAll()
  if (rows.length === 0) return
  const [drafts, saves] = [await work.objectStore('unfinished').getAll(), await work.objectStore('saves').getAll()]
  const named = new Set([...drafts, ...saves].flatMap(({ content }) => content.files))
  changeRows(
    work,
    rows,
    goesUnless((id) => named.has(id)),
  )
}

function changeRows(work: Work, rows: readonly NoteUpload[], change: UploadChange): void {
  const [files, bytes] = [work.objectStore('files'), work.objectStore('fileBytes')]
  for (const row of rows) {
    const next = change(row)
    if (next === row) continue
    if (next === null) void files.delete(keyOf(row))
    else void files.put(next)
    if (next === null || next.isGoing) void bytes.delete(keyOf(row))
  }
}
