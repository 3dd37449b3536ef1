import type { MemberRule, OrganizationRule } from '../../protocol/http.ts'
import type { Id } from '../../protocol/ids.ts'

/** The demo town as data: what is planted, and what tests and benches count against. */

export type Unit = { id: Id; parentId: Id | null; name: string; order: number }
export type Title = { id: Id; name: string; rank: number }
export type Position = { id: Id; unitId: Id; name: string; kind: string; isUnique: boolean; order: number }

export type OrganizationKey = 'city' | 'disaster' | 'corps'

export type Organization = {
  key: OrganizationKey
  id: Id
  name: string
  badge: string
  peopleWord: string
  moderatorKinds: string[]
  sendsAtOnce?: boolean
  /** Members by rule, whom the plan does not list. */
  membersFrom?: OrganizationRule
  units: Unit[]
  titles: Title[]
  positions: Position[]
}

export type Membership = { organizationId: Id; unitId: Id; titleId?: Id; isAdmin?: boolean; mayMakeRooms?: boolean }

/**
 * What somebody is in the story: 'gesui/係長', 'desk1', 'captain12', 'chief'. Talk is written for roles, so that it reads like talk;
 * one person may have several.
 */
export type Role = string

export type Person = {
  id: Id
  loginId: string
  name: string
  kana: string
  phone: string
  /** Those made by hand; `membershipIn` of who-is-in.ts knows of the others. */
  memberships: Membership[]
  positions: { organizationId: Id; positionId: Id }[]
}

export type RoomKey = string

export type Room = {
  key: RoomKey
  id: Id
  organizationId: Id
  name: string
  purpose: string
  kind: 'open' | 'announce'
  rule: MemberRule
  /** Who may post in an announcement room. */
  postRule?: MemberRule
}

/** The one action that makes a room for each captain's seat. */
export type DeskRooms = {
  organizationId: Id
  positionKind: string
  deskKind: string
  /** By seat. */
  rooms: { key: RoomKey; id: Id; positionId: Id }[]
}

export type Town = {
  seed: string
  organizations: Organization[]
  people: Person[]
  rooms: Room[]
  deskRooms: DeskRooms
  /** Who plays which role. */
  cast: ReadonlyMap<Role, Person>
}

/** The person of a role; a role that nobody plays is a slip of the pen in the script. */
export function personOf(town: Town, role: Role): Person {
  const person = town.cast.get(role)
  if (person === undefined) throw new Error(`nobody plays ${role}`)
  return person
}

export function organizationOf(town: Town, key: OrganizationKey): Organization {
  return town.organizations.find((organization) => organization.key === key) as Organization
}
