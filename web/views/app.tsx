import { createComputed, createMemo, Match, on, onMount, Switch } from 'solid-js'
import type { EpochMs, Id } from '../../protocol/ids.ts'
import type { Navigation } from '../store/navigation.ts'
import { home } from '../store/place.ts'
import type { SessionKeeper, SessionState, SignedIn } from '../transport/session-keeper.ts'
import { words } from '../words/talk.ts'
import { SignedOut } from './parts.ts'
import { Shell } from './shell.tsx'

export type AppProps = { keeper: SessionKeeper; navigation: Navigation; now: () => EpochMs }

type In<S extends SessionState['state']> = Extract<SessionState, { state: S }>

/** Signed in or not. The address stays what it was, so that a link leads to its room through the sign-in. */
export function App(props: AppProps) {
  const { keeper, navigation } = props
  const as = <S extends SessionState['state']>(state: S) => {
    const current = keeper.current()
    return current.state === state ? (current as In<S>) : null
  }
  // Another person begins at the list, and not where the one before was.
  let lastAccount: Id | undefined
  createComputed(
    on(
      () => as('signed-in')?.session.accountId,
      (accountId) => {
        if (accountId === undefined) return
        if (lastAccount !== undefined && lastAccount !== accountId) navigation.replace(home)
        lastAccount = accountId
      },
    ),
  )
  /** The last one stays until what was built on it is gone. */
  const session = createMemo<SignedIn | null>((before) => as('signed-in')?.session ?? before, null)
  onMount(() => void keeper.restore())
  return (
    <Switch fallback={<p class="quiet-center">{words.app.loading}</p>}>
      <Match when={as('signed-in')?.session.accountId} keyed>
        <Shell session={session() as SignedIn} keeper={keeper} navigation={navigation} now={props.now} />
      </Match>
      <Match when={as('signed-out')}>
        {(signedOut) => <SignedOut keeper={keeper} navigation={navigation} isEnded={signedOut().isEnded} />}
      </Match>
      <Match when={as('unreachable')}>
        <main class="quiet-center">
          <h1>{words.app.unreachableTitle}</h1>
          <p>{words.app.unreachable}</p>
          <button type="button" class="button primary" onClick={() => void keeper.restore()}>
            {words.app.again}
          </button>
        </main>
      </Match>
    </Switch>
  )
}
