import { type Accessor, createEffect, createMemo, createSignal, on } from 'solid-js'
import type { ClientId, EpochMs, Seq } from '../../../protocol/ids.ts'
import type { Note, NoteSummary } from '../../../protocol/note.ts'
import type { NotesDevice } from '../../offline/notes-device.ts'
import type { Failure } from '../../transport/api.ts'
import { notePaths } from '../../transport/note-paths.ts'
import { anything } from '../../transport/shape.ts'
import type { RoomSession } from '../talk/room-session.ts'
import { bringNotes, noteListShape } from './note-bringing.ts'
import { readNote } from './note-sending.ts'
import { lastSaveOf, type NoteSave } from './notes-queue.ts'

/** Something of the server's, or as this device kept it. */
export type Told<T> = { value: T; keptAt: EpochMs | null }

/** The notes of a room as its pages show them. */
export type RoomNotes = {
  /** null until something is known. */
  list: Accessor<Told<readonly NoteSummary[]> | null>
  archived: Accessor<readonly NoteSummary[] | null>
  /** Versions that were opened on this device. */
  opened: Accessor<ReadonlyMap<ClientId, number>>
  /** Why the newest is not here; null when it is. */
  trouble: Accessor<Failure['code'] | null>
  refresh: () => Promise<void>
  readArchived: () => Promise<void>
  /** In this order from now on; answers what went wrong. */
  order: (ids: readonly ClientId[]) => Promise<Failure['code'] | null>
  archive: (noteId: ClientId, archived: boolean) => Promise<Failure['code'] | null>
  /** A note, live while it is looked at. */
  open: (noteId: ClientId) => OpenNote
}

export type OpenNote = {
  told: Accessor<Told<Note> | null>
  /** Why there is nothing, or nothing newer. */
  trouble: Accessor<Failure['code'] | null>
  /** What was saved here and is not on the server. */
  save: Accessor<NoteSave | undefined>
}

export type RoomNotesParts = { session: RoomSession; device: NotesDevice; now: () => EpochMs }

export function createRoomNotes({ session, device, now }: RoomNotesParts): RoomNotes {
  const { roomId, api, view } = session
  const [list, setList] = createSignal<Told<readonly NoteSummary[]> | null>(null)
  const [archived, setArchived] = createSignal<readonly NoteSummary[] | null>(null)
  const [opened, setOpened] = createSignal<ReadonlyMap<ClientId, number>>(new Map())
  const [trouble, setTrouble] = createSignal<Failure['code'] | null>(null)
  const organizationId = () => view.facts()?.organizationId ?? null
  /** The newest entry that tells of a note: after it the list is another. */
  const newest = createMemo(() => newestNote(view))

  async function refresh(): Promise<void> {
    setOpened(await device.opened(roomId))
    const organization = organizationId()
    if (organization === null) return
    const reply = await bringNotes({ api, device, roomId, organizationId: organization, head: view.head(), now })
    setTrouble(reply.ok ? null : reply.failure.code)
    if (reply.ok) setList({ value: reply.value, keptAt: null })
  }

  async function put(path: string, body: unknown): Promise<Failure['code'] | null> {
    const reply = await api({ method: 'PUT', path, body, answer: anything })
    await refresh()
    return reply.ok ? null : reply.failure.code
  }

  async function readArchived(): Promise<void> {
    const reply = await api({ method: 'GET', path: notePaths.archived(roomId), answer: noteListShape })
    if (reply.ok) setArchived(reply.value.notes)
    setTrouble(reply.ok ? null : reply.failure.code)
  }

  function open(noteId: ClientId): OpenNote {
    const [told, setTold] = createSignal<Told<Note> | null>(null)
    const [missing, setMissing] = createSignal<Failure['code'] | null>(null)
    const save = createMemo(() => lastSaveOf(device.saves(), noteId))

    async function read(): Promise<void> {
      const kept = await device.keptNote(roomId, noteId)
      if (kept && told() === null) setTold({ value: kept.note, keptAt: kept.at })
      const reply = await readNote(api, roomId, noteId)
      setMissing(reply.ok ? null : reply.failure.code)
      if (!reply.ok) return
      setTold({ value: reply.value, keptAt: null })
      const organization = organizationId()
      if (organization !== null) await device.keepNote(reply.value, organization, now())
    }

    // Again when the room tells of a note, when the connection is back, and when what was saved here has an answer.
    createEffect(on([newest, () => isConnected(session), () => save()?.id], () => void read()))
    return { told, trouble: missing, save }
  }

  void device.keptList(roomId).then((kept) => {
    if (kept && list() === null) setList({ value: kept.notes, keptAt: kept.at })
  })
  createEffect(
    on([newest, organizationId, () => isConnected(session), () => device.saves().length], () => void refresh()),
  )
  return {
    ...{ list, archived, opened, trouble, refresh, readArchived, open },
    order: (ids) => put(notePaths.list(roomId), { ids }),
    async archive(noteId, isArchived) {
      const problem = await put(notePaths.archive(roomId, noteId), { archived: isArchived })
      if (archived() !== null) await readArchived()
      return problem
    },
  }
}

const isConnected = ({ connection }: RoomSession): boolean => {
  const state = connection()?.state
  return state === 'open' || state === 'polling'
}

/** The newest entry that tells of a note; 0 where none is held. */
export function newestNote({ seqs, entry }: RoomSession['view']): Seq {
  const held = seqs()
  for (let at = held.length - 1; at >= 0; at -= 1) {
    const seq = held[at] ?? 0
    if (entry(seq)?.kind === 'note') return seq
  }
  return 0
}

/** Whether a member may write notes where others only read. */
export const mayWriteNotes = ({ view }: RoomSession): boolean => view.rights().post
