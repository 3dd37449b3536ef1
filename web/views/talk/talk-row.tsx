import { type Accessor, type JSX, Show } from 'solid-js'
import type { Seq } from '../../../protocol/ids.ts'
import { assertNever } from '../../../protocol/result.ts'
import { type Day, dayLabel } from '../../store/dates.ts'
import type { Drafts } from '../../store/talk/drafts.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import type { RoomView } from '../../store/talk/room-view.ts'
import type { Row } from '../../store/talk/rows.ts'
import { messageWords } from '../../words/messages.ts'
import { NoteEntryRow } from '../notes/note-entry-row.tsx'
import { NoteRow } from '../notes/note-row.tsx'
import type { MessageActions } from './message-actions.ts'
import { MessageRow } from './message-row.tsx'
import { PendingRow } from './pending-row.tsx'

export type TalkParts = {
  session: RoomSession
  drafts: Drafts
  actions: MessageActions
  today: Accessor<Day>
  flash: Accessor<Seq | null>
}

/** One row of the talk. A row that changes is another row, so that the choice is made once. */
export function talkRow(row: Row, { session, drafts, actions, today, flash }: TalkParts): JSX.Element {
  switch (row.kind) {
    case 'message':
      return <MessageRow row={row} session={session} actions={actions} flash={flash} />
    case 'pending':
      return <PendingRow row={row} session={session} drafts={drafts} actions={actions} />
    case 'note':
      return row.entry.kind === 'note' ? (
        <NoteEntryRow entry={row.entry} view={session.view} actions={actions} />
      ) : (
        <NoteRow entry={row.entry} view={session.view} actions={actions} />
      )
    case 'day':
      return (
        <h2 class="day-line">
          <span>{dayLabel(row.day, today())}</span>
        </h2>
      )
    case 'unread':
      return (
        <h2 class="unread-line">
          <span>{messageWords.room.unreadLine}</span>
        </h2>
      )
    case 'start':
      return <RoomStart view={session.view} />
    case 'end':
      return <div class="talk-end" />
    case 'more':
      return <p class="more-line">{row.key === 'older' ? messageWords.room.older : messageWords.room.newer}</p>
    default:
      return assertNever(row)
  }
}

function RoomStart(props: { view: RoomView }) {
  const facts = () => props.view.facts()
  return (
    <div class="room-start">
      <p>{facts()?.history === 'all' ? messageWords.room.start : messageWords.room.startSinceJoining}</p>
      <Show when={facts()?.purpose}>
        <p class="room-purpose">{facts()?.purpose}</p>
      </Show>
    </div>
  )
}
