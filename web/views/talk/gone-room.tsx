import { goneWords } from '../../words/gone.ts'
import { words } from '../../words/talk.ts'

/** A room that one left, or that is no more. */
export function GoneRoom(props: { onBack: () => void }) {
  return (
    <div class="talk quiet-center">
      <p>
        <b>{goneWords.gone}</b>
      </p>
      <p>{goneWords.hint}</p>
      <button type="button" class="button" onClick={() => props.onBack()}>
        {words.app.toList}
      </button>
    </div>
  )
}
