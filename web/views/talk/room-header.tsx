import { createMemo, onMount, Show } from 'solid-js'
import type { RoomSummary } from '../../../protocol/lobby-message.ts'
import type { RoomView } from '../../store/talk/room-view.ts'
import { words } from '../../words/talk.ts'
import { Icon } from '../controls/icon.tsx'
import { outlines } from '../controls/outlines.ts'
import { OrganizationMark } from '../list/organization-mark.tsx'

export type RoomHeaderProps = {
  view: RoomView
  summary: RoomSummary | null
  onBack: () => void
  onMembers: () => void
  onMenu: () => void
}

/** Which room this is, and who is in it. */
export function RoomHeader(props: RoomHeaderProps) {
  let heading!: HTMLHeadingElement
  const presentCount = createMemo(() => props.view.roster()?.members.filter(({ present }) => present).length)
  onMount(() => heading.focus({ preventScroll: true }))
  return (
    <header class="bar room-header">
      <button
        type="button"
        class="icon-button only-narrow"
        aria-label={words.app.toList}
        onClick={() => props.onBack()}
      >
        <Icon outline={outlines.back} />
      </button>
      <div class="room-title">
        <h1 ref={heading} tabindex="-1">
          <Show when={props.view.facts()}>{(facts) => <OrganizationMark badge={facts().organizationBadge} />}</Show>
          <span class="ellipsis">{props.view.facts()?.name ?? props.summary?.name}</span>
          <Show when={presentCount()}>{(count) => <span class="room-count">{words.room.count(count())}</span>}</Show>
        </h1>
        <p class="audience ellipsis">{props.view.facts()?.ruleInWords}</p>
      </div>
      <button type="button" class="icon-button" aria-label={words.room.members} onClick={() => props.onMembers()}>
        <Icon outline={outlines.people} />
      </button>
      <button type="button" class="icon-button" aria-label={words.room.menu} onClick={() => props.onMenu()}>
        <Icon outline={outlines.more} />
      </button>
    </header>
  )
}
