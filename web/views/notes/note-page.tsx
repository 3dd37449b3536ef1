import { createEffect, createMemo, createSignal, For, Match, Show, Switch } from 'solid-js'
import { tickAt } from '../../../core/note-text.ts'
import type { ClientId } from '../../../protocol/ids.ts'
import type { Note, NoteContent } from '../../../protocol/note.ts'
import { momentLabel } from '../../store/dates.ts'
import { isOnline } from '../../store/device/online.ts'
import { draftOf, draftOfSave, isChanged } from '../../store/notes/note-draft.ts'
import { createNoteOpens, openerOf, tellOpened } from '../../store/notes/note-opens.ts'
import { conflictOf, contentOf, type NoteSave, without, withSave } from '../../store/notes/notes-queue.ts'
import { mayWriteNotes, type OpenNote } from '../../store/notes/room-notes.ts'
import { newClientId } from '../../store/talk/client-id.ts'
import { refusalWords } from '../../words/failures.ts'
import { noteWords } from '../../words/notes.ts'
import { Icon } from '../controls/icon.tsx'
import { outlines } from '../controls/outlines.ts'
import { PageHeader } from '../controls/page-header.tsx'
import { NoteBody } from './note-body.tsx'
import { NoteConflict } from './note-conflict.tsx'
import { NoteFacts } from './note-facts.tsx'
import { NoteFiles } from './note-files.tsx'
import { NoteMenu } from './note-menu.tsx'
import type { NotesContext } from './notes-context.ts'

const words = noteWords.note

/** One note, to be read and ticked. */
export function NotePage(props: { context: NotesContext; noteId: ClientId }) {
  const { session, device, notes, navigation, placeOf } = props.context
  const note = notes.open(props.noteId)
  const [isMenu, setIsMenu] = createSignal(false)
  const conflict = createMemo(() => conflictOf(device.saves(), props.noteId))
  /** What is read: what was saved here last, or what the server told. */
  const content = createMemo<NoteContent | null>(() => {
    const told = note.told()?.value
    return note.save()?.content ?? (told ? contentOf(told) : null)
  })
  const mayWrite = () => mayWriteNotes(session) && note.told()?.value.archived !== true
  createEffect(() => {
    const told = note.told()
    if (told?.keptAt === null) readIt(props.context, told.value)
  })
  const links = {
    opener: () => openerOf(session),
    onOpen: (url: string) => note.told() && tellOpened(session, props.noteId, url),
    opens: createNoteOpens(session, () => note.told()?.value ?? null),
  }
  const edit = () => navigation.go(placeOf({ at: 'edit', noteId: props.noteId }))

  async function tick(box: number, checked: boolean): Promise<void> {
    const held = content()
    const organizationId = session.view.facts()?.organizationId
    if (held === null || organizationId === undefined) return
    const place = { roomId: session.roomId, organizationId, noteId: props.noteId }
    const from = draftOf(place, note.told()?.value ?? null, note.save(), Date.now())
    if (from === null) return
    const body = tickAt(held.body, box, checked)
    const { base, baseContent } = from
    const next = { ...place, base, baseContent, content: { ...held, body } }
    const save = { ...next, id: newClientId(), isQuiet: true, at: Date.now() }
    await device.change((saves) => withSave(saves, save))
    device.sending.pump()
  }
  return (
    <section class="page notes">
      <PageHeader
        title={noteWords.kinds[content()?.kind ?? 'text']}
        back={words.back}
        onBack={() => navigation.up(placeOf({ at: 'list' }))}
      >
        <Show when={mayWrite() && content() && !conflict()}>
          <button type="button" class="small-button bar-button" onClick={edit}>
            {words.edit}
          </button>
        </Show>
        <Show when={note.told()}>
          <button type="button" class="icon-button" aria-label={words.more} onClick={() => setIsMenu(true)}>
            <Icon outline={outlines.more} />
          </button>
        </Show>
      </PageHeader>
      <div class="page-body">
        <Switch fallback={<Nothing note={note} />}>
          <Match when={conflict()}>
            {(save) => <NoteConflict context={props.context} save={save()} told={note.told()?.value.files} />}
          </Match>
          <Match when={content()}>
            {(shown) => (
              <>
                <States context={props.context} note={note} noteId={props.noteId} onEdit={edit} />
                <article class={`card note-card note-card-${shown().kind}`}>
                  <h2 class="note-title">{shown().title}</h2>
                  <NoteFacts context={props.context} note={note} content={shown()} />
                  <NoteBody
                    content={shown()}
                    told={note.told()?.value}
                    links={links}
                    onTick={mayWrite() ? (box, checked) => void tick(box, checked) : undefined}
                  />
                  <NoteFiles context={props.context} content={shown()} told={note.told()?.value.files ?? []} />
                </article>
              </>
            )}
          </Match>
        </Switch>
      </div>
      <Show when={isMenu() && note.told()}>
        {(told) => <NoteMenu context={props.context} note={told().value} onClose={() => setIsMenu(false)} />}
      </Show>
    </section>
  )
}

