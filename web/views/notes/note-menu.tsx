import { createSignal, Show } from 'solid-js'
import type { Note } from '../../../protocol/note.ts'
import { mayWriteNotes } from '../../store/notes/room-notes.ts'
import { failureWords } from '../../words/failures.ts'
import { noteWords } from '../../words/notes.ts'
import { Icon } from '../controls/icon.tsx'
import { Sheet } from '../controls/sheet.tsx'
import { noteOutlines } from './note-outlines.ts'
import type { NotesContext } from './notes-context.ts'

const words = noteWords.note

/** What else can be done with a note. What tells of a death is not handed on: there is nothing here to copy or forward any note with. */
export function NoteMenu(props: { context: NotesContext; note: Note; onClose: () => void }) {
  const { session, navigation, notes, placeOf } = props.context
  const [problem, setProblem] = createSignal('')
  const { id, archived } = props.note
  async function archive(): Promise<void> {
    const failure = await notes.archive(id, !archived)
    if (failure !== null) {
      setProblem(failureWords({ code: failure }))
      return
    }
    props.onClose()
    navigation.replace(placeOf({ at: 'list' }))
  }
  function history(): void {
    props.onClose()
    navigation.go(placeOf({ at: 'history', noteId: id }))
  }
  function print(): void {
    props.onClose()
    // After the sheet is gone, which would be on the paper else.
    requestAnimationFrame(() => window.print())
  }
  return (
    <Sheet navigation={navigation} title={words.more} onClose={props.onClose}>
      <p class="field-problem sheet-text" role="alert">
        {problem()}
      </p>
      <div class="menu">
        <button type="button" class="menu-item" onClick={history}>
          <Icon outline={noteOutlines.history} />
          {words.history}
        </button>
        <button type="button" class="menu-item" onClick={print}>
          <Icon outline={noteOutlines.print} />
          {words.print}
        </button>
        <Show when={mayWriteNotes(session)}>
          <button type="button" class="menu-item" onClick={() => void archive()}>
            <Icon outline={noteOutlines.box} />
            {archived ? words.unarchive : words.archive}
          </button>
        </Show>
      </div>
    </Sheet>
  )
}
