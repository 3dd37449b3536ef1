import { Match, Switch } from 'solid-js'
import type { MessageEntry } from '../../../protocol/entry.ts'
import type { CarriedFile } from '../../../protocol/file.ts'
import { percentOf, sizeWords } from '../../store/photos/file-size.ts'
import { originalMark } from '../../store/photos/original-facts.ts'
import { originalsOf } from '../../store/photos/originals.ts'
import { spareBoard } from '../../store/photos/spare-board.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import '../../style/originals.css'
import { originalWords } from '../../words/originals.ts'

const words = originalWords.line

export type OriginalsLineProps = {
  session: RoomSession
  entry: MessageEntry
  photos: readonly CarriedFile[]
  /** Opens what can be done. */
  onOpen: () => void
}

/** Below the photos of an own message: that somebody asks for the originals, or what becomes of them. */
export function OriginalsLine(props: OriginalsLineProps) {
  const { session } = props
  const all = originalsOf(session)
  const wished = () => props.photos.flatMap(({ id }) => spareBoard.originalOf(id) ?? []).filter(({ wish }) => wish)
  const going = () => wished().find(({ id }) => id === spareBoard.underWay()?.id)
  const percent = () => percentOf(spareBoard.underWay()?.sent ?? 0, going()?.size ?? 1)
  const asking = () => wished().filter((one) => all.mayLeave(one) === 'ask')
  const hasFailed = () => props.photos.some(({ id }) => spareBoard.failure(id))
  const mark = () => originalMark(session, props.entry.seq)
  const isWanted = () =>
    mark()?.value === 'wanted' && !spareBoard.isHushed(session.roomId, props.entry.seq, mark()?.rev ?? 0)
  const line = (text: string) => (
    <button type="button" class="originals-line" onClick={() => props.onOpen()}>
      {text}
    </button>
  )
  return (
    <Switch>
      <Match when={going()}>{line(words.goes(percent()))}</Match>
      <Match when={hasFailed()}>{line(words.failed)}</Match>
      <Match when={asking().length > 0}>
        <div class="originals-ask">
          <p>{words.ask(sizeWords(asking().reduce((sum, { size }) => sum + size, 0)))}</p>
          <button type="button" class="small-button" onClick={() => all.wish(asking(), 'now')}>
            {words.askSend}
          </button>
        </div>
      </Match>
      <Match when={wished().length > 0}>{line(words.waits)}</Match>
      <Match when={isWanted()}>{line(words.wanted)}</Match>
    </Switch>
  )
}
