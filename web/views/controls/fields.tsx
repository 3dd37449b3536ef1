import { createSignal, createUniqueId, Show } from 'solid-js'
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
export function TextField(props: FieldProps & { isPlain?: boolean }) {
  const id = createUniqueId()
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <FieldHint id={id} hint={props.hint} />
      <input
        id={id}
        ref={props.ref}
        type="text"
        value={props.value}
        autocomplete={props.autocomplete}
        autocapitalize="none"
        autocorrect="off"
        spellcheck={false}
        aria-invalid={props.problem ? true : undefined}
        aria-describedby={`${id}-hint ${id}-problem`}
        onInput={({ currentTarget }) => props.onInput(currentTarget.value)}
      />
      <FieldProblem id={id} problem={props.problem} />
    </div>
  )
}

/** A password that can be looked at, pasted, and filled in by a password manager. */
export function PasswordField(props: FieldProps) {
  const id = createUniqueId()
  const [isShown, setIsShown] = createSignal(false)
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <FieldHint id={id} hint={props.hint} />
      <input
        id={id}
        ref={props.ref}
        type={isShown() ? 'text' : 'password'}
        value={props.value}
        autocomplete={props.autocomplete}
        autocapitalize="none"
        autocorrect="off"
        spellcheck={false}
        aria-invalid={props.problem ? true : undefined}
        aria-describedby={`${id}-hint ${id}-problem`}
        onInput={({ currentTarget }) => props.onInput(currentTarget.value)}
      />
      <label class="show-password">
        <input
          type="checkbox"
          checked={isShown()}
          onChange={({ currentTarget }) => setIsShown(currentTarget.checked)}
        />
        {entranceWords.signIn.show}
      </label>
      <FieldProblem id={id} problem={props.problem} />
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
