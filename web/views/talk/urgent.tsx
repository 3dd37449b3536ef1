import { onCleanup, Show } from 'solid-js'
import '../../style/urgent.css'
import { urgentWords } from '../../words/urgent.ts'
import { reachable } from './reachable.ts'

/** 緊急 in the composer, for whom the organization lets; and what will happen, before it is sent. */
export function Urgent(props: { isOn: boolean; count: number; onChange: (isOn: boolean) => void }) {
  // Who may not any more does not.
  onCleanup(() => props.onChange(false))
  return (
    <>
      <Show when={props.isOn}>
        <p class="urgent-warning" role="status" ref={reachable}>
          {urgentWords.warning(props.count)}
        </p>
      </Show>
      <button type="button" class="urgent-toggle" aria-pressed={props.isOn} onClick={() => props.onChange(!props.isOn)}>
        {urgentWords.toggle}
      </button>
    </>
  )
}
