import { createMemo, For, Show } from 'solid-js'
import type { RoomPreference, RoomSummary } from '../../protocol/lobby-message.ts'
import type { Navigation } from '../store/navigation.ts'
import { membersByUnit } from '../store/people.ts'
import type { RoomView } from '../store/room-view.ts'
import { overlayWords } from '../words/overlays.ts'
import { words } from '../words/talk.ts'
import { reachable } from './reachable.ts'
import { Reader } from './read-sheet.tsx'
import { Sheet } from './sheet.tsx'

export type MembersSheetProps = {
  view: RoomView
  /** What the list says of it, with the own settings. */
  summary: RoomSummary | null
  onPrefer: (preference: RoomPreference) => void
  navigation: Navigation
  onClose: () => void
}

/** Who is in the room, what it is for, and how it stands in the own list. */
export function MembersSheet(props: MembersSheetProps) {
  const units = createMemo(() => {
    const roster = props.view.roster()
    return roster ? membersByUnit(roster) : []
  })
  return (
    <Sheet navigation={props.navigation} title={overlayWords.members.title} onClose={props.onClose}>
      <p class="sheet-excerpt" ref={reachable}>
        {props.view.facts()?.name}
        <br />
        {props.view.facts()?.ruleInWords}
      </p>
      <Show when={props.view.facts()?.purpose}>{(purpose) => <p class="sheet-text">{purpose()}</p>}</Show>
      <Show when={props.summary}>
        {(summary) => {
          const preference = (): RoomPreference => ({
            pinned: summary().pinned === true,
            ring: summary().ring ?? 'all',
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
            </div>
          )
        }}
      </Show>
      <div class="readers" ref={reachable}>
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
