import { createSignal, onMount, Show } from 'solid-js'
import { hasKeyboard } from '../../store/device/wide.ts'
import type { SessionKeeper } from '../../transport/session-keeper.ts'
import { entranceWords } from '../../words/entrance.ts'
import { failureWords } from '../../words/failures.ts'
import { PasswordField, TextField } from '../controls/fields.tsx'
import { Entrance } from './entrance.tsx'

export type SignInProps = { keeper: SessionKeeper; isEnded: boolean; onFirstTime: () => void }

export function SignIn(props: SignInProps) {
  let loginField!: HTMLInputElement
  const [loginId, setLoginId] = createSignal('')
  const [password, setPassword] = createSignal('')
  const [isWorking, setIsWorking] = createSignal(false)
  const [problems, setProblems] = createSignal<Problems>({})
  onMount(() => hasKeyboard() && loginField.focus())

  async function submit(): Promise<void> {
    const missing = {
      loginId: loginId().trim() === '' ? entranceWords.signIn.needLoginId : null,
      password: password() === '' ? entranceWords.signIn.needPassword : null,
    }
    setProblems(missing)
    if (missing.loginId || missing.password || isWorking()) return
    setIsWorking(true)
    const reply = await props.keeper.signIn({ loginId: loginId().trim(), password: password() })
    setIsWorking(false)
    if (!reply.ok) setProblems({ form: failureWords(reply.failure) })
  }

  return (
    <Entrance title={entranceWords.signIn.title}>
      <Show when={props.isEnded}>
        <p class="entrance-note">{entranceWords.signIn.ended}</p>
      </Show>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <TextField
          label={entranceWords.signIn.loginId}
          hint={entranceWords.signIn.loginIdHint}
          value={loginId()}
          problem={problems().loginId ?? null}
          autocomplete="username"
          onInput={setLoginId}
          ref={(input) => {
            loginField = input
          }}
        />
        <PasswordField
          label={entranceWords.signIn.password}
          value={password()}
          problem={problems().password ?? null}
          autocomplete="current-password"
          onInput={setPassword}
        />
        <p class="field-problem form-problem" role="alert">
          {problems().form}
        </p>
        <button type="submit" class="button primary wide" disabled={isWorking()}>
          {isWorking() ? entranceWords.signIn.working : entranceWords.signIn.submit}
        </button>
      </form>
      <button type="button" class="button wide" onClick={() => props.onFirstTime()}>
        {entranceWords.signIn.firstTime}
      </button>
      <p class="quiet">{entranceWords.signIn.forgotten}</p>
    </Entrance>
  )
}

type Problems = { loginId?: string | null; password?: string | null; form?: string }
