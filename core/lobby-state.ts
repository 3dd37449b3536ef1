import type { RoomReport } from '../protocol/bindings.ts'
import type { Storage } from '../protocol/http.ts'
import type { Id } from '../protocol/ids.ts'
import { limits } from '../protocol/limits.ts'
import type { Badge, RoomPreference, RoomSummary } from '../protocol/lobby-message.ts'
import { ok, type Result, refuse } from '../protocol/result.ts'

/** What a room tells of its bytes; not in what was kept of a report from before rooms told it. */
type OfBytes = 'bytes' | 'quota' | 'revision'

/** What a lobby knows of one room: the newest report's facts, and each member's counts. */
export type LobbyRoom = Omit<RoomReport, 'members' | 'whole' | 'gone' | 'since' | 'fresh' | 'retracted' | OfBytes> &
  Partial<Pick<RoomReport, OfBytes>> & { members: Record<Id, MemberCounts> }

/** Countable entries that the member has read or written, and unread mentions. */
export type MemberCounts = { read: number; mentions: number }

/** Whom a report concerns: everyone in the room, or some; and who is no longer in it. */
export type Concerned = { members: 'all' | Id[]; gone: Id[] }

export type ReportOutcome =
  | { kind: 'taken'; room: LobbyRoom; concerned: Concerned }
  | { kind: 'older' }
  /** The report builds on something this lobby does not have. */
  | { kind: 'wants-whole' }

/** A report is state under a version that only grows: an older one changes nothing, and one that builds on more than is held asks for the whole. */
export function takeReport(held: LobbyRoom | undefined, report: RoomReport): ReportOutcome {
  if (!report.whole && (held?.version ?? 0) < report.since) return { kind: 'wants-whole' }
  if (held && report.version < held.version) return { kind: 'older' }
  const { members: told, whole, gone: left, since: _, fresh: __, retracted: ___, ...facts } = report
  const members: Record<Id, MemberCounts> = whole ? {} : { ...held?.members }
  for (const { accountId, read, mentions } of told) members[accountId] = { read, mentions }
  for (const accountId of left) delete members[accountId]
  const gone = Object.keys(held?.members ?? {}).filter((accountId) => !(accountId in members))
  const isForAll = whole || !held || isSeenByAll(held, report)
  return {
    kind: 'taken',
    room: { ...facts, members },
    concerned: { members: isForAll ? 'all' : told.map(({ accountId }) => accountId), gone },
  }
}

/** Whether a report changes what every member's list shows. */
function isSeenByAll(held: LobbyRoom, report: RoomReport): boolean {
  return (
    held.head !== report.head ||
    held.countable !== report.countable ||
    held.name !== report.name ||
    held.kind !== report.kind ||
    held.memberCount !== report.memberCount ||
    JSON.stringify(held.last) !== JSON.stringify(report.last)
  )
}

/** What members of one room have set for themselves, by account; who has set nothing is not in it. */
export type RoomPreferences = ReadonlyMap<Id, RoomPreference>
const unset: RoomPreference = { pinned: false, ring: 'all' }
/** By room. */
export type Preferences = ReadonlyMap<Id, RoomPreferences>

/**
 * What is to be kept of a member's wish for a room, if anything is to be changed: null takes away what is kept, since to have neither is
 * the same as having said nothing. `not_found` for who is not in the room.
 */
export function decidePreference(
  room: LobbyRoom | undefined,
  accountId: Id,
  held: RoomPreference | undefined,
  wish: RoomPreference,
): Result<{ keep: RoomPreference | null } | 'same'> {
  if (!room?.members[accountId]) return refuse('not_found')
  const { pinned, ring } = held ?? unset
  if (wish.pinned === pinned && wish.ring === ring) return ok('same')
  return ok({ keep: wish.pinned || wish.ring !== 'all' ? wish : null })
}

/** Who has left something set behind in a room that they are no longer in. */
export const leftBehind = (room: LobbyRoom, preferences: RoomPreferences): Id[] =>
  [...preferences.keys()].filter((accountId) => !room.members[accountId])

/** A room in the list of one account, or null for who is not in it. */
export function summaryFor(room: LobbyRoom, accountId: Id, preferences?: RoomPreferences): RoomSummary | null {
  const counts = room.members[accountId]
  if (!counts) return null
  const { pinned, ring } = preferences?.get(accountId) ?? unset
  return {
    id: room.roomId,
    name: room.name,
    kind: room.kind,
    memberCount: room.memberCount,
    head: room.head,
    ...(room.last ? { last: room.last } : {}),
    unread: Math.max(0, room.countable - counts.read),
    mentions: counts.mentions,
    ...(pinned && { pinned }),
    ...(ring !== 'all' && { ring }),
  }
}

/** The list of one account: pinned rooms first, among them and after them newest talk first, then by name. */
export function listFor(rooms: Iterable<LobbyRoom>, accountId: Id, preferences?: Preferences): RoomSummary[] {
  const list = [...rooms]
    .map((room) => summaryFor(room, accountId, preferences?.get(room.roomId)))
    .filter((room) => room !== null)
  return list.sort(byPlace)
}

function byPlace(a: RoomSummary, b: RoomSummary): number {
  if (a.pinned !== b.pinned) return a.pinned ? -1 : 1
  return (b.last?.storedAt ?? 0) - (a.last?.storedAt ?? 0) || (a.name < b.name ? -1 : 1)
}

/** Unread of all rooms, those that do not ring too. */
export function badgeFor(rooms: Iterable<LobbyRoom>, accountId: Id): Badge {
  const badge = { unread: 0, mentions: 0 }
  for (const room of listFor(rooms, accountId)) {
    badge.unread += room.unread
    badge.mentions += room.mentions
  }
  return badge
}

/** What all rooms but one hold. A room that has not reported its bytes yet counts none. */
export function bytesElsewhere(rooms: Iterable<LobbyRoom>, roomId: Id): number {
  let sum = 0
  for (const room of rooms) if (room.roomId !== roomId) sum += room.bytes ?? 0
  return sum
}

/**
 * What the rooms hold, those of this account by name and the largest first, and the quota of the newest revision of the directory that any
 * of them has.
 */
export function storageIn(rooms: readonly LobbyRoom[], accountId: Id): Storage {
  const own = rooms.filter(({ members }) => members[accountId])
  const held = own.map(({ roomId, name, bytes = 0 }) => ({ roomId, name, bytes }))
  const newest = [...rooms].sort((a, b) => (b.revision ?? 0) - (a.revision ?? 0))[0]
  const [all, ofOwn] = [sumOf(rooms), sumOf(own)]
  return {
    bytes: all,
    quota: newest?.quota ?? limits.storageBytes,
    rooms: held.sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1)),
    others: { rooms: rooms.length - own.length, bytes: all - ofOwn },
  }
}

const sumOf = (rooms: readonly LobbyRoom[]) => rooms.reduce((sum, { bytes = 0 }) => sum + bytes, 0)
