import type { MemberRule } from '../../protocol/http.ts'
import type { Membership, Organization, Person, RoomKey, Title, Town, Unit } from './town.ts'

/** Who belongs where by the plan alone: the oracle that tests hold against what the directory and the rooms say. */

export function membersOf(town: Town, room: RoomKey): Person[] {
  const { organizationId, rule } = ruleOf(town, room)
  return peopleBy(town, organizationId, rule)
}

/** Who may post: everyone of an open room, the post rule's people and the moderators of an announcement room. */
export function postersOf(town: Town, key: RoomKey): Person[] {
  const room = town.rooms.find((one) => one.key === key)
  const members = membersOf(town, key)
  if (room?.postRule === undefined) return members
  const posters = new Set(peopleBy(town, room.organizationId, room.postRule))
  return members.filter((person) => posters.has(person))
}

/** All rooms with their ids, those of the captains' seats included. */
export const roomIdsOf = (town: Town): { key: RoomKey; id: string; organizationId: string }[] => [
  ...town.rooms,
  ...town.deskRooms.rooms.map((room) => ({ ...room, organizationId: town.deskRooms.organizationId })),
]

function ruleOf(town: Town, key: RoomKey): { organizationId: string; rule: MemberRule } {
  const room = town.rooms.find((one) => one.key === key)
  if (room !== undefined) return room
  const desk = town.deskRooms.rooms.find((one) => one.key === key)
  if (desk === undefined) throw new Error(`there is no room ${key}`)
  const { organizationId, deskKind } = town.deskRooms
  return { organizationId, rule: { positions: [desk.positionId], positionKinds: [deskKind] } }
}

function peopleBy(town: Town, organizationId: string, rule: MemberRule): Person[] {
  const organization = town.organizations.find((one) => one.id === organizationId) as Organization
  return town.people.filter((person) => isMeant(town, organization, person, rule))
}

/** What a person is in an organization: by hand, or by its rule with unit and title of the source. */
export function membershipIn(town: Town, organization: Organization, person: Person): Membership | undefined {
  const byHand = person.memberships.find((held) => held.organizationId === organization.id)
  const source = sourceOf(town, organization)
  if (byHand !== undefined || source === undefined) return byHand
  const there = membershipIn(town, source, person)
  const isNamed = isMeant(town, source, person, organization.membersFrom?.rule ?? {})
  if (there === undefined || !isNamed) return undefined
  const { unitId, titleId } = there
  return { organizationId: organization.id, unitId, ...(titleId !== undefined && { titleId }) }
}

const sourceOf = (town: Town, { membersFrom }: Organization): Organization | undefined =>
  town.organizations.find((one) => one.id === membersFrom?.fromOrganizationId)

/** Units and titles of an organization, and those that it shows of its source. */
function shownIn(town: Town, organization: Organization): { units: Unit[]; titles: Title[] } {
  const source = sourceOf(town, organization)
  return {
    units: [...organization.units, ...(source?.units ?? [])],
    titles: [...organization.titles, ...(source?.titles ?? [])],
  }
}

function isMeant(town: Town, organization: Organization, person: Person, rule: MemberRule): boolean {
  const membership = membershipIn(town, organization, person)
  if (membership === undefined) return false
  const { units, titles } = shownIn(town, organization)
  const title = titles.find((one) => one.id === membership.titleId)
  const held = person.positions.map(({ positionId }) => positionId)
  const kinds = organization.positions.filter((one) => held.includes(one.id)).map((one) => one.kind)
  return (
    rule.everyone === true ||
    isBelow(units, membership.unitId, rule.units ?? []) ||
    (rule.minRank !== undefined && title !== undefined && title.rank >= rule.minRank) ||
    (rule.titles ?? []).includes(membership.titleId ?? '') ||
    (rule.positions ?? []).some((id) => held.includes(id)) ||
    (rule.positionKinds ?? []).some((kind) => kinds.includes(kind)) ||
    (rule.accounts ?? []).includes(person.id)
  )
}

function isBelow(units: Unit[], unitId: string, wanted: string[]): boolean {
  let unit = units.find((one) => one.id === unitId)
  while (unit !== undefined) {
    const here = unit
    if (wanted.includes(here.id)) return true
    unit = units.find((one) => one.id === here.parentId)
  }
  return false
}
