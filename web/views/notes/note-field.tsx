import { createEffect, createUniqueId, For, on, onCleanup, onMount, Show } from 'solid-js'
import { dayOf } from '../../store/dates.ts'
import type { NoteDraft } from '../../store/notes/note-draft.ts'
import { afterEnter, type Edited, withLine, withLineMark } from '../../store/notes/note-editing.ts'
import { dateLine } from '../../store/notes/note-templates.ts'
import type { NoteWriting } from '../../store/notes/note-writing.ts'
import { noteWords } from '../../words/notes.ts'
import { Icon } from '../controls/icon.tsx'
import { kindOutlines, noteOutlines } from './note-outlines.ts'

const words = noteWords.editor

type Tool = keyof typeof words.insert

/** What a tool makes of the text with what is chosen in it. */
const tools: Record<Tool, (edited: Edited) => Edited> = {
  heading: (edited) => withLineMark(edited, '# '),
  bullet: (edited) => withLineMark(edited, '- '),
  check: (edited) => withLineMark(edited, '- [ ] '),
  link: (edited) => withLine(edited, `${words.linkName} https://`, words.linkName),
  when: (edited) => {
    const line = dateLine(dayOf(Date.now()) + 1, '09:00-10:00', '')
    return withLine(edited, line, line.slice(line.indexOf(' ') + 1))
  },
}

const outlines: Record<Tool, string> = {
  heading: 'M6 5v14M18 5v14M6 12h12',
  bullet: 'M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01',
  check: noteOutlines.check,
  link: kindOutlines.links,
  when: noteOutlines.calendar,
}

/** Title and text of a note, with marks at a finger's reach. It grows with its text. */
export function NoteField(props: { writing: NoteWriting; draft: NoteDraft }) {
  let field!: HTMLTextAreaElement
  const [titleId, bodyId] = [createUniqueId(), createUniqueId()]
  const content = () => props.draft.content
  const edited = (): Edited => ({ text: field.value, from: field.selectionStart, to: field.selectionEnd })

  function take({ text, from, to }: Edited): void {
    props.writing.change({ body: text })
    field.value = text
    field.focus()
    field.setSelectionRange(from, to)
  }
  /** The page keeps its place while the field is measured. */
  function fit(): void {
    const page = field.closest('.page-body')
    const top = page?.scrollTop ?? 0
    field.style.height = 'auto'
    field.style.height = `${field.scrollHeight + 2}px`
    if (page) page.scrollTop = top
  }
  createEffect(on(() => content().body, fit))
  onMount(() => {
    window.addEventListener('resize', fit)
    onCleanup(() => window.removeEventListener('resize', fit))
  })
  return (
    <>
      <div class="field">
        <label for={titleId}>{words.title}</label>
        <input
          id={titleId}
          type="text"
          maxlength="100"
          autocomplete="off"
          value={content().title}
          onInput={({ currentTarget }) => props.writing.change({ title: currentTarget.value })}
        />
      </div>
      <div class="field">
        <label for={bodyId}>{words.body}</label>
        <div class="note-tools" role="toolbar" aria-label={words.tools}>
          <For each={Object.keys(tools) as Tool[]}>
            {(tool) => (
              <button
                type="button"
                class="note-tool"
                // The field keeps the focus, and a phone its keyboard.
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => take(tools[tool](edited()))}
              >
                <Icon outline={outlines[tool]} />
                <span>{words.insert[tool]}</span>
              </button>
            )}
          </For>
        </div>
        <Show when={content().kind === 'links'}>
          <p class="field-hint" id={`${bodyId}-hint`}>
            {words.linksHint}
          </p>
        </Show>
        <textarea
          ref={field}
          id={bodyId}
          aria-describedby={content().kind === 'links' ? `${bodyId}-hint` : undefined}
          class="note-text"
          rows="8"
          value={content().body}
          onInput={() => props.writing.change({ body: field.value })}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.isComposing || event.shiftKey) return
            const next = afterEnter(edited())
            if (next === null) return
            event.preventDefault()
            take(next)
          }}
        />
      </div>
    </>
  )
}
