import type { Navigation } from '../../store/navigation.ts'
import { words } from '../../words/talk.ts'
import { urgentWords } from '../../words/urgent.ts'
import { Sheet } from '../controls/sheet.tsx'
import type { UrgentAsk } from './over.ts'
import { reachable } from './reachable.ts'

/** Asks once more before it rings everywhere. Who presses Enter by habit sends nothing. */
export function UrgentSheet(props: UrgentAsk & { navigation: Navigation; onClose: () => void }) {
  let stay!: HTMLButtonElement
  const send = () => {
    props.onSend()
    props.onClose()
  }
  return (
    <Sheet
      navigation={props.navigation}
      title={urgentWords.title(props.count)}
      onClose={props.onClose}
      onShown={() => stay.focus()}
    >
      <p class="sheet-excerpt" ref={reachable}>
        {props.text}
      </p>
      <p class="sheet-text">{urgentWords.explain}</p>
      <div class="sheet-buttons">
        <button ref={stay} type="button" class="button" onClick={() => props.onClose()}>
          {words.app.cancel}
        </button>
        <button type="button" class="button primary danger" onClick={send}>
          {urgentWords.submit}
        </button>
      </div>
    </Sheet>
  )
}
