import { type Accessor, batch, createRoot, createSignal } from 'solid-js'
import type { ClientId, EpochMs, Id } from '../../protocol/ids.ts'
import type { Note } from '../../protocol/note.ts'
import type { RefusalCode } from '../../protocol/refusals.ts'
import { carriersOf } from '../store/notes/note-carried.ts'
import type { NoteDraft } from '../store/notes/note-draft.ts'
import { rebased, withoutFiles } from '../store/notes/note-draft.ts'
import { createNoteSending, type NoteSending } from '../store/notes/note-sending.ts'
import * as queue from '../store/notes/notes-queue.ts'
import type { Carrier } from '../store/photos/upload-queue.ts'
import type { Api } from '../transport/api.ts'
import type { DeviceStore } from './device-store.ts'
import { createNoteFiles, type NoteFiles } from './note-files.ts'
import type { NewNoteUpload } from './note-uploads.ts'
import {
  changeSaves,
  type DraftChange,
  forgetForeignNotes,
  type KeptList,
  type KeptNote,
  keepList,
  keepNote,
  type NotesVault,
  ofRoom,
  openNotesVault,
  writeDrafts,
} from './notes-vault.ts'
import { tabsAbout } from './tabs.ts'
import type { KeptUpload } from './upload-shelf.ts'
import { askToStay } from './vault.ts'

/** The notes of one person on this device: what waits, what is begun, and copies. Where the browser keeps nothing, as long as the page lasts. */
export type NotesDevice = {
  /** Everything that lies here was read. */
  ready: Promise<void>
  saves: Accessor<readonly queue.NoteSave[]>
  drafts: Accessor<ReadonlyMap<ClientId, NoteDraft>>
  /** Shown at once, and on the device a moment later. */
  setDraft: (draft: NoteDraft) => void
  dropDraft: (noteId: ClientId) => void
  /** What is begun is on the disk when this ends. */
  flush: () => Promise<void>
  change: (
    change: (saves: readonly queue.NoteSave[]) => readonly queue.NoteSave[],
    draft?: DraftChange,
  ) => Promise<void>
  sending: NoteSending
  /** What was added to notes here. */
  files: NoteFiles
  /** A draft with what was added to it, shown at once. Rejects, and the draft is as it was, where this device has no room for it. */
  attach: (draft: NoteDraft, uploads: readonly NewNoteUpload[]) => Promise<void>
  /** What notes that were saved here wait for: to be brought up. */
  carriers: Accessor<readonly Carrier[]>
  /** The room will not have a file: what carries it is not sent as it is. */
  refuseFile: (upload: KeptUpload, refusal: RefusalCode) => Promise<void>
  keptList: (roomId: Id) => Promise<KeptList | undefined>
  keptNote: (roomId: Id, noteId: ClientId) => Promise<KeptNote | undefined>
  /** Versions of a room's notes that were opened here. */
  opened: (roomId: Id) => Promise<ReadonlyMap<ClientId, number>>
  /** Rooms of an organization of which something lies here. */
  roomsOf: (organizationId: Id) => Promise<readonly Id[]>
  keepList: (list: KeptList) => Promise<void>
  keepNote: (note: Note, organizationId: Id, openedAt: EpochMs) => Promise<void>
  /** Forgets rooms that were left, by the list of an organization, and organizations. */
  forgetForeign: (isOwn: (roomId: Id, organizationId: Id) => boolean) => Promise<void>
}

const devices = new WeakMap<DeviceStore, NotesDevice>()

/** The notes that lie beside a device's other things; the same ones for whoever asks in this page. */
export function notesDeviceOf(store: DeviceStore, api: Api): NotesDevice {
  const held = devices.get(store)
  if (held) return held
  const device = createRoot(() => createNotesDevice(store, api))
  devices.set(store, device)
  return device
}

/** A database that is not there, or that was closed since another person signed in, keeps and has nothing. */
type InVault = <T>(work: (opened: NotesVault) => Promise<T>) => Promise<T | undefined>

