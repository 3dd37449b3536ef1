import { type JSX, onMount } from 'solid-js'
import { hasKeyboard } from '../../store/device/wide.ts'
import '../../style/entrance.css'
import { entranceWords } from '../../words/entrance.ts'
import { words } from '../../words/talk.ts'
import { TextField } from '../controls/fields.tsx'
import { Tower } from './tower.tsx'

/** The page before one is signed in: the tower, the name, and a form. */
export function Entrance(props: { title: string; children: JSX.Element }) {
  return (
    <main class="entrance">
      <div class="entrance-card">
        <p class="product">
          <Tower />
          <span class="product-name">{words.app.name}</span>
          <span class="product-line">{words.app.tagline}</span>
        </p>
        <h1>{props.title}</h1>
        {props.children}
      </div>
    </main>
  )
}

export type EntranceFormProps = {
  /** What is wrong with none of the fields by itself. */
  problem: string | null | undefined
  isWorking: boolean
  submit: string
  onSubmit: () => void
  children: JSX.Element
}

/** The form of an entrance: its fields, what went wrong, and one button. */
export function EntranceForm(props: EntranceFormProps) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        props.onSubmit()
      }}
    >
      {props.children}
      <p class="field-problem form-problem" role="alert">
        {props.problem}
      </p>
      <button type="submit" class="button primary wide" disabled={props.isWorking}>
        {props.isWorking ? entranceWords.signIn.working : props.submit}
      </button>
    </form>
  )
}

type LoginIdFieldProps = { hint?: string; value: string; problem: string | null; onInput: (loginId: string) => void }

/** The first field of an entrance: where there is a keyboard, it waits for what is typed. */
export function LoginIdField(props: LoginIdFieldProps) {
  let field!: HTMLInputElement
  onMount(() => hasKeyboard() && field.focus())
  return (
    <TextField
      label={entranceWords.signIn.loginId}
      hint={props.hint ?? ''}
      value={props.value}
      problem={props.problem}
      autocomplete="username"
      onInput={props.onInput}
      ref={(input) => {
        field = input
      }}
    />
  )
}
