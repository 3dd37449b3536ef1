import type { Seq } from '../../../protocol/ids.ts'
import type { RoomView } from '../../store/talk/room-view.ts'
import '../../style/replying.css'
import { words } from '../../words/talk.ts'
import { Icon } from '../controls/icon.tsx'
import { outlines } from '../controls/outlines.ts'
import { authorName, excerptOf } from './quote.tsx'

/** What is being answered, above the field. */
export function ReplyingTo(props: { view: RoomView; seq: Seq; onStop: () => void }) {
  return (
    <div class="replying">
      <div class="replying-to">
        <b>{words.composer.replyingTo(authorName(props.view, props.seq))}</b>
        <span class="quote-text">{excerptOf(props.view, props.seq)}</span>
      </div>
      <button type="button" class="icon-button" aria-label={words.composer.stopReplying} onClick={() => props.onStop()}>
        <Icon outline={outlines.close} />
      </button>
    </div>
  )
}
