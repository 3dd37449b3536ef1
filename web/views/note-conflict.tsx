import { createMemo, Show } from 'solid-js'
import type { NoteContent } from '../../protocol/note.ts'
import { newClientId } from '../store/client-id.ts'
import { momentLabel } from '../store/dates.ts'
import { draftOfSave, type NoteDraft } from '../store/note-draft.ts'
import { appended, isSameContent } from '../store/note-merge.ts'
import { bothOf, chosen, contentOf, type NoteSave, without } from '../store/notes-queue.ts'
import { noteWords } from '../words/notes.ts'
import { Icon } from './icon.tsx'
import { NoteDifference } from './note-difference.tsx'
import type { NotesContext } from './notes-context.ts'
import { outlines } from './outlines.ts'

const words = noteWords.conflict

/** Somebody else was first: what each changed, and what shall become of it. Whatever is pressed, every text stays somewhere. */
export function NoteConflict(props: { context: NotesContext; save: NoteSave }) {
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
  const onlySettings = () =>
    theirContent().title === props.save.content.title && theirContent().body === props.save.content.body
  return (
    <div class="conflict">
      <div class="conflict-head">
        <Icon outline={outlines.alert} />
        <div>
          <h2>{words.title}</h2>
          <p>{words.explain(theirs()?.by.name ?? '', momentLabel(theirs()?.at ?? 0, now()))}</p>
        </div>
      </div>
      <section class="card">
        <h3 class="conflict-who">{words.theirs(theirs()?.by.name ?? '')}</h3>
        <NoteDifference before={base() ?? props.save.content} after={theirContent()} />
        <Show when={base() === null}>
          <p class="quiet">{words.unknownBase}</p>
        </Show>
      </section>
      <Show when={base()}>
        {(from) => (
          <section class="card">
            <h3 class="conflict-who">{words.mine}</h3>
            <NoteDifference before={from()} after={props.save.content} />
          </section>
        )}
      </Show>
      <Show when={onlySettings() && !isSameContent(theirContent(), props.save.content)}>
        <p class="quiet notes-line">{words.settings}</p>
      </Show>
      <div class="conflict-choices">
        <Show when={both()}>
          {(content) => (
            <Choice isFirst name={words.merge} hint={words.mergeHint} onChoose={() => void put(content())} />
          )}
        </Show>
        <Choice isFirst={both() === null} name={words.append} hint={words.appendHint} onChoose={() => void append()} />
        <Choice name={words.overwrite} hint={words.overwriteHint} onChoose={() => void put(props.save.content)} />
        <Choice name={words.keep} hint={words.keepHint} onChoose={() => void keep(asDraft())} />
      </div>
    </div>
  )
}

function Choice(props: { name: string; hint: string; isFirst?: boolean; onChoose: () => void }) {
  return (
    <button
      type="button"
      class="conflict-choice"
      classList={{ 'conflict-choice-first': props.isFirst === true }}
      onClick={() => props.onChoose()}
    >
      <b>{props.name}</b>
      <span>{props.hint}</span>
    </button>
  )
}
