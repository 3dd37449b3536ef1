import { createSignal, Show } from 'solid-js'
import type { SessionKeeper } from '../../transport/session-keeper.ts'
import { entranceWords } from '../../words/entrance.ts'
import { failureWords } from '../../words/failures.ts'
import { PasswordField } from '../controls/fields.tsx'
import { Entrance, EntranceForm, LoginIdField } from './entrance.tsx'

export type SignInProps = { keeper: SessionKeeper; isEnded: boolean; onFirstTime: () => void }

export function SignIn(props: SignInProps) {
  const [loginId, setLoginId] = createSignal('')
  const [password, setPassword] = createSignal('')
  const [isWorking, setIsWorking] = createSignal(false)
  const [problems, setProblems] = createSignal<Problems>({})

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
      <EntranceForm
        problem={problems().form}
        isWorking={isWorking()}
        submit={entranceWords.signIn.submit}
        onSubmit={() => void submit()}
      >
        <LoginIdField
          hint={entranceWords.signIn.loginIdHint}
          value={loginId()}
          problem={problems().loginId ?? null}
          onInput={setLoginId}
        />
        <PasswordField
          label={entranceWords.signIn.password}
          value={password()}
          problem={problems().password ?? null}
          autocomplete="current-password"
          onInput={setPassword}
        />
      </EntranceForm>
      <button type="button" class="button wide" onClick={() => props.onFirstTime()}>
        {entranceWords.signIn.firstTime}
      </button>
      <p class="quiet">{entranceWords.signIn.forgotten}</p>
    </Entrance>
  )
}

type Problems = { loginId?: string | null; password?: string | null; form?: string }
