import { For } from 'solid-js'
import '../../style/tabs.css'

export type Tab<Id extends string> = { id: Id; words: string }

export type TabsProps<Id extends string> = {
  label: string
  tabs: readonly Tab<Id>[]
  chosen: Id
  onChoose: (id: Id) => void
}

/** A row of choices of which one is shown below. */
export function Tabs<Id extends string>(props: TabsProps<Id>) {
  return (
    <fieldset class="tabs" aria-label={props.label}>
      <For each={props.tabs.map(({ id }) => id)}>
        {(id) => (
          <button type="button" class="tab" aria-pressed={props.chosen === id} onClick={() => props.onChoose(id)}>
            {props.tabs.find((tab) => tab.id === id)?.words}
          </button>
        )}
      </For>
    </fieldset>
  )
}
