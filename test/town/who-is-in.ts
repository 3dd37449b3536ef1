import type { MemberRule } from '../../protocol/http.ts'
import type { Organization, Person, RoomKey, Town } from './town.ts'

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
  return town.people.filter((person) => isMeant(organization, person, rule))
}

function isMeant(organization: Organization, person: Person, rule: MemberRule): boolean {
  const membership = person.memberships.find((held) => held.organizationId === organization.id)
  if (membership === undefined) return false
  const title = organization.titles.find((one) => one.id === membership.titleId)
  const held = person.positions.map(({ positionId }) => positionId)
  const kinds = organization.positions.filter((one) => held.includes(one.id)).map((one) => one.kind)
  return (
    rule.everyone === true ||
    isBelow(organization, membership.unitId, rule.units ?? []) ||
    (rule.minRank !== undefined && title !== undefined && title.rank >= rule.minRank) ||
    (rule.titles ?? []).includes(membership.titleId ?? '') ||
    (rule.positions ?? []).some((id) => held.includes(id)) ||
    (rule.positionKinds ?? []).some((kind) => kinds.includes(kind)) ||
    (rule.accounts ?? []).includes(person.id)
  )
}

function isBelow(organization: Organization, unitId: string, units: string[]): boolean {
  let unit = organization.units.find((one) => one.id === unitId)
  while (unit !== undefined) {
    const here = unit
    if (units.includes(here.id)) return true
    unit = organization.units.find((one) => one.id === here.parentId)
  }
  return false
}
