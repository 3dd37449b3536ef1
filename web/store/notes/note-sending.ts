import { type Accessor, createEffect, createSignal, on } from 'solid-js'
import type { ClientId, Id } from '../../../protocol/ids.ts'
import type { Note, SaveNote } from '../../../protocol/note.ts'
import type { RefusalCode } from '../../../protocol/refusals.ts'
import type { NoteFiles } from '../../offline/note-files.ts'
import type { Api, Failure, Reply } from '../../transport/api.ts'
import { notePaths } from '../../transport/note-paths.ts'
import { shaped } from '../../transport/shape.ts'
import { newClientId } from '../talk/client-id.ts'
import * as queue from './notes-queue.ts'

/** Sends saved notes, in the order of writing, from the one tab that sends. */
export type NoteSending = {
  /** Why the last try brought nothing; null while it goes well. */
  trouble: Accessor<Failure['code'] | null>
  /** Sends what waits, if nothing is under way. */
  pump: () => void
}

export type NoteSendingParts = {
  api: Api
  isMine: Accessor<boolean>
  saves: Accessor<readonly queue.NoteSave[]>
  change: (change: (saves: readonly queue.NoteSave[]) => readonly queue.NoteSave[]) => Promise<void>
  /** What the saves carry. */
  files: Pick<NoteFiles, 'isWhole' | 'bringAgain' | 'rows'>
  /** The server has a save, as this version. */
  answered: (save: queue.NoteSave, note: Note) => Promise<void>
}

export const noteShape = shaped<Note>('id', 'version', 'kind', 'body')

/** After a try that brought nothing: twice as long each time, up to the last. */
const pausesMs = [3_000, 6_000, 12_000, 24_000, 60_000]

/** Said of the moment and not of what was saved. */
const passing: ReadonlySet<Failure['code']> = new Set([
  ...(['unreachable', 'directory_unavailable', 'slow_down', 'internal', 'not_configured'] as const),
  ...(['signed_out', 'device_ended', 'reload_required'] as const),
])

export const readNote = (api: Api, roomId: Id, noteId: ClientId): Promise<Reply<Note>> =>
  api({ method: 'GET', path: notePaths.note(roomId, noteId), answer: noteShape })

export function createNoteSending({ api, isMine, saves, change, files, answered }: NoteSendingParts): NoteSending {
  const [trouble, setTrouble] = createSignal<Failure['code'] | null>(null)
  /** Saves whose files the room had and lost, and that are brought a second time without anybody's asking. */
  const broughtAgain = new Set<ClientId>()
  let isSending = false
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  function pump(): void {
    clearTimeout(timer)
    if (!isSending) void sendAll()
  }

  async function sendAll(): Promise<void> {
    isSending = true
    try {
      for (let save = due(); save; save = due()) if (!(await send(save))) break
    } finally {
      isSending = false
    }
  }

  const due = () => (isMine() && navigator.onLine ? queue.nextSave(saves(), files.isWhole) : null)

  /** Answers whether the next may follow. */
  async function send(save: queue.NoteSave): Promise<boolean> {
    await change((held) => queue.tried(held, save.id))
    const { id, base, content, isQuiet } = save
    const body: SaveNote = { id, base, content, ...(isQuiet ? { quiet: true } : {}) }
    const path = notePaths.note(save.roomId, save.noteId)
    const reply = await api({ method: 'PUT', path, body, answer: noteShape })
    if (!reply.ok) return afterRefusal(save, reply.failure)
    failures = 0
    setTrouble(null)
    await answered(save, reply.value)
    await change((held) => queue.answered(held, id, reply.value))
    return true
  }

  async function afterRefusal(save: queue.NoteSave, { code, retryAfterMs }: Failure): Promise<boolean> {
    if (code === 'note_changed') return meet(save)
    if (passing.has(code)) return later(code, retryAfterMs)
    if (code === 'upload_unknown' && !broughtAgain.has(save.id)) {
      broughtAgain.add(save.id)
      if (await files.bringAgain(save.content.files)) return true
    }
    if (code === 'client_id_reused') await change((held) => queue.renewed(held, save.id, newClientId()))
    else await change((held) => queue.refused(held, save.id, code as RefusalCode))
    return true
  }

  /** Somebody else was first: with what? */
  async function meet(save: queue.NoteSave): Promise<boolean> {
    const reply = await readNote(api, save.roomId, save.noteId)
    if (!reply.ok) return later(reply.failure.code)
    const theirs = reply.value
    await change((held) => queue.conflicted(held, save.id, theirs, newClientId()))
    return true
  }

  function later(code: Failure['code'], retryAfterMs = 0): false {
    setTrouble(code)
    const pauseMs = pausesMs[Math.min(failures, pausesMs.length - 1)] ?? 0
    failures += 1
    timer = setTimeout(pump, Math.max(pauseMs, retryAfterMs))
    return false
  }

  createEffect(on([isMine, files.rows], pump))
  window.addEventListener('online', pump)
  return { trouble, pump }
}
