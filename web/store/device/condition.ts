import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js'
import type { Connection } from '../../transport/connection.ts'

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
const patienceMs = 3_000

/** The condition, told late where it is bad and at once where it is good again. */
export function createCondition(connection: Accessor<Connection | null>): Accessor<Condition> {
  const actual = () => conditionOf(connection(), navigator.onLine)
  const isBad = createLate(createMemo(() => actual() === 'connecting' || actual() === 'offline'))
  return () => (isBad() || actual() === 'reload' ? actual() : 'fine')
}

/** True once it has been so for a while without a change in what it is made of: what passes in a moment is not told. */
export function createLate(isSo: Accessor<boolean>): Accessor<boolean> {
  const [isLate, setIsLate] = createSignal(false)
  createEffect(
    on(isSo, (so) => {
      if (!so) return void setIsLate(false)
      const timer = setTimeout(() => setIsLate(true), patienceMs)
      onCleanup(() => clearTimeout(timer))
      return undefined
    }),
  )
  return isLate
}
