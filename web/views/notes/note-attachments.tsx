import { createMemo, createSignal, For, onCleanup, onMount, Show } from 'solid-js'
import type { CarriedFile } from '../../../protocol/file.ts'
import type { NoteAttaching } from '../../store/notes/note-attaching.ts'
import { type NoteFile, noteFiles } from '../../store/notes/note-carried.ts'
import type { NoteDraft } from '../../store/notes/note-draft.ts'
import type { NoteWriting } from '../../store/notes/note-writing.ts'
import { sizeWords } from '../../store/photos/file-size.ts'
import { takeDrops, takePastes } from '../photos/dropped-files.ts'
import { FileInput } from '../photos/file-input.tsx'
import '../../style/note-files.css'
import { refusalWords } from '../../words/failures.ts'
import { noteFileWords as words } from '../../words/note-files.ts'
import { Icon } from '../controls/icon.tsx'
import { outlines } from '../controls/outlines.ts'
import { photoOutlines } from '../photos/photo-outlines.ts'
import { noteOutlines } from './note-outlines.ts'
import type { NotesContext } from './notes-context.ts'

export type NoteAttachmentsProps = {
  context: NotesContext
  writing: NoteWriting
  attaching: NoteAttaching
  draft: NoteDraft
  /** What versions of the note say of their files. */
  told: readonly CarriedFile[]
}

/** Photos and files of a note while it is written: each with its size, and what cannot go along says why. */
export function NoteAttachments(props: NoteAttachmentsProps) {
  const { device } = props.context
  const { attaching } = props
  const files = createMemo(() => noteFiles(props.draft.content.files, props.told, device.files.rows()))
  const [said, setSaid] = createSignal('')
  let part!: HTMLElement

  onMount(() => {
    const [form, stopping] = [part.closest('form') ?? part, new AbortController()]
    takeDrops(form, attaching.add, stopping)
    takePastes(form, attaching.add, stopping)
    onCleanup(() => stopping.abort())
  })
  function remove({ id, name }: NoteFile): void {
    props.writing.change({ files: props.draft.content.files.filter((file) => file !== id) })
    setSaid(words.removed(name ?? words.unnamed))
    // What had the focus is gone with its row.
    part.querySelector<HTMLElement>('.note-attach')?.focus()
  }
  const news = () => {
    const added = attaching.added()
    return said() || (added === null ? '' : words.added(added))
  }
  return (
    <section class="card note-options" ref={part}>
      <h2>{words.title}</h2>
      <p class="field-hint">{words.hint}</p>
      <Show when={files().length + attaching.preparing().length > 0}>
        <ul class="note-attached">
          <For each={files().map(({ id }) => id)}>
            {(id) => (
              <Show when={files().find((file) => file.id === id)}>
                {(file) => <Attached file={file()} onRemove={() => remove(file())} />}
              </Show>
            )}
          </For>
          <For each={attaching.preparing()}>
            {({ name }) => (
              <li class="note-file-row">
                <Icon outline={noteOutlines.file} />
                <span class="note-file-what">
                  <span class="note-file-name">{name}</span>
                  <span class="note-file-facts">{words.preparing}</span>
                </span>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={attaching.refused().length > 0}>
        <div class="note-file-refused" role="alert">
          <For each={attaching.refused()}>{({ name, why }) => <p>{words.refused(name, why)}</p>}</For>
        </div>
      </Show>
      <div class="note-attach-tools">
        <Chooser label={words.photo} outline={photoOutlines.image} accept="image/*" onChoose={attaching.add} />
        <Chooser label={words.file} outline={noteOutlines.clip} onChoose={attaching.add} />
      </div>
      <p class="sr-only" role="status">
        {news()}
      </p>
    </section>
  )
}

function Attached(props: { file: NoteFile; onRemove: () => void }) {
  const name = () => props.file.name ?? words.unnamed
  const facts = () =>
    [props.file.size === null ? '' : sizeWords(props.file.size), props.file.here ? words.here : '']
      .filter((part) => part !== '')
      .join('・')
  return (
    <li class="note-file-row">
      <Icon outline={props.file.isPhoto ? photoOutlines.image : noteOutlines.file} />
      <span class="note-file-what">
        <span class="note-file-name">{name()}</span>
        <Show when={props.file.refusal} fallback={<span class="note-file-facts">{facts()}</span>}>
          {(why) => <span class="note-file-problem">{refusalWords(why())}</span>}
        </Show>
      </span>
      <button type="button" class="icon-button" aria-label={words.remove(name())} onClick={() => props.onRemove()}>
        <Icon outline={outlines.close} />
      </button>
    </li>
  )
}

type ChooserProps = { label: string; outline: string; accept?: string; onChoose: (files: readonly File[]) => void }

function Chooser(props: ChooserProps) {
  let input!: HTMLInputElement
  return (
    <>
      <button type="button" class="button note-attach" onClick={() => input.click()}>
        <Icon outline={props.outline} />
        <span>{props.label}</span>
      </button>
      <FileInput ref={input} label={props.label} accept={props.accept} isMultiple onChoose={props.onChoose} />
    </>
  )
}
