import { createSignal, createUniqueId, Show } from 'solid-js'
import type { ClientId } from '../../../protocol/ids.ts'
import { createNoteAttaching } from '../../store/notes/note-attaching.ts'
import type { NoteDraft } from '../../store/notes/note-draft.ts'
import { createNoteWriting, type NoteProblem, type NoteWriting } from '../../store/notes/note-writing.ts'
import '../../style/form.css'
import { refusalWords } from '../../words/failures.ts'
import { noteFileWords } from '../../words/note-files.ts'
import { noteWords } from '../../words/notes.ts'
import { PageHeader } from '../controls/page-header.tsx'
import { Sheet } from '../controls/sheet.tsx'
import { NoteAttachments } from './note-attachments.tsx'
import { NoteBody } from './note-body.tsx'
import { NoteField } from './note-field.tsx'
import type { NotesContext } from './notes-context.ts'

const words = noteWords.editor

/** Writes a note. Leaving it keeps what was written as a draft. */
export function NoteEditor(props: { context: NotesContext; noteId: ClientId }) {
  const { session, device, navigation, placeOf, notes } = props.context
  const note = notes.open(props.noteId)
  const writing = createNoteWriting({ session, device, note, noteId: props.noteId })
  const attaching = createNoteAttaching({ writing, rows: device.files.rows, now: () => Date.now() })
  const [isWaiting, setIsWaiting] = createSignal(false)
  const [isPreview, setIsPreview] = createSignal(false)
  const [isDiscarding, setIsDiscarding] = createSignal(false)
  const [problem, setProblem] = createSignal('')
  /** Whether there is a note to go back to. */
  const isNew = () => writing.draft()?.base === 0 && note.save() === undefined
  const noteAt = placeOf({ at: 'note', noteId: props.noteId })
  const listAt = placeOf({ at: 'list' })

  /** Of the version that is, and of the one that somebody else made meanwhile. */
  const toldFiles = () => [...(note.told()?.value.files ?? []), ...(note.save()?.theirs?.files ?? [])]

  async function save(): Promise<void> {
    const leave = isNew() ? () => navigation.replace(noteAt) : () => navigation.up(noteAt)
    setIsWaiting(true)
    await attaching.settled()
    setIsWaiting(false)
    const refusal = await writing.save()
    if (refusal === null) return leave()
    setProblem(problemWords(refusal))
  }
  function discard(): void {
    const to = isNew() ? listAt : noteAt
    setIsDiscarding(false)
    writing.discard()
    navigation.up(to)
  }
  return (
    <section class="page notes">
      <PageHeader
        title={isNew() ? words.titles.new : words.titles.edit}
        back={words.back}
        onBack={() => navigation.up(isNew() ? listAt : noteAt)}
      >
        <button
          type="button"
          class="small-button bar-button"
          aria-pressed={isPreview()}
          onClick={() => setIsPreview((on) => !on)}
        >
          {isPreview() ? words.write : words.preview}
        </button>
      </PageHeader>
      <div class="page-body">
        <Show
          when={writing.draft()}
          fallback={<p class="quiet notes-line">{note.trouble() ? noteWords.note.notKept : noteWords.list.loading}</p>}
        >
          {(draft) => (
            <Show when={!isPreview()} fallback={<Preview draft={draft()} />}>
              <form
                class="note-form"
                onSubmit={(event) => {
                  event.preventDefault()
                  void save()
                }}
              >
                <NoteField writing={writing} draft={draft()} />
                <NoteAttachments
                  {...{ context: props.context, writing, attaching, draft: draft(), told: toldFiles() }}
                />
                <Options writing={writing} draft={draft()} />
                <p class="field-problem form-problem" role="alert">
                  {problem()}
                </p>
                <button type="submit" class="button primary wide" disabled={isWaiting()}>
                  {words.save}
                </button>
                <p class="quiet note-form-hint" role="status">
                  {isWaiting() ? noteFileWords.waiting : words.saveHint}
                </p>
                <Show when={writing.isBegun()}>
                  <div class="note-form-draft">
                    <p class="quiet">{words.draftKept}</p>
                    <button type="button" class="small-button danger" onClick={() => setIsDiscarding(true)}>
                      {words.discard}
                    </button>
                  </div>
                </Show>
              </form>
            </Show>
          )}
        </Show>
      </div>
      <Show when={isDiscarding()}>
        <Sheet navigation={navigation} title={words.discardTitle} onClose={() => setIsDiscarding(false)}>
          <p class="sheet-text">{words.discardText}</p>
          <div class="sheet-buttons">
            <button type="button" class="button" onClick={() => setIsDiscarding(false)}>
              {words.discardNo}
            </button>
            <button type="button" class="button primary danger" onClick={discard}>
              {words.discardYes}
            </button>
          </div>
        </Sheet>
      </Show>
    </section>
  )
}

function problemWords(problem: NoteProblem): string {
  if (problem === 'too-many-files') return noteFileWords.tooMany
  if (problem === 'name-in-host') return words.nameInHost
  return problem === 'text_empty' ? words.noTitle : refusalWords(problem)
}

function Preview(props: { draft: NoteDraft }) {
  return (
    <article class="card note-card">
      <h2 class="note-title">{props.draft.content.title || noteWords.list.untitled}</h2>
      <NoteBody content={props.draft.content} />
    </article>
  )
}

function Options(props: { writing: NoteWriting; draft: NoteDraft }) {
  const content = () => props.draft.content
  const dateId = createUniqueId()
  return (
    <fieldset class="card note-options">
      <Tick words={words.pinned} isOn={content().pinned} onChange={(pinned) => props.writing.change({ pinned })} />
      <Tick words={words.offline} isOn={content().offline} onChange={(offline) => props.writing.change({ offline })} />
      <div class="field">
        <label for={dateId}>{words.archiveOn}</label>
        <p class="field-hint" id={`${dateId}-hint`}>
          {content().kind === 'bereavement' ? words.archiveHintBereavement : words.archiveHint}
        </p>
        <input
          id={dateId}
          type="date"
          aria-describedby={`${dateId}-hint`}
          value={content().archiveOn ?? ''}
          onInput={({ currentTarget }) => props.writing.change({ archiveOn: currentTarget.value || null })}
        />
      </div>
    </fieldset>
  )
}

function Tick(props: { words: string; isOn: boolean; onChange: (isOn: boolean) => void }) {
  return (
    <label class="tick">
      <input
        type="checkbox"
        checked={props.isOn}
        onChange={({ currentTarget }) => props.onChange(currentTarget.checked)}
      />
      <span>{props.words}</span>
    </label>
  )
}
