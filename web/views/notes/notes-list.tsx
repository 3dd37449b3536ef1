import { createMemo, createSignal, For, onMount, Show } from 'solid-js'
import type { ClientId } from '../../../protocol/ids.ts'
import type { NoteKind } from '../../../protocol/note.ts'
import { briefTime, momentLabel } from '../../store/dates.ts'
import { newDraft } from '../../store/notes/note-draft.ts'
import { groupOf, type NoteListRow, noteRows } from '../../store/notes/note-list.ts'
import { createNoteOrdering } from '../../store/notes/note-ordering.ts'
import { templateOf } from '../../store/notes/note-templates.ts'
import { mayWriteNotes } from '../../store/notes/room-notes.ts'
import { newClientId } from '../../store/talk/client-id.ts'
import { failureWords } from '../../words/failures.ts'
import { noteWords as words } from '../../words/notes.ts'
import { roomPageWords } from '../../words/room-pages.ts'
import { Icon } from '../controls/icon.tsx'
import { outlines } from '../controls/outlines.ts'
import { PageHeader } from '../controls/page-header.tsx'
import { NoteMovers } from './note-movers.tsx'
import { kindOutlines, noteOutlines } from './note-outlines.ts'
import { TemplateSheet } from './note-templates.tsx'
import type { NotesContext } from './notes-context.ts'

/** The notes of a room, or those that were put away. */
export function NotesList(props: { context: NotesContext; isArchive: boolean }) {
  const { session, navigation, device, notes, placeOf } = props.context
  const [isChoosing, setIsChoosing] = createSignal(false)
  const [isSorting, setIsSorting] = createSignal(false)
  const [notice, setNotice] = createSignal('')
  const ordering = createNoteOrdering({
    order: notes.order,
    onAnswer: (problem) => problem && setNotice(failureWords({ code: problem })),
  })
  const [said, setSaid] = createSignal('')
  const told = createMemo(() => (props.isArchive ? notes.archived() : (notes.list()?.value ?? null)))
  const rows = createMemo(() => {
    const drafts = props.isArchive ? [] : [...device.drafts().values()]
    const saves = props.isArchive ? [] : device.saves()
    const input = { roomId: session.roomId, notes: told() ?? [], saves, drafts, opened: notes.opened() }
    const all = noteRows({ ...input, pointer: session.view.pointer() })
    return inOrder(all, ordering.wished())
  })
  const byId = createMemo(() => new Map(rows().map((row) => [row.id, row])))
  const mayWrite = () => mayWriteNotes(session)
  /** What others have too: only that has an order. */
  const shared = () => rows().filter(({ by }) => by !== null)
  onMount(() => {
    if (props.isArchive) void notes.readArchived()
  })

  function begin(kind: NoteKind): void {
    const organizationId = session.view.facts()?.organizationId
    if (organizationId === undefined) return
    const noteId = newClientId()
    const place = { roomId: session.roomId, organizationId, noteId }
    device.setDraft(newDraft(place, templateOf(kind, Date.now()), Date.now()))
    setIsChoosing(false)
    navigation.go(placeOf({ at: 'edit', noteId }))
  }

  function move(ids: readonly ClientId[], id: ClientId): void {
    setNotice('')
    ordering.wish(ids)
    const group = groupOf(shared(), id)
    const title = byId().get(id)?.title || words.list.untitled
    setSaid(words.sorting.moved(title, group.findIndex((row) => row.id === id) + 1, group.length))
  }

  const back = () =>
    props.isArchive
      ? navigation.up(placeOf({ at: 'list' }))
      : navigation.up({ at: 'room', roomId: session.roomId, seq: null })
  return (
    <section class="page notes">
      <PageHeader
        title={props.isArchive ? words.list.archived : words.kinds.text}
        back={props.isArchive ? words.note.back : roomPageWords.back}
        onBack={back}
      >
        <Show when={!props.isArchive && mayWrite() && shared().length > 1}>
          <button
            type="button"
            class="small-button bar-button"
            aria-pressed={isSorting()}
            onClick={() => setIsSorting((on) => !on)}
          >
            {isSorting() ? words.list.sortDone : words.list.sort}
          </button>
        </Show>
      </PageHeader>
      <div class="page-body">
        <Show when={!props.isArchive && mayWrite() && !isSorting()}>
          <button type="button" class="button primary wide notes-write" onClick={() => setIsChoosing(true)}>
            <Icon outline={outlines.plus} />
            <span>{words.list.write}</span>
          </button>
        </Show>
        <Show when={!props.isArchive && !mayWrite()}>
          <p class="quiet notes-line">{words.list.readOnly}</p>
        </Show>
        <Show when={!props.isArchive && notes.trouble() !== null && notes.list()?.keptAt}>
          {(at) => <p class="notes-kept">{words.list.kept(momentLabel(at(), props.context.now()))}</p>}
        </Show>
        <p class="page-notice" role="status">
          {notice()}
        </p>
        <Show when={isSorting()}>
          <p class="notes-sort-hint">{words.sorting.hint}</p>
          <p class="sr-only" role="status">
            {said()}
          </p>
        </Show>
        <Show when={told() !== null || rows().length > 0} fallback={<Waiting context={props.context} />}>
          <Show when={rows().length > 0} fallback={<Empty isArchive={props.isArchive} />}>
            <ul class="card notes-rows">
              <For each={rows().map(({ id }) => id)}>
                {(id) => (
                  <Show when={byId().get(id)}>
                    {(row) => (
                      <li class="notes-row" data-note={id}>
                        <button
                          type="button"
                          class="notes-open"
                          onClick={() => navigation.go(placeOf(placeOfRow(row())))}
                        >
                          <Row row={row()} now={props.context.now()} />
                        </button>
                        <Show when={isSorting() && row().by !== null}>
                          <NoteMovers row={row()} rows={shared()} navigation={navigation} onMove={move} />
                        </Show>
                      </li>
                    )}
                  </Show>
                )}
              </For>
            </ul>
          </Show>
        </Show>
        <Show when={!props.isArchive && !isSorting()}>
          <button type="button" class="notes-archived" onClick={() => navigation.go(placeOf({ at: 'archived' }))}>
            <Icon outline={noteOutlines.box} />
            <span>{words.list.archived}</span>
          </button>
        </Show>
      </div>
      <Show when={isChoosing()}>
        <TemplateSheet navigation={navigation} onChoose={begin} onClose={() => setIsChoosing(false)} />
      </Show>
    </section>
  )
}

