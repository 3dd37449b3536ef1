import { type Accessor, createSignal } from 'solid-js'
import type { ClientId } from '../../protocol/ids.ts'
import type { Note } from '../../protocol/note.ts'
import type { RefusalCode } from '../../protocol/refusals.ts'
import type { NoteDraft } from '../store/notes/note-draft.ts'
import type { NoteSave } from '../store/notes/notes-queue.ts'
import {
  goesUnless,
  memoryNoteUploads,
  type NewNoteUpload,
  type NoteShelf,
  type NoteUpload,
  type NoteUploadShelf,
  noteUploadShelf,
  type UploadChange,
} from './note-uploads.ts'
import type { NotesVault } from './notes-vault.ts'

/**
 * Photos and files that were added to notes on this device: they lie beside what is begun, go up when that is saved, and leave the device when a
 * version has them or nobody wants them any more.
 */
export type NoteFiles = {
  /** All that lie here. */
  rows: Accessor<readonly NoteUpload[]>
  shelf: NoteShelf
  /** Writes a draft with what was added to it. Rejects where this device has no room for it. */
  attach: (draft: NoteDraft, uploads: readonly NewNoteUpload[]) => Promise<void>
  /** Whether all that a save carries is whole in its room, as far as it was added here. */
  isWhole: (save: Pick<NoteSave, 'content'>) => boolean
  /** A version has them: nobody needs them here. */
  settled: (note: Note) => Promise<void>
  /** The room will not have one. */
  refused: (id: ClientId, refusal: RefusalCode) => Promise<void>
  /** What was refused is tried again with the next save. */
  forgive: (ids: readonly ClientId[]) => Promise<void>
  /** The room has lost what it had: answers whether there was anything that can be brought again. */
  bringAgain: (ids: readonly ClientId[]) => Promise<boolean>
  /** What lies here is another, as another transaction or another tab has left it. */
  reload: () => Promise<void>
}

/** `named`: whether a draft or a save names a file, for a browser that keeps nothing. */
export function createNoteFiles(
  vault: Promise<NotesVault | null>,
  named: (id: ClientId) => boolean,
  tell: () => void,
): NoteFiles {
  const shelf: Promise<NoteUploadShelf> = vault.then((opened) =>
    opened ? noteUploadShelf(opened) : memoryNoteUploads(),
  )
  const [rows, setRows] = createSignal<readonly NoteUpload[]>([])

  async function reload(): Promise<void> {
    const opened = await shelf
    if ((await vault) === null) await opened.change(goesUnless(named))
    setRows(await opened.rows().catch(() => rows()))
  }
  async function change(next: UploadChange): Promise<void> {
    await (await shelf).change(next)
    await reload()
    tell()
  }
  const changeSome = (ids: readonly ClientId[], next: UploadChange) =>
    change((row) => (ids.includes(row.id) ? next(row) : row))

  return {
    rows,
    reload,
    shelf: {
      rows: async () => (await shelf).rows(),
      bytes: async (upload) => (await shelf).bytes(upload),
      noteWhole: (uploads, isWhole) => changeSome(idsOf(uploads), isWhole ? whole : unwhole),
      end: (uploads, { told }) => changeSome(idsOf(uploads), (row) => (told ? { ...row, isGoing: true } : null)),
    },
    async attach(draft, uploads) {
      // Shown with the draft that names them.
      setRows([...rows(), ...uploads.map(({ row }) => row)])
      try {
        await (await shelf).attach(draft, uploads)
      } finally {
        await reload()
      }
      tell()
    },
    isWhole: ({ content }) => rows().every(({ id, isWhole }) => isWhole || !content.files.includes(id)),
    async settled({ files }) {
      if (rows().some(({ id }) => files.some((file) => file.id === id))) await changeSome(idsOf(files), () => null)
    },
    refused: (id, refusal) => changeSome([id], (row) => ({ ...row, refusal })),
    async forgive(ids) {
      if (rows().some(({ id, refusal }) => refusal && ids.includes(id))) await changeSome(ids, unwhole)
    },
    async bringAgain(ids) {
      const isAny = rows().some(({ id, isWhole }) => isWhole && ids.includes(id))
      if (isAny) await changeSome(ids, unwhole)
      return isAny
    },
  }
}

const idsOf = (of: readonly { id: ClientId }[]): ClientId[] => of.map(({ id }) => id)
const whole: UploadChange = (row) => ({ ...row, isWhole: true })
const unwhole: UploadChange = ({ isWhole: _whole, refusal: _refusal, ...row }) => row
