import { type Accessor, Match, Show, Switch } from 'solid-js'
import type { Seq } from '../../protocol/ids.ts'
import { type Day, dayLabel } from '../store/dates.ts'
import type { RoomSession } from '../store/room-session.ts'
import type { Row } from '../store/rows.ts'
import { words } from '../words/talk.ts'
import type { MessageActions } from './message-actions.ts'
import { MessageRow } from './message-row.tsx'
import { NoteRow } from './note-row.tsx'
import { PendingRow } from './pending-row.tsx'

export type TalkRowProps = {
  row: Row
  session: RoomSession
  actions: MessageActions
  today: Accessor<Day>
  flash: Accessor<Seq | null>
}

type In<K extends Row['kind']> = Extract<Row, { kind: K }>

/** One row of the talk. A row never changes its kind, so that the choice is made once. */
export function TalkRow(props: TalkRowProps) {
  const as = <K extends Row['kind']>(kind: K) => (props.row.kind === kind ? (props.row as In<K>) : false)
  return (
    <Switch>
      <Match when={as('message')}>
        {(row) => <MessageRow row={row()} session={props.session} actions={props.actions} flash={props.flash} />}
      </Match>
      <Match when={as('pending')}>{(row) => <PendingRow row={row()} session={props.session} />}</Match>
      <Match when={as('note')}>
        {(row) => <NoteRow row={row()} view={props.session.view} actions={props.actions} />}
      </Match>
      <Match when={as('day')}>
        {(row) => (
          <h3 class="day-line">
            <span>{dayLabel(row().day, props.today())}</span>
          </h3>
        )}
      </Match>
      <Match when={as('unread')}>
        <h3 class="unread-line">
          <span>{words.room.unreadLine}</span>
        </h3>
      </Match>
      <Match when={as('start')}>
        <div class="room-start">
          <p>{props.session.view.facts()?.history === 'all' ? words.room.start : words.room.startSinceJoining}</p>
          <Show when={props.session.view.facts()?.purpose}>{(purpose) => <p class="room-purpose">{purpose()}</p>}</Show>
        </div>
      </Match>
      <Match when={as('end')}>
        <div class="talk-end" />
      </Match>
      <Match when={as('more')}>
        {(row) => <p class="more-line">{row().key === 'older' ? words.room.older : words.room.newer}</p>}
      </Match>
    </Switch>
  )
}
