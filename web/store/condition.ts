import { type Accessor, createEffect, createSignal, on, onCleanup } from 'solid-js'
import type { Connection } from '../transport/connection.ts'

/** What a person should know of a connection. */
export type Condition = 'fine' | 'connecting' | 'offline' | 'reload'

export function conditionOf(connection: Connection | null, isOnline: boolean): Condition {
  // An open connection that has been asked whether it lives is fine when it says so.
  if (connection?.state === 'open') return connection.deadAt === null ? 'fine' : 'connecting'
  if (connection?.state === 'polling' && connection.healthy) return 'fine'
  if (connection?.state === 'stopped') return connection.reason === 'reload' ? 'reload' : 'fine'
  return connection?.state === 'polling' || !isOnline ? 'offline' : 'connecting'
}

/** Nothing flickers: trouble shorter than this is not told. */
export const patienceMs = 3_000

/** The condition, told late where it is bad and at once where it is good again. */
export function createCondition(connection: Accessor<Connection | null>): Accessor<Condition> {
  const [shown, setShown] = createSignal<Condition>('fine')
  let timer: ReturnType<typeof setTimeout> | undefined
  const actual = () => conditionOf(connection(), navigator.onLine)
  createEffect(
    on(actual, (condition) => {
      if (condition === 'fine' || condition === 'reload' || shown() !== 'fine') {
        clearTimeout(timer)
        timer = undefined
        setShown(condition)
      } else {
        timer ??= setTimeout(() => {
          timer = undefined
          setShown(actual())
        }, patienceMs)
      }
    }),
  )
  onCleanup(() => clearTimeout(timer))
  return shown
}