function createNotesDevice(store: DeviceStore, api: Api): NotesDevice {
  const vault = openNotesVault(store.accountId, Date.now())
  const inVault: InVault = async (work) => {
    const opened = await vault
    return opened ? work(opened).catch(() => undefined) : undefined
  }
  const tabs = tabsAbout('notes', store.accountId)
  const tell = () => tabs?.postMessage('changed')
  const [saves, setSaves] = createSignal<readonly queue.NoteSave[]>([])
  const isNamed = (id: ClientId) =>
    [...drafts.all().values(), ...saves()].some(({ content }) => content.files.includes(id))
  const files = createNoteFiles(vault, isNamed, tell)
  const drafts = createNoteDrafts(inVault, tell, files.reload)
  const shelves = notesShelves(store, inVault)

  async function read(): Promise<void> {
    await inVault(async (opened) => {
      const [rows, begun] = await Promise.all([opened.getAll('saves'), opened.getAll('unfinished')])
      setSaves(rows)
      drafts.lie(begun)
    })
    await files.reload()
  }

  async function change(next: Parameters<NotesDevice['change']>[0], draft?: DraftChange): Promise<void> {
    if (draft) drafts.settled(draft.noteId)
    const after = await inVault((opened) => changeSaves(opened, next, draft))
    batch(() => {
      setSaves(after ?? next(saves()))
      if (draft) drafts.show(draft.noteId, draft.draft)
    })
    await files.reload()
    tell()
    if (after && after.length > 0) askToStay()
  }

  const ready = read()
  const sending = createNoteSending({
    ...{ api, saves, change, isMine: store.sender.isMine, files },
    async answered(save, note) {
      const draft = drafts.all().get(note.id)
      if (draft) drafts.set(note.id, rebased(draft, save.id, note))
      await files.settled(note)
      await shelves.keepNote(note, save.organizationId, Date.now())
    },
  })
  store.onHide(() => void drafts.flush())
  tabs?.addEventListener('message', () => void read().then(sending.pump))
  void ready.then(sending.pump)
  return {
    ...{ ready, saves, change, sending, files, ...shelves },
    carriers: () => carriersOf(saves(), files.rows()),
    async attach(draft, uploads) {
      const before = drafts.all().get(draft.noteId) ?? null
      drafts.settled(draft.noteId)
      const attached = batch(() => {
        drafts.show(draft.noteId, draft)
        return files.attach(draft, uploads)
      })
      try {
        await attached
      } catch (error) {
        drafts.set(draft.noteId, before && withoutFiles(drafts.all().get(draft.noteId) ?? before, uploads))
        throw error
      }
      askToStay()
    },
    async refuseFile({ id }, refusal) {
      await files.refused(id, refusal)
      await change((held) => queue.refusedFile(held, id, refusal))
    },
    drafts: drafts.all,
    flush: drafts.flush,
    setDraft: (draft) => drafts.set(draft.noteId, draft),
    dropDraft: (noteId) => drafts.set(noteId, null),
    async roomsOf(organizationId) {
      const lists = (await inVault((opened) => opened.getAll('lists'))) ?? []
      const rows = [...lists, ...drafts.all().values(), ...saves()]
      return [...new Set(rows.filter((row) => row.organizationId === organizationId).map(({ roomId }) => roomId))]
    },
    async forgetForeign(isOwn) {
      await inVault((opened) => forgetForeignNotes(opened, { isOwn, mayKeep: store.mayKeep }))
      await read()
    },
  }
}

/** A draft is on the device this long after the last key. */
const draftMs = 400

/** What is begun: shown at once, on the disk a moment later. */
function createNoteDrafts(inVault: InVault, tell: () => void, written: () => Promise<void>) {
  const [all, setAll] = createSignal<ReadonlyMap<ClientId, NoteDraft>>(new Map())
  /** Not on the disk yet; null where it is to go. */
  const unsaved = new Map<ClientId, NoteDraft | null>()
  let timer: ReturnType<typeof setTimeout> | undefined

  function show(noteId: ClientId, draft: NoteDraft | null): void {
    const next = new Map(all())
    if (draft) next.set(noteId, draft)
    else next.delete(noteId)
    setAll(next)
  }

  async function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    if (unsaved.size === 0) return
    await inVault(async (opened) => {
      // What another transaction writes meanwhile is not here any more: it would be written over by something older.
      const rows = [...unsaved].map(([noteId, draft]) => ({ noteId, draft }))
      await writeDrafts(opened, rows)
      for (const { noteId, draft } of rows) if (unsaved.get(noteId) === draft) unsaved.delete(noteId)
    })
    await written()
    tell()
  }

  return {
    ...{ all, show, flush },
    set(noteId: ClientId, draft: NoteDraft | null): void {
      show(noteId, draft)
      unsaved.set(noteId, draft)
      timer ??= setTimeout(() => void flush(), draftMs)
    },
    /** Another transaction writes it. */
    settled: (noteId: ClientId): boolean => unsaved.delete(noteId),
    /** What lies on the disk; what was written here meanwhile is newer. */
    lie(begun: readonly NoteDraft[]): void {
      const fresh = [...unsaved.values()].filter((draft) => draft !== null)
      const lying = begun.filter(({ noteId }) => !unsaved.has(noteId))
      setAll(new Map([...lying, ...fresh].map((draft) => [draft.noteId, draft])))
    },
  }
}

type Shelves = Pick<NotesDevice, 'keptList' | 'keptNote' | 'opened' | 'keepList' | 'keepNote'>

/** Copies of what the server told, where the organization lets them stay. */
function notesShelves(store: DeviceStore, inVault: InVault): Shelves {
  const heard = () => inVault((opened) => opened.put('heard', Date.now(), 'at'))
  return {
    keptList: (roomId) => inVault((opened) => opened.get('lists', roomId)),
    keptNote: (roomId, noteId) => inVault((opened) => opened.get('notes', [roomId, noteId])),
    async opened(roomId) {
      const kept = (await inVault((opened) => opened.getAll('notes', ofRoom(roomId)))) ?? []
      return new Map(kept.map(({ noteId, openedVersion = 0 }) => [noteId, openedVersion]))
    },
    async keepList(list) {
      if (!store.mayKeep(list.organizationId)) return
      await inVault((opened) => keepList(opened, list))
      await heard()
    },
    async keepNote(note, organizationId, openedAt) {
      if (!store.mayKeep(organizationId)) return
      const { roomId, id: noteId } = note
      await inVault((opened) => keepNote(opened, { roomId, noteId, organizationId, note, openedAt, at: Date.now() }))
      await heard()
    },
  }
}
