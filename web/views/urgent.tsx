import '../style/urgent.css'
import { urgentWords } from '../words/urgent.ts'

/** In the composer, for whom the organization lets. */
export function UrgentToggle(props: { isOn: boolean; onChange: (isOn: boolean) => void }) {
  return (
    <button type="button" class="urgent-toggle" aria-pressed={props.isOn} onClick={() => props.onChange(!props.isOn)}>
      {urgentWords.toggle}
    </button>
  )
}

/** What will happen, before it is sent. */
export function UrgentWarning(props: { count: number }) {
  return (
    <p class="urgent-warning" role="status">
      {urgentWords.warning(props.count)}
    </p>
  )
}