/** Who has read up to a note's entry and reads the note has read the entry. */
function readIt({ session }: NotesContext, { seq }: Note): void {
  if (seq !== null && session.view.pointer() === seq - 1) session.markRead(seq)
}

function Nothing(props: { note: OpenNote }) {
  const why = () => props.note.trouble()
  return (
    <p class="quiet notes-line" role="status">
      {why() === null ? noteWords.list.loading : why() === 'not_found' ? words.notHere : words.notKept}
    </p>
  )
}

type StatesProps = { context: NotesContext; note: OpenNote; noteId: ClientId; onEdit: () => void }

/** What is to be known of it before it is read: old, not sent, begun. */
function States(props: StatesProps) {
  const { device, now } = props.context
  const told = () => props.note.told()
  const draft = () => {
    const held = device.drafts().get(props.noteId)
    return held && isChanged(held) ? held : null
  }
  const lines = (): string[] => {
    const save = props.note.save()
    const kept = told()
    return [
      ...(kept?.keptAt && props.note.trouble() !== null
        ? [words.kept(kept.value.version, momentLabel(kept.value.at, now()))]
        : []),
      ...(save?.state === 'waiting' ? waitingWords(props.context) : []),
      ...(kept?.value.archived ? [words.archived] : []),
    ]
  }
  return (
    <>
      <For each={lines()}>
        {(line) => (
          <p class="notes-kept" role="status">
            {line}
          </p>
        )}
      </For>
      <Show when={props.note.save()?.state === 'failed' && props.note.save()}>
        {(save) => <Failed context={props.context} save={save()} onEdit={props.onEdit} />}
      </Show>
      <Show when={draft()}>
        <div class="notes-kept notes-kept-row">
          <span>{words.draft}</span>
          <button type="button" class="small-button" onClick={() => props.onEdit()}>
            {words.draftOpen}
          </button>
        </div>
      </Show>
    </>
  )
}

/** Nothing is said of what is on its way (NoteFacts does). */
function waitingWords({ device }: NotesContext): string[] {
  const trouble = device.sending.trouble()
  if (trouble === 'directory_unavailable') return [words.directory]
  return trouble !== null || !isOnline() ? [words.unsent] : []
}

/** The server will not have it: its text goes back to where it can be changed. */
function Failed(props: { context: NotesContext; save: NoteSave; onEdit: () => void }) {
  const { device } = props.context
  async function toDraft(): Promise<void> {
    const { noteId } = props.save
    const draft = {
      ...draftOfSave(props.save, Date.now()),
      content: device.drafts().get(noteId)?.content ?? props.save.content,
    }
    await device.change((saves) => without(saves, noteId), { noteId, draft })
    props.onEdit()
  }
  return (
    <div class="notes-kept notes-kept-row notes-failed" role="alert">
      <span>{words.failed(refusalWords(props.save.refusal ?? 'internal'))}</span>
      <button type="button" class="small-button" onClick={() => void toDraft()}>
        {words.toDraft}
      </button>
    </div>
  )
}
