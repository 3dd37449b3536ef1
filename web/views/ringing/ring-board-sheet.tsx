import { createMemo, createSignal, For, type JSX, Show } from 'solid-js'
import type { EpochMs } from '../../../protocol/ids.ts'
import { clockLabel } from '../../store/clock-label.ts'
import type { Navigation } from '../../store/navigation.ts'
import {
  type BoardByUnit,
  boardByUnit,
  type Forecast,
  type Forecasted,
  type UnitOfRings,
  willRing,
} from '../../store/ringing/ring-board.ts'
import { createRingBoard, type RingBoardSession } from '../../store/ringing/ring-board-session.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import '../../style/ring-board.css'
import { failureWords } from '../../words/failures.ts'
import { overlayWords } from '../../words/overlays.ts'
import { ringWords } from '../../words/rings.ts'
import { Icon } from '../controls/icon.tsx'
import { outlines } from '../controls/outlines.ts'
import { Sheet } from '../controls/sheet.tsx'
import { overlayOutlines } from '../talk/overlay-outlines.ts'
import { reachable } from '../talk/reachable.ts'
import { Reader } from '../talk/read-sheet.tsx'

/** Whose phone will ring: how many, who will not and why, and how to ask them now. */
export function RingBoardSheet(props: { session: RoomSession; navigation: Navigation; onClose: () => void }) {
  const asked = createRingBoard(props.session)
  const units = createMemo((): BoardByUnit | null => {
    const [board, roster] = [asked.board(), props.session.view.roster()]
    return board && roster && boardByUnit(board, roster, asked.watched())
  })
  const now = () => asked.board()?.now ?? 0
  return (
    <Sheet navigation={props.navigation} title={ringWords.board.title} onClose={props.onClose}>
      <div class="readers" ref={reachable}>
        <Show when={units()} fallback={<Waiting asked={asked} />}>
          {(board) => (
            <>
              <Headline board={board()} asked={asked} />
              <Units board={board()} now={now()} />
              <Others people={board().others} now={now()} />
            </>
          )}
        </Show>
      </div>
    </Sheet>
  )
}

function Waiting(props: { asked: RingBoardSession }) {
  return (
    <p class="quiet" role="status">
      <Show when={props.asked.failure()} fallback={ringWords.board.loading}>
        {(failure) => failureWords(failure())}
      </Show>
    </p>
  )
}

function Headline(props: { board: BoardByUnit; asked: RingBoardSession }) {
  const { asked } = props
  const isAsking = () => asked.probed() === 'asking'
  const failure = () => {
    const probed = asked.probed()
    return typeof probed === 'object' ? probed : asked.failure()
  }
  const said = () => {
    const why = failure()
    if (why) return failureWords(why)
    return asked.probed() === 'sent' ? ringWords.board.probed : ''
  }
  return (
    <div class="board-head">
      <p class="board-headline">{ringWords.board.headline(props.board.total, props.board.ringing)}</p>
      <div class="board-bar" style={{ '--part': `${props.board.ringing / Math.max(1, props.board.total)}` }} />
      <p class="board-explain">{ringWords.board.explain}</p>
      <button type="button" class="button wide" disabled={isAsking()} onClick={() => void asked.probe()}>
        {isAsking() ? ringWords.board.probing : ringWords.board.probe}
      </button>
      <p class="board-said" classList={{ 'board-failed': failure() !== null }} role="status">
        {said()}
      </p>
    </div>
  )
}

/** By unit; a unit of one needs no head. What stands here stays when it is asked again, and the focus with it. */
function Units(props: { board: BoardByUnit; now: EpochMs }) {
  return (
    <>
      <Show when={props.board.ringing === props.board.total}>
        <p class="board-whole">
          <Icon outline={overlayOutlines.check} />
          {ringWords.board.whole}
        </p>
      </Show>
      <InPlace each={props.board.units}>
        {(unit) => (
          <Show when={unit().people.length > 0} fallback={<WholeUnit unit={unit()} />}>
            <section class="reader-unit">
              <Show when={unit().total > 1}>
                <h3>
                  <span>{unit().name || overlayWords.readers.noUnit}</span>
                  <span class="unit-count">{ringWords.board.count(unit().total, unit().ringing)}</span>
                </h3>
              </Show>
              <InPlace each={unit().people}>
                {(one) => (
                  <Reader member={one().member} canBeCalled={!willRing(one().forecast)}>
                    <Why forecast={one().forecast} now={props.now} />
                  </Reader>
                )}
              </InPlace>
            </section>
          </Show>
        )}
      </InPlace>
    </>
  )
}

/** A line for a unit of which everybody will ring; a unit of one is only counted. */
function WholeUnit(props: { unit: UnitOfRings }) {
  return (
    <Show when={props.unit.total > 1}>
      <div class="unit-row unit-done">
        <div class="unit-who">
          <b>{props.unit.name || overlayWords.readers.noUnit}</b>
        </div>
        <span class="unit-count">{ringWords.board.count(props.unit.total, props.unit.ringing)}</span>
        <Icon outline={overlayOutlines.check} />
      </div>
    </Show>
  )
}

function Why(props: { forecast: Forecast; now: EpochMs }) {
  return (
    <p class="forecast" classList={{ 'forecast-rings': willRing(props.forecast) }}>
      <Icon outline={willRing(props.forecast) ? overlayOutlines.check : outlines.alert} />
      <span>{whyInWords(props.forecast, props.now)}</span>
    </p>
  )
}

function whyInWords({ outlook, sentAt, shownAt }: Forecast, now: EpochMs): string {
  if (outlook === 'rings') return ringWords.board.turned(clockLabel(shownAt ?? now, now))
  if (outlook === 'late' && sentAt !== undefined) return ringWords.whyAt.late(clockLabel(sentAt, now))
  if (outlook === 'not_shown' && shownAt !== undefined) return ringWords.whyAt.not_shown(clockLabel(shownAt, now))
  return ringWords.why[outlook]
}

/** Those who will ring, folded: there may be hundreds, and nothing is to be done about them. */
function Others(props: { people: readonly Forecasted[]; now: EpochMs }) {
  const [isOpen, setIsOpen] = createSignal(false)
  return (
    <Show when={props.people.length > 0}>
      <details class="board-others" onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
        <summary>{ringWords.board.others(props.people.length)}</summary>
        <Show when={isOpen()}>
          <InPlace each={props.people}>
            {(one) => (
              <Reader member={one().member} canBeCalled={false}>
                <Show when={one().forecast.shownAt}>
                  {(at) => (
                    <p class="forecast forecast-rings">
                      <Icon outline={overlayOutlines.check} />
                      <span>{ringWords.board.shown(clockLabel(at(), props.now))}</span>
                    </p>
                  )}
                </Show>
              </Reader>
            )}
          </InPlace>
        </Show>
      </details>
    </Show>
  )
}

/** A list of which each place stays on screen while what stands in it becomes another: the focus stays, too. */
function InPlace<T>(props: { each: readonly T[]; children: (item: () => T) => JSX.Element }) {
  return <For each={[...props.each.keys()]}>{(i) => props.children(() => props.each[i] as T)}</For>
}
