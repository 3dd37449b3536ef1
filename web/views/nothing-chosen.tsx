import { words } from '../words/talk.ts'
import { Tower } from './entrance/tower.tsx'

/** Beside the list, on a wide screen, until a room is chosen. */
export function NothingChosen() {
  return (
    <div class="nothing-chosen">
      <Tower />
      <p>{words.list.choose}</p>
    </div>
  )
}
