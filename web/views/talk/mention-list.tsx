import { createEffect, createMemo, createSignal, For, on, onCleanup, onMount } from 'solid-js'
import type { RosterMember } from '../../../protocol/roster.ts'
import { mentionable } from '../../store/talk/mentioning.ts'
import type { RoomView } from '../../store/talk/room-view.ts'
import '../../style/mention-list.css'
import { words } from '../../words/talk.ts'

export type MentionListProps = {
  view: RoomView
  /** What was typed after the @. */
  wanted: string
  /** The field whose keys move the choice. */
  field: HTMLTextAreaElement
  onChoose: (member: RosterMember) => void
  onDismiss: () => void
}

const most = 50

/** Whom to mention: by tap, or with the arrow keys and Enter while writing goes on. */
export function MentionList(props: MentionListProps) {
  let list!: HTMLDivElement
  const [chosen, setChosen] = createSignal(0)
  const people = createMemo(() => {
    const roster = props.view.roster()
    return roster ? mentionable(roster, props.view.me(), props.wanted).slice(0, most) : []
  })
  createEffect(on(people, () => setChosen(0)))
  createEffect(() => list.children[chosen()]?.scrollIntoView({ block: 'nearest' }))

  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing || people().length === 0) return
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const member = people()[chosen()]
    if (step !== 0) setChosen((at) => (at + step + people().length) % people().length)
    else if (event.key === 'Escape') props.onDismiss()
    else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && member) props.onChoose(member)
    else return
    event.preventDefault()
    event.stopImmediatePropagation()
  }

  onMount(() => {
    props.field.addEventListener('keydown', onKeyDown, { capture: true })
    onCleanup(() => props.field.removeEventListener('keydown', onKeyDown, { capture: true }))
  })

  return (
    <div ref={list} class="mention-list" role="listbox" aria-label={words.composer.mentionList}>
      <For each={people()}>
        {(member, i) => (
          // biome-ignore lint/a11y: the focus stays in the field, whose arrow keys and Enter do the same.
          <div
            class="mention-choice"
            role="option"
            tabindex="-1"
            aria-selected={i() === chosen()}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => props.onChoose(member)}
          >
            <b>{member.name}</b> <span>{member.title || props.view.roster()?.units[member.unit]?.name}</span>
          </div>
        )}
      </For>
    </div>
  )
}
