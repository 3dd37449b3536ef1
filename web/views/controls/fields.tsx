import { createSignal, createUniqueId, type JSX, Show } from 'solid-js'
import '../../style/form.css'
import { entranceWords } from '../../words/entrance.ts'

export type FieldProps = {
  label: string
  hint?: string
  value: string
  problem?: string | null
  onInput: (value: string) => void
  autocomplete: string
  ref?: (input: HTMLInputElement) => void
}

/** A labelled line of text with what is wrong with it. */
export function TextField(props: FieldProps) {
  return <Line field={props} type="text" />
}

/** A password that can be looked at, pasted, and filled in by a password manager. */
export function PasswordField(props: FieldProps) {
  const [isShown, setIsShown] = createSignal(false)
  return (
    <Line field={props} type={isShown() ? 'text' : 'password'}>
      <label class="show-password">
        <input
          type="checkbox"
          checked={isShown()}
          onChange={({ currentTarget }) => setIsShown(currentTarget.checked)}
        />
        {entranceWords.signIn.show}
      </label>
    </Line>
  )
}

function Line(props: { field: FieldProps; type: 'text' | 'password'; children?: JSX.Element }) {
  const id = createUniqueId()
  return (
    <div class="field">
      <label for={id}>{props.field.label}</label>
      <FieldHint id={id} hint={props.field.hint} />
      <input
        id={id}
        ref={props.field.ref}
        type={props.type}
        value={props.field.value}
        autocomplete={props.field.autocomplete}
        autocapitalize="none"
        autocorrect="off"
        spellcheck={false}
        aria-invalid={props.field.problem ? true : undefined}
        aria-describedby={`${id}-hint ${id}-problem`}
        onInput={({ currentTarget }) => props.field.onInput(currentTarget.value)}
      />
      {props.children}
      <FieldProblem id={id} problem={props.field.problem} />
    </div>
  )
}

function FieldHint(props: { id: string; hint: string | undefined }) {
  return (
    <p class="field-hint" id={`${props.id}-hint`}>
      {props.hint}
    </p>
  )
}

export function FieldProblem(props: { id: string; problem: string | null | undefined }) {
  return (
    <p class="field-problem" id={`${props.id}-problem`} role="alert">
      <Show when={props.problem}>{props.problem}</Show>
    </p>
  )
}
