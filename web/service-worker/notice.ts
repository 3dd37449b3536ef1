import type { Id, Seq } from '../../protocol/ids.ts'
import { pathOf, placeOf } from '../store/place.ts'

/** An entry that rings, and for the how manieth time: 緊急 rings again whoever has not read it. */
export type Rung = { seq: Seq; round: number }

export type NoticeKind = 'entry' | 'probe' | 'test' | 'unknown'

/** What a push asks to be shown. */
export type Notice = {
  kind: NoticeKind
  title: string
  body: string
  /** One notification stands for each; another of the same takes its place. */
  tag: string
  /** Where a tap leads: always a path of this app. */
  path: string
  isUrgent: boolean
  entry: (Rung & { roomId: Id }) | null
  /** What waits for this person, for the app's icon; null: the push does not say. */
  badge: number | null
  /** The proof that the town is told when this was shown. */
  receipt: string | null
}

/** What is shown where a push says nothing that can be read: a push that shows nothing costs the permission (iOS, 2025). */
const unreadable = { title: '火の見櫓', body: '新着メッセージ', tag: 'yagura' } as const

const most = { title: 120, body: 600, tag: 64, receipt: 300, path: 300, badge: 9_999 } as const

/** What stands in a push. Whatever comes, there is something to show and a place of this app to go to. */
export function noticeOf(payload: unknown, origin: string): Notice {
  const proposed = fieldOf(payload, 'notification')
  const data = fieldOf(proposed, 'data')
  const entry = entryOf(data)
  return {
    kind: kindOf(fieldOf(data, 'kind'), entry !== null),
    title: textOf(fieldOf(proposed, 'title'), most.title) ?? unreadable.title,
    body: textOf(fieldOf(proposed, 'body'), most.body) ?? unreadable.body,
    tag: textOf(fieldOf(proposed, 'tag'), most.tag) ?? entry?.roomId ?? unreadable.tag,
    path: pathWithin(fieldOf(proposed, 'navigate'), origin),
    isUrgent: entry !== null && fieldOf(data, 'urgent') === true,
    entry,
    badge: countOf(fieldOf(payload, 'app_badge')) ?? countOf(fieldOf(proposed, 'app_badge')),
    receipt: textOf(fieldOf(data, 'receipt'), most.receipt),
  }
}

/** The text of a push as what it says; null where that is nothing. */
export function payloadOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The path of an address of this app; any other leads home. */
export function pathWithin(address: unknown, origin: string): string {
  if (typeof address !== 'string' || address.length > most.path) return '/'
  try {
    const url = new URL(address, origin)
    return url.origin === origin ? pathOf(placeOf(url.pathname)) : '/'
  } catch {
    return '/'
  }
}

function kindOf(kind: unknown, isEntry: boolean): NoticeKind {
  if (kind === 'probe' || kind === 'test') return kind
  return isEntry ? 'entry' : 'unknown'
}

function entryOf(data: unknown): Notice['entry'] {
  const [roomId, seq, round] = [fieldOf(data, 'roomId'), fieldOf(data, 'seq'), fieldOf(data, 'round')]
  const isRoom = typeof roomId === 'string' && /^[0-9a-f]{32}$/.test(roomId)
  return isRoom && isCount(seq) && seq > 0 ? { roomId, seq, round: isCount(round) ? round : 0 } : null
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined

const textOf = (value: unknown, length: number): string | null =>
  typeof value === 'string' && value.trim() !== '' ? [...value.slice(0, 2 * length)].slice(0, length).join('') : null

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0

/** As a number, or as WebKit wants it in a declarative push: as the text of one. */
function countOf(value: unknown): number | null {
  const count = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value
  return isCount(count) ? Math.min(count, most.badge) : null
}
