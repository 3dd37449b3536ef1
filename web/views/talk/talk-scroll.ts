import { type Accessor, createMemo, createSignal } from 'solid-js'
import type { VirtualizerHandle } from 'virtua/solid'
import type { Seq } from '../../../protocol/ids.ts'
import type { Day } from '../../store/dates.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import { countAfter, dayAt, readUpTo } from '../../store/talk/rows.ts'
import { newerPage, olderPage } from '../../store/talk/runs.ts'
import type { TalkLayout } from '../../store/talk/talk-layout.ts'

export type TalkScrollParts = {
  session: RoomSession
  layout: Accessor<TalkLayout>
  isAttentive: Accessor<boolean>
}

/** So near to the end counts as the end. */
const nearPx = 48
/** Older and newer pages are asked for this far ahead. */
const aheadPx = 1_000
/** Context above the line that is scrolled to. */
const contextPx = 72
const flashMs = 2_000
const dayPillMs = 1_500

/**
 * Where the talk stands. It opens where somebody left it, else at the unread line, else at the newest; follows the newest only from
 * there; and tells the session what has been on screen.
 */
export class TalkScroll {
  /** The list, while it is there. */
  list: VirtualizerHandle | undefined
  readonly isFar: Accessor<boolean>
  /** The entry that was jumped to, for a moment. */
  readonly flash: Accessor<Seq | null>
  /** The day of what is on top, while it moves. */
  readonly pill: Accessor<Day | null>
  /** Not told while the run does not reach the newest: what is not held cannot be counted. */
  readonly newCount: Accessor<number>
  private readonly set: {
    below: (px: number) => void
    flash: (seq: Seq | null) => void
    pill: (day: Day | null) => void
  }
  private readonly setRead: (seq: Seq) => void
  private isAtEnd = true
  private lastOffsetPx = 0
  private hasUnreadLine = false
  private askedFor = ''
  private pillTimer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly parts: TalkScrollParts) {
    const { view } = parts.session
    const [below, setBelow] = createSignal(0)
    const [flash, setFlash] = createSignal<Seq | null>(null)
    const [pill, setPill] = createSignal<Day | null>(null)
    const [read, setRead] = createSignal<Seq>(view.pointer())
    this.flash = flash
    this.pill = pill
    this.set = {
      below: (px) => void setBelow(px),
      flash: (seq) => void setFlash(seq),
      pill: (day) => void setPill(day),
    }
    this.setRead = (seq) => void setRead((before) => Math.max(before, seq))
    this.newCount = createMemo(() => (this.isNewest() ? countAfter(this.rows(), Math.max(read(), view.pointer())) : 0))
    // Half a screen is far; something new below is reason enough to show the way sooner.
    this.isFar = () => !this.isNewest() || below() > (this.newCount() > 0 ? nearPx : (this.list?.viewportSize ?? 0) / 2)
    this.hasUnreadLine = this.indexOf('unread') >= 0
  }

  open(): void {
    const { reading } = this.parts.session
    const { stood } = reading
    const stoodAt = stood?.anchor === reading.anchor() ? this.indexOf(stood.key) : -1
    const unreadAt = this.hasUnread() ? this.indexOf('unread') : -1
    const { isToNewest } = reading
    reading.isToNewest = false
    if (reading.target() !== null) this.goToTarget()
    else if (isToNewest) this.toEnd()
    else if (stood && stoodAt >= 0) this.stand(stoodAt, { align: 'start', offset: stood.offsetPx })
    else if (unreadAt >= 0) this.toUnreadLine(unreadAt)
    else if (reading.anchor() !== 'newest') this.stand(this.indexOf(`m${reading.anchor()}`), { align: 'center' })
    else this.toEnd()
  }

  /** Another layout: stays, follows, or goes to what was wished for. */
  rowsChanged(): void {
    const unreadAt = this.indexOf('unread')
    const isNewLine = unreadAt >= 0 && !this.hasUnreadLine
    this.hasUnreadLine = unreadAt >= 0
    if (this.isAtEnd && this.isNewest()) {
      if (isNewLine) this.toUnreadLine(unreadAt)
      else this.toEnd()
    }
    this.goToTarget()
    queueMicrotask(() => this.settle())
  }

  scrolled(): void {
    if (!this.list) return
    this.seeEnd(this.list.scrollOffset)
    this.set.below(this.belowPx())
    this.showPill(this.list)
    this.look()
  }

  /**
   * The end is left by going up alone: that the newest row turns out higher than thought moves the end away for a moment, and whoever watches
   * it would be left behind there.
   */
  private seeEnd(offsetPx: number): void {
    if (this.belowPx() < nearPx) this.isAtEnd = true
    else if (offsetPx < this.lastOffsetPx) this.isAtEnd = false
    this.lastOffsetPx = offsetPx
  }

  /** Nothing moves any more. */
  settle(): void {
    if (this.belowPx() < nearPx) this.isAtEnd = true
    this.set.below(this.belowPx())
    this.look()
    this.loadAhead()
  }

  /** The keyboard came up, or rows turned out higher than thought. */
  resized(): void {
    if (this.isAtEnd && this.isNewest()) this.toEnd()
    else this.set.below(this.belowPx())
  }

  /** Whatever ended above the lower edge has been read, if somebody looks. */
  look(): void {
    const { list } = this
    const { session, isAttentive, layout } = this.parts
    session.reading.isWatching = isAttentive() && this.isAtEnd && this.isNewest()
    if (!list || !isAttentive()) return
    const lowerEdge = list.scrollOffset + list.viewportSize + nearPx / 2
    const index = list.findItemIndex(lowerEdge)
    const isWhole = list.getItemOffset(index) + list.getItemSize(index) <= lowerEdge
    const seq = readUpTo(this.rows(), isWhole ? index : index - 1, layout().run.to)
    if (seq === null) return
    this.setRead(seq)
    session.markRead(seq)
  }

  toNewest(): void {
    const { reading } = this.parts.session
    reading.stood = null
    if (this.isNewest()) return this.toEnd()
    reading.isToNewest = true
    reading.setAnchor('newest')
  }

  goToTarget(): void {
    const { reading } = this.parts.session
    const target = reading.target()
    const index = this.indexOf(`m${target}`)
    if (target === null || index < 0) return
    this.stand(index, { align: 'center' })
    reading.setTarget(null)
    this.set.flash(target)
    setTimeout(() => this.set.flash(null), flashMs)
  }

  /** Keeps the place for when the room comes back on screen. */
  close(): void {
    clearTimeout(this.pillTimer)
    const { reading } = this.parts.session
    const { list } = this
    reading.isWatching = false
    reading.stood = null
    if (!list || (this.isAtEnd && this.isNewest())) return
    const top = list.findItemIndex(list.scrollOffset)
    const key = this.rows()[top]?.key
    const offsetPx = list.scrollOffset - list.getItemOffset(top)
    if (key !== undefined) reading.stood = { anchor: reading.anchor(), key, offsetPx }
  }

  /** The line stands until something new comes; when all below it has been read it is no place to begin. */
  private hasUnread(): boolean {
    const { view } = this.parts.session
    return view.pointer() < view.head()
  }

  private rows() {
    return this.parts.layout().rows
  }

  private indexOf(key: string): number {
    return this.rows().findIndex((row) => row.key === key)
  }

  private isNewest(): boolean {
    return this.parts.layout().run.to === this.parts.session.view.head()
  }

  private belowPx(): number {
    const { list } = this
    return list ? list.scrollSize - list.scrollOffset - list.viewportSize : 0
  }

  private stand(index: number, where: { align: 'start' | 'center'; offset?: number }): void {
    this.isAtEnd = false
    this.list?.scrollToIndex(index, where)
  }

  private toEnd(): void {
    this.isAtEnd = true
    this.list?.scrollToIndex(this.rows().length - 1, { align: 'end' })
  }

  /** What fits below the line leaves the talk at its end. */
  private toUnreadLine(index: number): void {
    this.isAtEnd = false
    this.list?.scrollToIndex(index, { align: 'start', offset: -contextPx })
  }

  private showPill(list: VirtualizerHandle): void {
    const top = list.findItemIndex(list.scrollOffset)
    this.set.pill(this.rows()[top]?.kind === 'day' ? null : dayAt(this.rows(), top))
    clearTimeout(this.pillTimer)
    this.pillTimer = setTimeout(() => this.set.pill(null), dayPillMs)
  }

  private loadAhead(): void {
    const { list } = this
    if (!list) return
    const { session, layout } = this.parts
    const { run, next } = layout()
    const isOlderWanted = this.rows()[0]?.kind === 'more' && list.scrollOffset < aheadPx
    const isNewerWanted = this.rows().at(-1)?.kind === 'more' && this.belowPx() < aheadPx
    const wish = `${isOlderWanted} ${run.from} ${run.to}`
    if ((!isOlderWanted && !isNewerWanted) || wish === this.askedFor) return
    this.askedFor = wish
    session.askPage(isOlderWanted ? olderPage(run) : newerPage(run, session.view.head(), next))
  }
}
