import { type Accessor, createMemo, createSignal } from 'solid-js'
import { readNoteLinks } from '../../../core/note-text.ts'
import type { ClientId } from '../../../protocol/ids.ts'
import { limits } from '../../../protocol/limits.ts'
import type { NoteContent } from '../../../protocol/note.ts'
import type { RefusalCode } from '../../../protocol/refusals.ts'
import type { NotesDevice } from '../../offline/notes-device.ts'
import type { Prepared } from '../photos/prepare-file.ts'
import { newClientId } from '../talk/client-id.ts'
import type { RoomSession } from '../talk/room-session.ts'
import { asksInWhere } from './link-filling.ts'
import { draftOf, isChanged, type NoteDraft } from './note-draft.ts'
import { isSameContent } from './note-merge.ts'
import { lastDayIn } from './note-templates.ts'
import { withSave } from './notes-queue.ts'
import type { OpenNote } from './room-notes.ts'

/** Why a note is not saved: by the server's rules, or by those of its editor. */
export type NoteProblem = RefusalCode | 'too-many-files' | 'name-in-host'

/** A note while somebody writes it: what is written lies on the device a moment after each key. */
export type NoteWriting = {
  /** null while it is not known what to begin with. */
  draft: Accessor<NoteDraft | null>
  /** Whether something was written that is not saved. */
  isBegun: Accessor<boolean>
  change: (change: Partial<NoteContent>) => void
  /** Adds a photo or a file with its bytes: shown at once, on the device when it ends. Rejects where this device has no room for it. */
  attach: (prepared: Pick<Prepared, 'kind' | 'name'>, bytes: ArrayBuffer) => Promise<void>
  /** On the way to the server, on this device at least, when it ends with null; else why not. */
  save: () => Promise<NoteProblem | null>
  discard: () => void
}

export type NoteWritingParts = { session: RoomSession; device: NotesDevice; note: OpenNote; noteId: ClientId }

export function createNoteWriting({ session, device, note, noteId }: NoteWritingParts): NoteWriting {
  const [isDone, setIsDone] = createSignal(false)
  const place = () => {
    const organizationId = session.view.facts()?.organizationId
    return organizationId === undefined ? null : { roomId: session.roomId, organizationId, noteId }
  }
  /** As the note was when the editor opened: a newer version does not change what somebody is writing on. */
  const begun = createMemo<NoteDraft | null>((before) => {
    const at = place()
    if (before || at === null) return before
    return draftOf(at, note.told()?.value ?? null, note.save(), Date.now())
  }, null)
  const draft = createMemo(() => (isDone() ? null : (device.drafts().get(noteId) ?? begun())))
  const isBegun = () => device.drafts().has(noteId)

  function change(next: Partial<NoteContent>): void {
    const held = draft()
    if (held === null) return
    const content = { ...held.content, ...next }
    device.setDraft({ ...held, content: withArchiveDay(held.content, content), at: Date.now() })
  }

  async function attach(...[{ kind, name }, bytes]: Parameters<NoteWriting['attach']>): Promise<void> {
    // What was written meanwhile counts, also where this editor was left.
    const held = isDone() ? null : (device.drafts().get(noteId) ?? draft())
    if (held === null) return
    const { roomId, content } = held
    const id = newClientId()
    const row = { id, roomId, postId: noteId, ofNote: true as const, kind, name, size: bytes.byteLength }
    const next = { ...held, content: { ...content, files: [...content.files, id] }, at: Date.now() }
    await device.attach(next, [{ row, bytes }])
  }

  async function save(): ReturnType<NoteWriting['save']> {
    const held = draft()
    if (held === null) return 'not_found'
    const content = { ...held.content, title: held.content.title.trim(), body: held.content.body.trimEnd() }
    const problem = problemOf(content)
    if (problem !== null) return problem
    setIsDone(true)
    if (held.baseContent !== null && isSameContent(content, held.baseContent)) {
      device.dropDraft(noteId)
      return null
    }
    const { roomId, organizationId, base, baseContent } = held
    const next = { roomId, organizationId, noteId, base, baseContent, content }
    const save = { ...next, id: newClientId(), isQuiet: false, at: Date.now() }
    await device.files.forgive(content.files)
    await device.change((saves) => withSave(saves, save), { noteId, draft: null })
    device.sending.pump()
    return null
  }

  return {
    draft,
    isBegun: () => isBegun() && isChanged(draft() as NoteDraft),
    ...{ change, attach, save },
    discard() {
      setIsDone(true)
      device.dropDraft(noteId)
    },
  }
}

/** What can be mended while it is written. The server asks the rest (protocol/note.ts), which would weigh on the first screen here. */
function problemOf({ kind, title, body, files }: NoteContent): NoteProblem | null {
  if (title === '') return 'text_empty'
  if (files.length > limits.maxFiles) return 'too-many-files'
  if (kind === 'links' && readNoteLinks(body).some(({ url }) => asksInWhere(url))) return 'name-in-host'
  return new TextEncoder().encode(body).length > limits.maxNoteBytes ? 'note_too_long' : null
}

/** A notice of a death is put away after the last day that it names, as long as nobody has chosen another. */
function withArchiveDay(before: NoteContent, after: NoteContent): NoteContent {
  if (after.kind !== 'bereavement' || before.body === after.body || before.archiveOn !== after.archiveOn) return after
  if (before.archiveOn !== lastDayIn(before.body)) return after
  return { ...after, archiveOn: lastDayIn(after.body) ?? after.archiveOn }
}
