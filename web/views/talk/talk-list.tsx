import { type Accessor, createEffect, on, onCleanup, onMount, Show } from 'solid-js'
import { Virtualizer } from 'virtua/solid'
import { type Day, dayLabel } from '../../store/dates.ts'
import type { Drafts } from '../../store/talk/drafts.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import type { TalkLayout } from '../../store/talk/talk-layout.ts'
import { messageWords } from '../../words/messages.ts'
import { Icon } from '../controls/icon.tsx'
import { outlines } from '../controls/outlines.ts'
import { keepFocus } from './kept-focus.ts'
import type { MessageActions } from './message-actions.ts'
import { talkRow } from './talk-row.tsx'
import { TalkScroll } from './talk-scroll.ts'

export type TalkListProps = {
  session: RoomSession
  drafts: Drafts
  layout: Accessor<TalkLayout>
  actions: MessageActions
  isAttentive: Accessor<boolean>
  today: Accessor<Day>
}

/** Until rows have been measured, nothing is said to be read. */
const settledMs = 250

/** The talk of one run; only the rows on screen are there. */
export function TalkList(props: TalkListProps) {
  const { session, layout, isAttentive, actions, today } = props
  const scroll = new TalkScroll({ session, layout, isAttentive })
  let scroller!: HTMLDivElement
  let keepFocusInTalk = () => {}
  const rows = () => layout().rows
  const ownTexts = () => session.outbox.items().filter(({ command }) => command.t === 'post').length

  onMount(() => {
    keepFocusInTalk = keepFocus(scroller)
    scroll.open()
    const settled = setTimeout(() => scroll.settle(), settledMs)
    onCleanup(() => clearTimeout(settled))
  })
  onCleanup(() => scroll.close())
  createEffect(
    on(
      rows,
      () => {
        scroll.rowsChanged()
        keepFocusInTalk()
      },
      { defer: true },
    ),
  )
  createEffect(on(session.reading.target, () => scroll.goToTarget(), { defer: true }))
  createEffect(on(isAttentive, () => scroll.look(), { defer: true }))
  createEffect(on(ownTexts, (now, before = 0) => now > before && scroll.toNewest(), { defer: true }))

  return (
    <div class="talk">
      <div
        ref={scroller}
        class="talk-scroller"
        role="log"
        tabindex="0"
        aria-live="off"
        aria-label={messageWords.room.log(session.view.facts()?.name ?? '')}
      >
        <Virtualizer
          ref={(handle) => {
            // The list is taken away before the place on it is noted.
            if (handle) scroll.list = handle
          }}
          data={rows()}
          shift={layout().isShifted}
          scrollRef={scroller}
          onScroll={() => scroll.scrolled()}
          onScrollEnd={() => {
            scroll.settle()
            keepFocusInTalk()
          }}
          onResize={() => scroll.resized()}
        >
          {(row) => talkRow(row, { session, drafts: props.drafts, actions, today, flash: scroll.flash })}
        </Virtualizer>
      </div>
      <Show when={scroll.pill()}>{(day) => <div class="day-pill">{dayLabel(day(), today())}</div>}</Show>
      <Show when={scroll.isFar()}>
        <button type="button" class="to-newest" onClick={() => scroll.toNewest()}>
          <Icon outline={outlines.down} />
          <span>
            {scroll.newCount() > 0 ? messageWords.room.newCount(scroll.newCount()) : messageWords.room.toNewest}
          </span>
        </button>
      </Show>
    </div>
  )
}
