import { createSignal, For, Show } from 'solid-js'
import type { ClientId } from '../../../protocol/ids.ts'
import type { Navigation } from '../../store/navigation.ts'
import { groupOf, movedTo, type NoteListRow } from '../../store/notes/note-list.ts'
import '../../style/note-movers.css'
import { noteWords } from '../../words/notes.ts'
import { Icon } from '../controls/icon.tsx'
import { outlines } from '../controls/outlines.ts'
import { Sheet } from '../controls/sheet.tsx'
import { noteOutlines } from './note-outlines.ts'
import { createRowDragging } from './row-dragging.ts'

const words = noteWords.sorting

export type NoteMoversProps = {
  row: NoteListRow
  /** All that can be put in order, as they stand. */
  rows: readonly NoteListRow[]
  navigation: Navigation
  onMove: (ids: readonly ClientId[], id: ClientId) => void
}

type Step = 'top' | 'up' | 'down' | 'bottom'
const keys: Record<string, Step> = { ArrowUp: 'up', ArrowDown: 'down', Home: 'top', End: 'bottom' }

/** Moves a note by hand: a handle to drag and for the arrows of a keyboard, and a menu for whom neither is easy. */
export function NoteMovers(props: NoteMoversProps) {
  const [isMenu, setIsMenu] = createSignal(false)
  const title = () => props.row.title || noteWords.list.untitled
  const group = () => groupOf(props.rows, props.row.id)
  const at = () => group().findIndex(({ id }) => id === props.row.id)
  const placeOf = (step: Step) => ({ top: 0, up: at() - 1, down: at() + 1, bottom: group().length - 1 })[step]
  const canMove = (step: Step) => placeOf(step) !== at() && group()[placeOf(step)] !== undefined

  const dragging = createRowDragging((_from, to) => props.onMove(movedTo(props.rows, props.row.id, to), props.row.id))

  function move(step: Step): void {
    if (canMove(step)) props.onMove(movedTo(props.rows, props.row.id, placeOf(step)), props.row.id)
  }
  /** The row has another place in the page then, and its handle would lose the focus. */
  function press(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
    const step = keys[event.key]
    if (step === undefined) return
    event.preventDefault()
    const handle = event.currentTarget
    move(step)
    queueMicrotask(() => {
      handle.focus()
      handle.scrollIntoView({ block: 'nearest' })
    })
  }
  function grab(event: PointerEvent & { currentTarget: HTMLElement }): void {
    const ids = group().map(({ id }) => id)
    const lines = [...(event.currentTarget.closest('ul')?.querySelectorAll<HTMLElement>(':scope > li') ?? [])]
    const rows = ids.flatMap((id) => lines.find(({ dataset }) => dataset.note === id) ?? [])
    if (rows.length === ids.length) dragging.grab(event, rows, at())
  }
  return (
    <span class="notes-movers">
      <button
        type="button"
        class="icon-button"
        aria-label={words.menu(title())}
        aria-haspopup="dialog"
        onClick={() => setIsMenu(true)}
      >
        <Icon outline={outlines.more} />
      </button>
      <button
        type="button"
        class="icon-button notes-handle"
        aria-label={words.handle(title(), at() + 1, group().length)}
        aria-roledescription={words.role}
        onPointerDown={grab}
        onKeyDown={press}
      >
        <Icon outline={noteOutlines.grip} />
      </button>
      <Show when={isMenu()}>
        <Sheet navigation={props.navigation} title={words.menu(title())} onClose={() => setIsMenu(false)}>
          <p class="sheet-text" role="status">
            {words.place(at() + 1, group().length)}
          </p>
          <div class="menu">
            <For each={['top', 'up', 'down', 'bottom'] as const}>
              {(step) => (
                <button type="button" class="menu-item" aria-disabled={!canMove(step)} onClick={() => move(step)}>
                  <Icon outline={step === 'top' || step === 'up' ? noteOutlines.up : outlines.down} />
                  {words.steps[step]}
                </button>
              )}
            </For>
          </div>
        </Sheet>
      </Show>
    </span>
  )
}