/** A note that nobody has but its author's draft is opened where it is written. */
const placeOfRow = ({ id, mark, by }: NoteListRow) =>
  ({ at: mark === 'draft' && by === null ? 'edit' : 'note', noteId: id }) as const

function inOrder(rows: readonly NoteListRow[], ids: readonly ClientId[] | null): readonly NoteListRow[] {
  if (ids === null) return rows
  const at = new Map(ids.map((id, place) => [id, place]))
  return rows.toSorted((a, b) => (at.get(a.id) ?? -1) - (at.get(b.id) ?? -1))
}

function Waiting(props: { context: NotesContext }) {
  const trouble = () => props.context.notes.trouble()
  return (
    <p class="quiet notes-line" role="status">
      {trouble() ? failureWords({ code: trouble() ?? 'unreachable' }) : words.list.loading}
    </p>
  )
}

function Empty(props: { isArchive: boolean }) {
  return (
    <div class="notes-empty">
      <p>{props.isArchive ? words.list.noArchived : words.list.empty}</p>
      <Show when={!props.isArchive}>
        <p class="quiet">{words.list.emptyHint}</p>
      </Show>
    </div>
  )
}

function Row(props: { row: NoteListRow; now: number }) {
  const row = () => props.row
  return (
    <>
      <span class={`notes-kind notes-kind-${row().kind}`}>
        <Icon outline={kindOutlines[row().kind]} />
        <span class="sr-only">{words.kinds[row().kind]}</span>
      </span>
      <span class="notes-what">
        <span class="notes-title">{row().title || words.list.untitled}</span>
        <span class="notes-who">
          {[row().by, briefTime(row().at, props.now)].filter((part) => part !== null).join('・')}
        </span>
        <span class="notes-marks">
          <Show when={row().mark}>
            {(mark) => (
              <span class="note-mark" classList={{ 'note-mark-pressing': mark() === 'choose' || mark() === 'failed' }}>
                {words.list[mark()]}
              </span>
            )}
          </Show>
          <Show when={row().mark === null && row().news}>
            {(news) => <span class="note-mark note-mark-news">{words.list[news()]}</span>}
          </Show>
          <Show when={row().pinned}>
            <span class="note-sign">
              <Icon outline={outlines.pin} />
              {words.list.pinned}
            </span>
          </Show>
          <Show when={row().offline}>
            <span class="note-sign">
              <Icon outline={noteOutlines.offline} />
              {words.list.offline}
            </span>
          </Show>
        </span>
      </span>
    </>
  )
}
