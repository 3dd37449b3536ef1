import { type Accessor, Show } from 'solid-js'
import { createCondition } from '../store/condition.ts'
import type { Connection } from '../transport/connection.ts'
import { words } from '../words/talk.ts'
import { UpdateButton } from './new-version-notice.tsx'

/** One quiet line while the connection is away; nothing while it is well, or away only for a moment. */
export function ConnectionBar(props: { connection: Accessor<Connection | null>; unsent?: number }) {
  const condition = createCondition(() => props.connection())
  return (
    <div class="connection" role="status">
      <Show when={condition() !== 'fine'}>
        <p class="connection-bar">
          <span>{sentences[condition() as keyof typeof sentences]}</span>
          <Show when={(props.unsent ?? 0) > 0 && condition() !== 'reload'}>
            <b>{words.connection.unsent(props.unsent ?? 0)}</b>
          </Show>
          <Show when={condition() === 'reload'}>
            <UpdateButton />
          </Show>
        </p>
      </Show>
    </div>
  )
}

const sentences = {
  connecting: words.connection.connecting,
  offline: words.connection.offline,
  reload: words.connection.reload,
}
