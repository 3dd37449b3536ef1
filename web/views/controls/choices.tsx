import { createUniqueId, For } from 'solid-js'
import '../../style/form.css'

export type RadiosProps<Id extends string> = {
  label: string
  choices: readonly { id: Id; words: string }[]
  chosen: Id
  onChoose: (id: Id) => void
}

/** One of a few. */
export function Radios<Id extends string>(props: RadiosProps<Id>) {
  const name = createUniqueId()
  return (
    <fieldset class="field">
      <legend>{props.label}</legend>
      <For each={props.choices}>
        {(choice) => (
          <label class="tick">
            <input
              type="radio"
              name={name}
              checked={props.chosen === choice.id}
              onChange={() => props.onChoose(choice.id)}
            />
            {choice.words}
          </label>
        )}
      </For>
    </fieldset>
  )
}

export type SelectProps = {
  label: string
  choices: readonly { id: string; words: string }[]
  chosen: string
  onChoose: (id: string) => void
}

/** One of many. */
export function Select(props: SelectProps) {
  const id = createUniqueId()
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <select id={id} value={props.chosen} onChange={({ currentTarget }) => props.onChoose(currentTarget.value)}>
        <For each={props.choices}>{(choice) => <option value={choice.id}>{choice.words}</option>}</For>
      </select>
    </div>
  )
}
