import { createMemo, For, Show } from 'solid-js'
import type { RingWhen, RoomPreference, RoomSummary } from '../../../protocol/lobby-message.ts'
import type { Navigation } from '../../store/navigation.ts'
import { boardByUnit } from '../../store/ringing/ring-board.ts'
import { createRingBoard } from '../../store/ringing/ring-board-session.ts'
import { membersByUnit } from '../../store/talk/people.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import { overlayWords } from '../../words/overlays.ts'
import { ringWords } from '../../words/rings.ts'
import { words } from '../../words/talk.ts'
import { Radios } from '../controls/choices.tsx'
import { Icon } from '../controls/icon.tsx'
import { Sheet } from '../controls/sheet.tsx'
import { overlayOutlines } from './overlay-outlines.ts'
import { reachable } from './reachable.ts'
import { Reader } from './read-sheet.tsx'

export type MembersSheetProps = {
  session: RoomSession
  /** What the list says of it, with the own settings. */
  summary: RoomSummary | null
  onPrefer: (preference: RoomPreference) => void
  onRingBoard: () => void
  navigation: Navigation
  onClose: () => void
}

/** Who is in the room, what it is for, how it stands in the own list, and what it rings for. */
export function MembersSheet(props: MembersSheetProps) {
  const { view } = props.session
  const units = createMemo(() => {
    const roster = view.roster()
    return roster ? membersByUnit(roster) : []
  })
  return (
    <Sheet navigation={props.navigation} title={overlayWords.members.title} onClose={props.onClose}>
      <div class="readers" ref={reachable}>
        <p class="sheet-excerpt">
          {view.facts()?.name}
          <br />
          {view.facts()?.ruleInWords}
        </p>
        <Show when={view.facts()?.purpose}>{(purpose) => <p class="sheet-text">{purpose()}</p>}</Show>
        <Show when={props.summary}>
          {(summary) => <Preferences summary={summary()} onPrefer={(preference) => props.onPrefer(preference)} />}
        </Show>
        <Show when={view.rights().moderate}>
          <RingBoardLine session={props.session} onOpen={() => props.onRingBoard()} />
        </Show>
        <For each={units()}>
          {(unit) => (
            <section class="reader-unit">
              <Show when={unit.people.length > 1}>
                <h3>
                  <span>{unit.name || overlayWords.readers.noUnit}</span>
                  <span class="unit-count">{words.list.people(unit.people.length)}</span>
                </h3>
              </Show>
              <For each={unit.people}>{(member) => <Reader member={member} canBeCalled />}</For>
            </section>
          )}
        </For>
      </div>
    </Sheet>
  )
}

const ringWhens: readonly RingWhen[] = ['all', 'mentions', 'none']
const ringChoices = ringWhens.map((id) => ({ id, words: overlayWords.members.rings[id] }))

/** The own settings for this room. */
function Preferences(props: { summary: RoomSummary; onPrefer: (preference: RoomPreference) => void }) {
  const preference = (): RoomPreference => ({
    pinned: props.summary.pinned === true,
    ring: props.summary.ring ?? 'all',
  })
  return (
    <div class="preferences">
      <button
        type="button"
        class="preference"
        role="switch"
        aria-checked={preference().pinned}
        onClick={() => props.onPrefer({ ...preference(), pinned: !preference().pinned })}
      >
        {overlayWords.members.pinned}
      </button>
      <Radios
        label={overlayWords.members.rings.title}
        choices={ringChoices}
        chosen={preference().ring}
        onChoose={(ring) => props.onPrefer({ ...preference(), ring })}
      />
      <p class="preference-hint">{overlayWords.members.rings.urgent}</p>
    </div>
  )
}

/** How many phones would ring; leads to who would not. */
function RingBoardLine(props: { session: RoomSession; onOpen: () => void }) {
  const { board, failure } = createRingBoard(props.session)
  const count = () => {
    const [asked, roster] = [board(), props.session.view.roster()]
    if (asked === null || roster === null) return ringWords.board[failure() ? 'unknown' : 'loading']
    const { total, ringing } = boardByUnit(asked, roster)
    return ringWords.board.count(total, ringing)
  }
  return (
    <button type="button" class="board-line" onClick={() => props.onOpen()}>
      <span>{ringWords.board.title}</span> <span class="unit-count">{count()}</span>
      <Icon outline={overlayOutlines.forward} />
    </button>
  )
}
