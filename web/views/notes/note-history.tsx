import { createSignal, For, onMount, Show } from 'solid-js'
import type { ClientId } from '../../../protocol/ids.ts'
import type { NoteRevision, NoteRevisions, NoteVersion } from '../../../protocol/note.ts'
import { momentLabel } from '../../store/dates.ts'
import { notePaths } from '../../transport/note-paths.ts'
import { shaped } from '../../transport/shape.ts'
import { noteWords } from '../../words/notes.ts'
import { words as talkWords } from '../../words/talk.ts'
import { PageHeader } from '../controls/page-header.tsx'
import { NoteDifference } from './note-difference.tsx'
import type { NotesContext } from './notes-context.ts'

const words = noteWords.history
const revisionsShape = shaped<NoteRevisions>('revisions')
const versionShape = shaped<NoteVersion>('version', 'content')

/** Who saved what and when, and what each changed. */
export function NoteHistory(props: { context: NotesContext; noteId: ClientId }) {
  const { session, api, navigation, placeOf } = props.context
  const [failed, setFailed] = createSignal(false)
  const [revisions, setRevisions] = createSignal<readonly NoteRevision[] | null>(null)
  async function load(): Promise<void> {
    setFailed(false)
    const path = notePaths.revisions(session.roomId, props.noteId)
    const reply = await api({ method: 'GET', path, answer: revisionsShape })
    if (reply.ok) setRevisions(reply.value.revisions.toSorted((a, b) => b.version - a.version))
    else setFailed(true)
  }
  onMount(() => void load())
  return (
    <section class="page notes">
      <PageHeader
        title={words.title}
        back={words.back}
        onBack={() => navigation.up(placeOf({ at: 'note', noteId: props.noteId }))}
      />
      <div class="page-body">
        <Show
          when={revisions()}
          fallback={
            <>
              <p class="quiet notes-line" role="status">
                {failed() ? words.unreachable : words.loading}
              </p>
              <Show when={failed()}>
                <button type="button" class="button wide" onClick={() => void load()}>
                  {talkWords.app.again}
                </button>
              </Show>
            </>
          }
        >
          {(all) => (
            <ol class="card revisions">
              <For each={all()}>
                {(revision) => <Revision {...{ context: props.context, noteId: props.noteId, revision }} />}
              </For>
            </ol>
          )}
        </Show>
      </div>
    </section>
  )
}

function Revision(props: { context: NotesContext; noteId: ClientId; revision: NoteRevision }) {
  const { session, api, now } = props.context
  const [isOpen, setIsOpen] = createSignal(false)
  const [failed, setFailed] = createSignal(false)
  const [compared, setCompared] = createSignal<{ before: Version; after: Version } | null>(null)
  const { version, by, at, title, quiet } = props.revision

  async function read(wanted: number): Promise<Version | null> {
    const path = notePaths.revision(session.roomId, props.noteId, wanted)
    const reply = await api({ method: 'GET', path, answer: versionShape })
    if (!reply.ok) return null
    const { title, body, files } = reply.value.content
    return { title, body, files: files.map(({ name }) => name) }
  }
  async function toggle(): Promise<void> {
    if (setIsOpen((open) => !open) === false || compared() !== null) return
    setFailed(false)
    const [after, before] = await Promise.all([read(version), version > 1 ? read(version - 1) : nothing])
    if (after && before) setCompared({ before, after })
    else setFailed(true)
  }
  return (
    <li class="revision">
      <button type="button" class="revision-open" aria-expanded={isOpen()} onClick={() => void toggle()}>
        <span class="revision-head">
          <b>{noteWords.note.version(version)}</b>
          <span>{momentLabel(at, now())}</span>
        </span>
        <span class="revision-who">{[by.name, by.title].filter((part) => part !== '').join('　')}</span>
        <span class="revision-what">{quiet ? words.ticked : version === 1 ? words.first : title}</span>
      </button>
      <Show when={isOpen()}>
        <Show
          when={compared()}
          fallback={
            <p class="quiet" role="status">
              {failed() ? words.unreachable : words.loading}
            </p>
          }
        >
          {(both) => <NoteDifference before={both().before} after={both().after} />}
        </Show>
      </Show>
    </li>
  )
}

type Version = { title: string; body: string; files: string[] }

/** What the first version is compared with. */
const nothing: Version = { title: '', body: '', files: [] }
