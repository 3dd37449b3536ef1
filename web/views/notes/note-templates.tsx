import { For } from 'solid-js'
import type { NoteKind } from '../../../protocol/note.ts'
import type { Navigation } from '../../store/navigation.ts'
import { noteWords } from '../../words/notes.ts'
import { Icon } from '../controls/icon.tsx'
import { Sheet } from '../controls/sheet.tsx'
import { kindOutlines } from './note-outlines.ts'

const kinds: readonly NoteKind[] = ['text', 'schedule', 'links', 'bereavement']

/** What kind of note it shall be. */
export function TemplateSheet(props: {
  navigation: Navigation
  onChoose: (kind: NoteKind) => void
  onClose: () => void
}) {
  const words = noteWords.template
  return (
    <Sheet navigation={props.navigation} title={words.title} onClose={props.onClose}>
      <div class="menu">
        <For each={kinds}>
          {(kind) => (
            <button type="button" class="menu-item template" onClick={() => props.onChoose(kind)}>
              <Icon outline={kindOutlines[kind]} />
              <span>
                <b>{words.choices[kind].name}</b>
                <span class="template-hint">{words.choices[kind].hint}</span>
              </span>
            </button>
          )}
        </For>
      </div>
    </Sheet>
  )
}
