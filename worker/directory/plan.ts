import type { MemberRule, OrganizationRule } from '../../protocol/http.ts'
import type { EpochMs, Id } from '../../protocol/ids.ts'

/** Organizations, people and rooms as somebody writes them down to have them planted. */

export type OrganizationPlan = {
  id: Id
  name: string
  /** One character: 市, 災, 団. */
  badge: string
  /** What its people are called in rules: 職員 (default) or 団員. */
  peopleWord?: string
  /** Default: 24 hours. */
  changeWindowMs?: number
  /** Default: moderators. */
  versionsFor?: 'nobody' | 'moderators' | 'everyone'
  /** Default: admins (and whoever has mayMakeRooms). */
  roomsBy?: 'admins' | 'members'
  /** Kinds of positions whose holders moderate; default desk and headquarters. */
  moderatorKinds?: string[]
  /** Default: false. */
  leavesNothing?: boolean
  /** Default: false. */
  sendsAtOnce?: boolean
  /** Who belongs to it by rule besides; the source is planted before. */
  membersFrom?: OrganizationRule
  /** A parent may stand before or after its children. */
  units: { id: Id; parentId: Id | null; name: string; order: number }[]
  titles: { id: Id; name: string; rank: number }[]
  positions: { id: Id; unitId: Id; name: string; kind: string; isUnique: boolean; order: number }[]
}

export type PersonPlan = {
  id: Id
  /** Lower case. */
  loginId: string
  name: string
  kana?: string
  phone?: string
  /** As `worker/passwords` makes it; left out: not activated yet. */
  passwordHash?: string
  /** A one-time code, as `hashActivationCode` makes it. */
  activation?: { hash: string; endsAt: EpochMs }
  memberships: { organizationId: Id; unitId: Id; titleId?: Id; isAdmin?: boolean; mayMakeRooms?: boolean }[]
  /** Seats, each in an organization of `memberships` or of which the person is a member by rule. */
  positions?: { organizationId: Id; positionId: Id }[]
}

export type RoomPlan = {
  id: Id
  organizationId: Id
  name: string
  purpose?: string
  /** Default: open. */
  kind?: 'open' | 'announce'
  history?: 'all' | 'since-joining'
  rule: MemberRule
  /** Who may post in an announcement room; left out: its moderators. */
  postRule?: MemberRule
  createdBy?: Id
  /** Default: now. */
  createdAt?: EpochMs
}

export type DeskRoomsPlan = {
  organizationId: Id
  positionKind: string
  deskKind: string
  /** Gives the id of the room of a seat; default: random. */
  roomId?: (positionId: Id) => Id
}
