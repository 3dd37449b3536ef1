import { type Accessor, createSignal } from 'solid-js'
import type { Seq } from '../../../protocol/ids.ts'
import type { Anchor } from './runs.ts'

/** Where somebody reads in a room, kept while other rooms are on screen. */
export type Reading = {
  /** The run that is shown: the newest, or the one around an entry. */
  anchor: Accessor<Anchor>
  setAnchor: (anchor: Anchor) => void
  /** The line “unread from here” stands after this entry. */
  unreadAfter: Accessor<Seq | null>
  setUnreadAfter: (seq: Seq | null) => void
  /** An entry to go to and to point out. */
  target: Accessor<Seq | null>
  setTarget: (seq: Seq | null) => void
  /** Where the list stood when the room left the screen; null: at the newest, or never seen. */
  stood: Stood | null
  /** The newest was asked for while another run was shown: the list that comes begins there. */
  isToNewest: boolean
  /** Whether the newest entry is being looked at right now. */
  isWatching: boolean
}

export type Stood = { anchor: Anchor; key: string; offsetPx: number }

export function createReading(): Reading {
  const [anchor, setAnchor] = createSignal<Anchor>('newest')
  const [unreadAfter, setUnreadAfter] = createSignal<Seq | null>(null)
  const [target, setTarget] = createSignal<Seq | null>(null, { equals: false })
  return {
    anchor,
    setAnchor: (next) => void setAnchor(next),
    unreadAfter,
    setUnreadAfter: (seq) => void setUnreadAfter(seq),
    target,
    setTarget: (seq) => void setTarget(seq),
    stood: null,
    isToNewest: false,
    isWatching: false,
  }
}

/** What came while nobody looked: whether somebody else wrote it is the caller's to say. */
export type Arrival = { pointer: Seq; headBefore: Seq }

/** Where the line stands after an arrival that nobody saw: it stays until all below it has been read. */
export const lineAfter = (line: Seq | null, { pointer, headBefore }: Arrival): Seq =>
  line === null || pointer >= headBefore ? pointer : line
