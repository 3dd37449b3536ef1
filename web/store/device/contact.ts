import { type Accessor, createEffect, createSignal, on } from 'solid-js'
import type { EpochMs, Id } from '../../../protocol/ids.ts'
import { lastContact, noteContact } from '../../offline/stored-session.ts'
import type { Connection } from '../../transport/connection.ts'
import { conditionOf } from './condition.ts'

export type ContactParts = {
  accountId: Id
  connection: Accessor<Connection | null>
  minute: Accessor<EpochMs>
  now: () => EpochMs
}

/** When the server was heard of last; noted each minute on the device, where it also says how long what is kept may stay. */
export function createContact({ accountId, connection, minute, now }: ContactParts): Accessor<EpochMs | null> {
  const [at, setAt] = createSignal(lastContact(accountId))
  const isFine = () =>
    connection() !== null && connection()?.state !== 'stopped' && conditionOf(connection(), true) === 'fine'
  createEffect(
    on([isFine, minute], ([fine], before) => {
      // Also in the moment in which it stops being so.
      if (!fine && before?.[0] !== true) return
      setAt(now())
      noteContact(accountId, now())
    }),
  )
  return at
}
