import { onMount, Show } from 'solid-js'
import type { Navigation } from '../store/navigation.ts'
import { home } from '../store/place.ts'
import { silence } from '../store/ringing/silence.ts'
import type { SessionKeeper } from '../transport/session-keeper.ts'
import { Activation } from './entrance/activation.tsx'
import { SignIn } from './entrance/sign-in.tsx'

/** The way in: a password, or for the first time the code of the slip. */
export function SignedOut(props: { keeper: SessionKeeper; navigation: Navigation; isEnded: boolean }) {
  const { keeper, navigation } = props
  onMount(() => void silence())
  return (
    <Show
      when={navigation.place().at === 'activation'}
      fallback={
        <SignIn keeper={keeper} isEnded={props.isEnded} onFirstTime={() => navigation.replace({ at: 'activation' })} />
      }
    >
      <Activation keeper={keeper} onDone={() => navigation.replace(home)} onSignIn={() => navigation.replace(home)} />
    </Show>
  )
}
