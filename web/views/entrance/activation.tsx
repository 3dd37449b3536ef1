import { createSignal } from 'solid-js'
import { limits } from '../../../protocol/limits.ts'
import type { Failure } from '../../transport/api.ts'
import type { SessionKeeper } from '../../transport/session-keeper.ts'
import { entranceWords } from '../../words/entrance.ts'
import { failureWords } from '../../words/failures.ts'
import { PasswordField, TextField } from '../controls/fields.tsx'
import { Entrance, EntranceForm, LoginIdField } from './entrance.tsx'

export type ActivationProps = { keeper: SessionKeeper; onDone: () => void; onSignIn: () => void }

type Problems = { loginId?: string; code?: string; password?: string; form?: string }

/** The first sign-in: the code of the slip, and an own password. */
export function Activation(props: ActivationProps) {
  const [loginId, setLoginId] = createSignal('')
  const [code, setCode] = createSignal('')
  const [password, setPassword] = createSignal('')
  const [isWorking, setIsWorking] = createSignal(false)
  const [problems, setProblems] = createSignal<Problems>({})

  function missing(): Problems {
    const isShort = [...password()].length < limits.minPasswordCharacters
    return {
      ...(loginId().trim() === '' ? { loginId: entranceWords.signIn.needLoginId } : {}),
      ...(code().trim() === '' ? { code: entranceWords.activation.needCode } : {}),
      ...(isShort ? { password: entranceWords.activation.needPassword } : {}),
    }
  }

  async function submit(): Promise<void> {
    setProblems(missing())
    if (Object.keys(problems()).length > 0 || isWorking()) return
    setIsWorking(true)
    const reply = await props.keeper.activate({ loginId: loginId().trim(), code: code().trim(), password: password() })
    setIsWorking(false)
    if (reply.ok) props.onDone()
    else setProblems(problemOf(reply.failure))
  }

  return (
    <Entrance title={entranceWords.activation.title}>
      <p class="entrance-note">{entranceWords.activation.lead}</p>
      <EntranceForm
        problem={problems().form}
        isWorking={isWorking()}
        submit={entranceWords.activation.submit}
        onSubmit={() => void submit()}
      >
        <LoginIdField value={loginId()} problem={problems().loginId ?? null} onInput={setLoginId} />
        <TextField
          label={entranceWords.activation.code}
          hint={entranceWords.activation.codeHint}
          value={code()}
          problem={problems().code ?? null}
          autocomplete="one-time-code"
          onInput={setCode}
        />
        <PasswordField
          label={entranceWords.activation.password}
          hint={entranceWords.activation.passwordHint}
          value={password()}
          problem={problems().password ?? null}
          autocomplete="new-password"
          onInput={setPassword}
        />
      </EntranceForm>
      <button type="button" class="button wide" onClick={() => props.onSignIn()}>
        {entranceWords.activation.toSignIn}
      </button>
    </Entrance>
  )
}

/** A refused password is told beside the password. */
function problemOf(failure: Failure): Problems {
  const sentence = failureWords(failure)
  return failure.code.startsWith('password_') ? { password: sentence } : { form: sentence }
}
