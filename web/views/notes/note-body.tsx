import { createMemo, For, type JSX, Show } from 'solid-js'
import {
  type NoteBlock,
  type NoteDate,
  type NoteItem,
  type NoteList,
  type NotePiece,
  readNoteText,
} from '../../../core/note-text.ts'
import type { Note, NoteContent } from '../../../protocol/note.ts'
import { calendarFile } from '../../store/notes/note-calendar.ts'
import { whenWords } from '../../store/notes/note-dates.ts'
import { type LinksPart, linksParts, placeBelow } from '../../store/notes/note-links.ts'
import { pathOf } from '../../store/place.ts'
import { noteWords } from '../../words/notes.ts'
import { Icon } from '../controls/icon.tsx'
import { type LinkUse, NoteLinks } from './note-links.tsx'
import { noteOutlines } from './note-outlines.ts'

const words = noteWords.note

export type NoteBodyProps = {
  content: NoteContent
  /** The note as the server has it, for its dates to be put into a calendar. */
  told?: Note | undefined
  /** What is done with the rows of a list of links; left out where nobody opens them. */
  links?: LinkUse | undefined
  /** Ticks a box, counted from 0; left out where nobody may. */
  onTick?: ((box: number, checked: boolean) => void) | undefined
}

/** The text of a note, from the tree of its plain values: text nodes and links of allowed schemes, never markup of its author. */
export function NoteBody(props: NoteBodyProps) {
  // What is the same stays on screen as it is, under a finger too, when the note around it is another.
  const body = createMemo(() => props.content.body)
  const isLinks = createMemo(() => props.content.kind === 'links')
  const parts = createMemo((): LinksPart[] => (isLinks() ? linksParts(body()) : [{ blocks: readNoteText(body()) }]))
  return (
    <div class="note-body">
      <For each={parts()}>
        {(part) =>
          'links' in part ? (
            <NoteLinks links={part.links} use={props.links} />
          ) : (
            <For each={part.blocks}>{(block) => <Block {...props} block={block} />}</For>
          )
        }
      </For>
      <Show when={props.content.kind === 'links' && !parts().some((part) => 'links' in part)}>
        <p class="quiet">{words.quietLinks}</p>
      </Show>
      <Show when={props.content.body.trim() === '' && props.content.kind !== 'links'}>
        <p class="quiet">{words.noBody}</p>
      </Show>
    </div>
  )
}

function Block(props: NoteBodyProps & { block: NoteBlock }): JSX.Element {
  const { block } = props
  switch (block.kind) {
    case 'heading':
      return block.level === 1 ? <h3>{pieces(block.pieces)}</h3> : <h4>{pieces(block.pieces)}</h4>
    case 'paragraph':
      return (
        <p>
          <For each={block.lines}>
            {(line, at) => (
              <>
                <Show when={at() > 0}>
                  <br />
                </Show>
                {pieces(line)}
              </>
            )}
          </For>
        </p>
      )
    case 'list':
      return <List list={block} onTick={props.onTick} />
    case 'date':
      return <DateCard {...props} date={block} />
  }
}

const pieces = (of: readonly NotePiece[]): JSX.Element => (
  <For each={of}>
    {(piece) =>
      'href' in piece ? (
        <a href={piece.href} target={/^http/i.test(piece.href) ? '_blank' : undefined} rel="noopener noreferrer">
          {piece.text}
        </a>
      ) : (
        piece.text
      )
    }
  </For>
)

type ListProps = { list: NoteList; onTick: NoteBodyProps['onTick'] }

function List(props: ListProps): JSX.Element {
  const items = () => (
    <For each={props.list.items}>
      {(item) => (
        <li value={item.number} classList={{ 'note-checked-item': item.check !== undefined }}>
          <Item item={item} onTick={props.onTick} />
          <For each={item.children}>{(list) => <List list={list} onTick={props.onTick} />}</For>
        </li>
      )}
    </For>
  )
  return props.list.isNumbered ? <ol class="note-list">{items()}</ol> : <ul class="note-list">{items()}</ul>
}

function Item(props: { item: NoteItem; onTick: NoteBodyProps['onTick'] }): JSX.Element {
  return (
    <Show when={props.item.check} fallback={pieces(props.item.pieces)}>
      {(check) => (
        <label class="note-check" classList={{ 'note-check-on': check().checked }}>
          <input
            type="checkbox"
            checked={check().checked}
            disabled={props.onTick === undefined}
            onChange={({ currentTarget }) => props.onTick?.(check().index, currentTarget.checked)}
          />
          <span>{pieces(props.item.pieces)}</span>
        </label>
      )}
    </Show>
  )
}

function DateCard(props: NoteBodyProps & { date: NoteDate }) {
  const what = () => props.date.words || props.content.title
  const file = (note: Note) => {
    const { index, start, end } = props.date
    const url = location.origin + pathOf({ at: 'room-page', roomId: note.roomId, page: 'notes', item: note.id })
    const place = placeBelow(props.content.body, index)
    const event = { note: note.id, block: index, version: note.version, savedAt: note.at, start, end, place, url }
    return `data:text/calendar;charset=utf-8,${encodeURIComponent(calendarFile({ ...event, words: what() }))}`
  }
  return (
    <div class="note-date">
      <p class="note-date-what">{what()}</p>
      <p class="note-date-when">{whenWords(props.date)}</p>
      <Show when={props.told}>
        {(note) => (
          <a class="small-button" href={file(note())} download={`${what()}.ics`} aria-label={words.calendarOf(what())}>
            <Icon outline={noteOutlines.calendar} />
            {words.calendar}
          </a>
        )}
      </Show>
    </div>
  )
}
