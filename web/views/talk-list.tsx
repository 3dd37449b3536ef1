import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup, onMount, Show } from 'solid-js'
import { Virtualizer, type VirtualizerHandle } from 'virtua/solid'
import type { Seq } from '../../protocol/ids.ts'
import { type Day, dayLabel } from '../store/dates.ts'
import type { RoomSession } from '../store/room-session.ts'
import { countAfter, dayAt, readUpTo } from '../store/rows.ts'
import { newerPage, olderPage } from '../store/runs.ts'
import type { TalkLayout } from '../store/talk-layout.ts'
import { words } from '../words/talk.ts'
import { Icon } from './icon.tsx'
import type { MessageActions } from './message-actions.ts'
import { TalkRow } from './talk-row.tsx'

export type TalkListProps = {
  session: RoomSession
  layout: Accessor<TalkLayout>
  actions: MessageActions
  isAttentive: Accessor<boolean>
  today: Accessor<Day>
}

/** So near to the end counts as the end. */
const nearPx = 48
/** Older and newer pages are asked for this far ahead. */
const aheadPx = 1_000
/** Context above the line that is scrolled to. */
const contextPx = 72
const flashMs = 2_000
const dayPillMs = 1_500

/** The talk of one run: opens where somebody left it, stays where somebody reads, and follows the newest only from there. */
export function TalkList(props: TalkListProps) {
  const { view, reading, outbox } = props.session
  let scroller!: HTMLDivElement
  let list: VirtualizerHandle | undefined
  let isAtEnd = true
  let askedFor = ''
  let pillTimer: ReturnType<typeof setTimeout> | undefined
  /** What stands below the lower edge. */
  const [belowPx, setBelowPx] = createSignal(0)
  const [read, setRead] = createSignal<Seq>(view.pointer())
  const [flash, setFlash] = createSignal<Seq | null>(null)
  const [pill, setPill] = createSignal<Day | null>(null)
  const rows = () => props.layout().rows
  const indexOf = (key: string) => rows().findIndex((row) => row.key === key)
  const newCount = createMemo(() => countAfter(rows(), Math.max(read(), view.pointer())))
  /** So far from the newest that a way back is offered; something new below is reason enough. */
  const isFar = () => !isNewest() || belowPx() > (newCount() > 0 ? nearPx : (list?.viewportSize ?? 0) / 2)

  const toEnd = () => {
    isAtEnd = true
    list?.scrollToIndex(rows().length - 1, { align: 'end' })
  }
  const toUnreadLine = (index: number) => list?.scrollToIndex(index, { align: 'start', offset: -contextPx })

  function openWhereLeft(): void {
    const stood = reading.stood
    const stoodAt = stood?.anchor === reading.anchor() ? indexOf(stood.key) : -1
    const unreadAt = indexOf('unread')
    if (reading.target() !== null) return goToTarget()
    if (stood && stoodAt >= 0) {
      isAtEnd = false
      return list?.scrollToIndex(stoodAt, { align: 'start', offset: stood.offsetPx })
    }
    if (unreadAt >= 0) return toUnreadLine(unreadAt)
    if (typeof reading.anchor() === 'number') return list?.scrollToIndex(indexOf(`m${reading.anchor()}`), { align: 'center' })
    toEnd()
  }

  function goToTarget(): void {
    const target = reading.target()
    const index = indexOf(`m${target}`)
    if (target === null || index < 0) return
    isAtEnd = false
    list?.scrollToIndex(index, { align: 'center' })
    reading.setTarget(null)
    setFlash(target)
    setTimeout(() => setFlash(null), flashMs)
  }

  function onScroll(): void {
    if (!list) return
    isAtEnd = measure() < nearPx
    showPill()
    look()
  }

  function measure(): number {
    return list ? setBelowPx(list.scrollSize - list.scrollOffset - list.viewportSize) : 0
  }

  /** The day of what is on top, while it moves. */
  function showPill(): void {
    if (!list) return
    const top = list.findItemIndex(list.scrollOffset)
    setPill(rows()[top]?.kind === 'day' ? null : dayAt(rows(), top))
    clearTimeout(pillTimer)
    pillTimer = setTimeout(() => setPill(null), dayPillMs)
  }

  const isNewest = () => props.layout().run.to === view.head()

  /** Whatever ended above the lower edge has been read, if somebody looks. */
  function look(): void {
    reading.isWatching = props.isAttentive() && isAtEnd && isNewest()
    if (!list || !props.isAttentive()) return
    const lowerEdge = list.scrollOffset + list.viewportSize + nearPx / 2
    let index = list.findItemIndex(lowerEdge)
    if (list.getItemOffset(index) + list.getItemSize(index) > lowerEdge) index -= 1
    const seq = readUpTo(rows(), index, props.layout().run.to)
    if (seq === null) return
    setRead((before) => Math.max(before, seq))
    props.session.markRead(seq)
  }

  /** Asks for the page that comes next, only while nothing moves. */
  function loadAhead(): void {
    if (!list) return
    const { run, next } = props.layout()
    const isOlderWanted = rows()[0]?.kind === 'more' && list.scrollOffset < aheadPx
    const isNewerWanted = rows().at(-1)?.kind === 'more' && measure() < aheadPx
    if (!isOlderWanted && !isNewerWanted) return
    const wish = `${isOlderWanted} ${run.from} ${run.to}`
    if (wish === askedFor) return
    askedFor = wish
    props.session.askPage(isOlderWanted ? olderPage(run) : newerPage(run, view.head(), next))
  }

  function remember(): void {
    reading.isWatching = false
    if (!list || (isAtEnd && isNewest())) {
      reading.stood = null
      return
    }
    const top = list.findItemIndex(list.scrollOffset)
    const key = rows()[top]?.key
    const offsetPx = list.scrollOffset - list.getItemOffset(top)
    reading.stood = key === undefined ? null : { anchor: reading.anchor(), key, offsetPx }
  }

  function toNewest(): void {
    reading.stood = null
    if (isNewest()) toEnd()
    else reading.setAnchor('newest')
  }

  const settle = () => {
    measure()
    look()
    loadAhead()
  }

  onMount(() => {
    openWhereLeft()
    const settled = setTimeout(settle, 250)
    onCleanup(() => clearTimeout(settled))
  })
  onCleanup(() => {
    remember()
    clearTimeout(pillTimer)
  })

  let unreadKeyAt = indexOf('unread')
  createEffect(
    on(
      rows,
      () => {
        const unreadAt = indexOf('unread')
        const hasNewLine = unreadAt >= 0 && unreadKeyAt < 0
        unreadKeyAt = unreadAt
        if (isAtEnd && isNewest()) {
          if (hasNewLine) toUnreadLine(unreadAt)
          else toEnd()
        }
        if (reading.target() !== null) goToTarget()
        queueMicrotask(settle)
      },
      { defer: true },
    ),
  )
  createEffect(on(reading.target, (target) => target !== null && goToTarget(), { defer: true }))
  createEffect(on(props.isAttentive, look, { defer: true }))
  createEffect(on(() => outbox.items().filter(({ command }) => command.t === 'post').length, (n, before = 0) => n > before && toNewest(), { defer: true }))

  return (
    <div class="talk">
      <div
        ref={scroller}
        class="talk-scroller"
        role="log"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        tabindex="0"
        aria-live="off"
        aria-label={words.room.log(view.facts()?.name ?? '')}
      >
        <Virtualizer
          ref={(handle) => {
            list = handle
          }}
          data={rows()}
          shift={props.layout().isShifted}
          scrollRef={scroller}
          onScroll={onScroll}
          onScrollEnd={settle}
          onResize={() => (isAtEnd && isNewest() ? toEnd() : measure())}
        >
          {(row) => <TalkRow row={row} session={props.session} actions={props.actions} today={props.today} flash={flash} />}
        </Virtualizer>
      </div>
      <Show when={pill()}>{(day) => <div class="day-pill">{dayLabel(day(), props.today())}</div>}</Show>
      <Show when={isFar()}>
        <button type="button" class="to-newest" onClick={toNewest}>
          <Icon name="down" />
          <span>{newCount() > 0 ? words.room.newCount(newCount()) : words.room.toNewest}</span>
        </button>
      </Show>
    </div>
  )
}
