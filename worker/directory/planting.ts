import type { MemberRule } from '../../protocol/http.ts'
import type { EpochMs, Id } from '../../protocol/ids.ts'
import type { DirectoryBindings } from './context.ts'

/**
 * Making organizations, people and rooms in bulk, for a new town, through the same tables, the same outbox and the same
 * evaluation as single changes. Whoever plants gives the ids (32 hex characters), so that a planting cut short is simply
 * repeated: what is there already stays as it is. Nobody is told before `deliverEverything`.
 *
 *     await plantOrganization(planting, { id, name: '消防団', badge: '団', units, titles, positions })
 *     await plantPeople(planting, people)        // accounts, memberships and seats; in as many calls as you like
 *     await plantRooms(planting, rooms)
 *     await plantDeskRooms(planting, { organizationId, positionKind: 'captain', deskKind: 'desk' })
 *     await deliverEverything(planting)          // tells every Room and Account object; then talk can be brought in
 */
export type Planting = {
  /** Bindings of the planting Worker: DB, ROOM, LOBBY, ACCOUNT. */
  env: DirectoryBindings
  now: EpochMs
}

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
  memberships: { organizationId: Id; unitId: Id; titleId?: Id; isAdmin?: boolean; mayMakeRooms?: boolean }[]
  /** Seats, each in an organization of `memberships`. */
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

export declare function plantOrganization(planting: Planting, plan: OrganizationPlan): Promise<void>

/** The first organization of a person's `memberships` is the one that issued the account. */
export declare function plantPeople(planting: Planting, people: PersonPlan[]): Promise<void>

export declare function plantRooms(planting: Planting, rooms: RoomPlan[]): Promise<void>

/** One room for every seat of the kind that has none; answers the rooms of all of them, by seat, in the seats' order. */
export declare function plantDeskRooms(planting: Planting, plan: DeskRoomsPlan): Promise<{ positionId: Id; roomId: Id }[]>

/** Tells every Room and Account object what is waiting, until nothing is. Throws when one cannot be told. */
export declare function deliverEverything(planting: Planting): Promise<void>
