import type { MemberRule, OrganizationRule } from '../../protocol/http.ts'
import type { EpochMs, Id } from '../../protocol/ids.ts'
import type { RoomFacts } from '../../protocol/roster.ts'

/**
 * One organization's directory as a value: what the rules of core/directory read, and what its changes make anew.
 *
 * unit: a part of the organization, in a tree · title: a rank that a person has · position: a seat that persons hold,
 * at most one where it is unique · member rule: who belongs in a room · desk room: the holders of a kind of position on
 * one side, the holder of one seat on the other · membership rule: an organization may have, besides the members made by
 * hand, everyone whom a rule names in another organization, its source; they have unit and title of the source.
 */
export type OrganizationDirectory = {
  organization: Organization
  units: Unit[]
  titles: Title[]
  positions: Position[]
  people: Person[]
  rooms: Room[]
  /** What the source of the members by rule has; empty where there is none. */
  borrowed: { units: Unit[]; titles: Title[] }
}

export type Organization = {
  id: Id
  name: string
  badge: string
  /** What its people are called: 職員, 団員. */
  peopleWord: string
  changeWindowMs: number
  versionsFor: RoomFacts['versionsFor']
  roomsBy: 'admins' | 'members'
  /** Holders of these kinds of positions moderate. */
  moderatorKinds: string[]
  /** Clients keep none of its rooms on the device; left out: they may. */
  leavesNothing?: boolean
  /** Clients never hold back a message to many; left out: they may. */
  sendsAtOnce?: boolean
  /** Who may write 緊急, which rings through what people have set; left out: moderators. */
  urgentBy?: 'nobody' | 'moderators' | 'everyone'
  /** What a notification shows on a locked screen; left out: only which room. */
  ringsShow?: 'room' | 'text'
  /** How many bytes its rooms may hold together; left out: `limits.storageBytes`. */
  storageBytes?: number
  /** Who belongs to it by rule; null: only members made by hand. A source has no rule itself. */
  membersFrom: OrganizationRule | null
}

export type Unit = { id: Id; parentId: Id | null; name: string; order: number }

export type Title = { id: Id; name: string; rank: number }

export type Position = {
  id: Id
  unitId: Id
  name: string
  kind: string
  isUnique: boolean
  order: number
  holders: Id[]
}

/** A member of the organization. Disabled ones keep their seats and are in no room. */
export type Person = {
  accountId: Id
  name: string
  kana: string
  phone: string | null
  disabled: boolean
  /** The organization that issued the account, and alone may disable it. */
  issuedBy: Id | null
  unitId: Id
  titleId: Id | null
  isAdmin: boolean
  mayMakeRooms: boolean
  /** Here by the organization's rule, and only as long as it names them; unit and title are the source's. */
  byRule: boolean
}

export type Room = {
  id: Id
  name: string
  purpose: string
  kind: RoomFacts['kind']
  history: RoomFacts['history']
  rule: MemberRule
  /** Who may post in an announcement room; null: its moderators. */
  postRule: MemberRule | null
  createdBy: Id | null
  archivedAt: EpochMs | null
  /** Of a desk room alone. */
  desk: { seatPositionId: Id; deskKind: string } | null
}
