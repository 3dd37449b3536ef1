import { createMemo, createUniqueId, For, Show } from 'solid-js'
import type { CarriedFile } from '../../../protocol/file.ts'
import type { NoteContent } from '../../../protocol/note.ts'
import { momentLabel } from '../../store/dates.ts'
import { noteFiles } from '../../store/notes/note-carried.ts'
import { draftOfSave, type NoteDraft } from '../../store/notes/note-draft.ts'
import { appended } from '../../store/notes/note-merge.ts'
import { bothOf, chosen, contentOf, type NoteSave, without } from '../../store/notes/notes-queue.ts'
import { newClientId } from '../../store/talk/client-id.ts'
import { noteFileWords } from '../../words/note-files.ts'
import { noteWords } from '../../words/notes.ts'
import { Icon } from '../controls/icon.tsx'
import { outlines } from '../controls/outlines.ts'
import { NoteDifference } from './note-difference.tsx'
import type { NotesContext } from './notes-context.ts'

const words = noteWords.conflict

export type NoteConflictProps = {
  context: NotesContext
  save: NoteSave
  /** Of the newest version that is known here. */
  told: readonly CarriedFile[] | undefined
}

/** Somebody else was first: what each changed, and what shall become of it. Whatever is pressed, every text stays somewhere. */
export function NoteConflict(props: NoteConflictProps) {
  const { device, navigation, placeOf, now } = props.context
  const { noteId } = props.save
  const theirs = () => props.save.theirs
  const both = createMemo(() => bothOf(props.save))
  const theirContent = createMemo(() => {
    const note = theirs()
    return note ? contentOf(note) : props.save.content
  })
  const base = () => props.save.baseContent

  async function put(content: NoteContent): Promise<void> {
    await device.change((saves) => chosen(saves, noteId, content, newClientId()))
    device.sending.pump()
  }
  /** It becomes a draft in the same stroke in which it waits no more. */
  async function keep(draft: NoteDraft): Promise<void> {
    await device.change((saves) => without(saves, noteId), { noteId, draft })
  }
  /** What was begun after the save goes on from it, and has all of it that its author wants. */
  const mine = () => device.drafts().get(noteId)?.content ?? props.save.content
  const asDraft = () => ({ ...draftOfSave(props.save, Date.now()), content: mine() })
  async function append(): Promise<void> {
    const content = appended(theirContent(), mine(), words.line)
    const from = { base: theirs()?.version ?? props.save.base, baseContent: theirContent() }
    await keep({ ...asDraft(), ...from, content })
    navigation.go(placeOf({ at: 'edit', noteId }))
  }
  const areSettingsOthers = () =>
    (['pinned', 'offline', 'archiveOn'] as const).some((what) => theirContent()[what] !== props.save.content[what])
  /** With the names of what it carries: those that this device or the newest version knows. */
  const named = (content: NoteContent) => {
    const told = [...(theirs()?.files ?? []), ...(props.told ?? [])]
    const files = noteFiles(content.files, told, device.files.rows())
    return { title: content.title, body: content.body, files: files.map(({ name }) => name ?? noteFileWords.unnamed) }
  }
  const choices = (): ChoiceProps[] => [
    ...[both()].flatMap((content) => (content ? [{ ...words.merge, onChoose: () => void put(content) }] : [])),
    { ...words.append, onChoose: () => void append() },
    { ...words.overwrite, onChoose: () => void put(props.save.content) },
    { ...words.keep, onChoose: () => void keep(asDraft()) },
  ]
  return (
    <div class="conflict">
      <div class="conflict-head">
        <Icon outline={outlines.alert} />
        <div>
          <h2>{words.title}</h2>
          <p>{words.explain(theirs()?.by.name ?? '', momentLabel(theirs()?.at ?? 0, now()))}</p>
        </div>
      </div>
      <div class="conflict-sides">
        <section class="card">
          <h3 class="conflict-who">{words.theirs(theirs()?.by.name ?? '')}</h3>
          <NoteDifference before={named(base() ?? props.save.content)} after={named(theirContent())} />
          <Show when={base() === null}>
            <p class="quiet">{words.unknownBase}</p>
          </Show>
        </section>
        <Show when={base()}>
          {(from) => (
            <section class="card">
              <h3 class="conflict-who">{words.mine}</h3>
              <NoteDifference before={named(from())} after={named(props.save.content)} />
            </section>
          )}
        </Show>
      </div>
      <Show when={areSettingsOthers()}>
        <p class="quiet notes-line">{words.settings}</p>
      </Show>
      <Choices choices={choices()} />
    </div>
  )
}

type ChoiceProps = { name: string; hint: string; onChoose: () => void }

/** Always in reach, under however long a difference: what is advised first and wide, the others beside each other. What comes of each is said above them. */
function Choices(props: { choices: readonly ChoiceProps[] }) {
  const hintId = createUniqueId()
  return (
    <>
      <section class="card conflict-hints">
        <h3>{words.hints}</h3>
        <dl>
          <For each={props.choices}>
            {({ name, hint }, at) => (
              <>
                <dt>{name}</dt>
                <dd id={`${hintId}-${at()}`}>{hint}</dd>
              </>
            )}
          </For>
        </dl>
      </section>
      <section class="conflict-bar" aria-label={words.choose}>
        <For each={props.choices}>
          {({ name, onChoose }, at) => (
            <button
              type="button"
              class="button conflict-choice"
              classList={{ primary: at() === 0 }}
              aria-describedby={`${hintId}-${at()}`}
              onClick={onChoose}
            >
              {name}
            </button>
          )}
        </For>
      </section>
    </>
  )
}
