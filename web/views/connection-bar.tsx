import { type Accessor, Show } from 'solid-js'
import type { EpochMs } from '../../protocol/ids.ts'
import { timeOfDay } from '../store/dates.ts'
import { createCondition, createLate } from '../store/device/condition.ts'
import type { Connection } from '../transport/connection.ts'
import { words } from '../words/talk.ts'
import { UpdateButton } from './new-version-notice.tsx'

export type ConnectionBarProps = {
  connection: Accessor<Connection | null>
  /** Messages that wait to be sent. */
  unsent: number
  /** When the server was heard of last. */
  contactAt: EpochMs | null
}

/** One quiet line while the connection is away or messages wait; nothing while all is well, or away only for a moment. */
export function ConnectionBar(props: ConnectionBarProps) {
  const condition = createCondition(() => props.connection())
  const waiting = createLate(() => props.unsent > 0)
  return (
    <div class="connection" role="status">
      <Show when={condition() !== 'fine' || waiting()}>
        <p class="connection-bar">
          <Show when={condition() === 'connecting'}>
            <span>{words.connection.connecting}</span>
          </Show>
          <Show when={condition() === 'offline'}>
            <span>
              {words.connection.offline}
              <Show when={props.contactAt}>{(at) => <>（{words.connection.synced(timeOfDay(at()))}）</>}</Show>
            </span>
          </Show>
          <Show when={props.unsent > 0 && condition() !== 'reload'}>
            <b>{words.connection.unsent(props.unsent)}</b>
          </Show>
          <Show when={condition() === 'reload'}>
            <span>{words.connection.reload}</span>
            <UpdateButton />
          </Show>
        </p>
      </Show>
    </div>
  )
}
