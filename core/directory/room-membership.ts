import type { DirectoryMember } from '../../protocol/bindings.ts'
import type { Id } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import type { RoomFacts, Side } from '../../protocol/roster.ts'
import { compareText, type DirectoryIndex } from './directory-index.ts'
import { accountsByRule, holdersOfKind } from './member-rule.ts'
import type { Person, Position, Room } from './organization.ts'
import { ruleInWords } from './rule-in-words.ts'

/** What the directory says of one room: its facts, and its members in the order of units, rank and name. */
export type RoomMembership = { facts: RoomFacts; members: DirectoryMember[] }

export function roomMembership(index: DirectoryIndex, room: Room): RoomMembership {
  const sides = sidesOf(index, room)
  const posters = room.kind === 'announce' && room.postRule ? accountsByRule(index, room.postRule) : null
  const members: DirectoryMember[] = []
  for (const [accountId, side] of sides) {
    const person = index.people.get(accountId)
    if (!person) continue
    const moderate = moderates(index, room, person)
    const post = room.kind !== 'announce' || (posters ? posters.has(accountId) : moderate)
    const urgent = post && mayBeUrgent(index, moderate)
    members.push({
      ...memberOf(index, room, person, side),
      rights: { post, moderate, ...(urgent && { urgent: true as const }) },
    })
  }
  const kana = (member: DirectoryMember) => index.people.get(member.accountId)?.kana ?? ''
  members.sort(
    (a, b) =>
      a.unitOrder - b.unitOrder ||
      b.rank - a.rank ||
      compareText(kana(a), kana(b)) ||
      compareText(a.accountId, b.accountId),
  )
  return { facts: factsOf(index, room, members.length), members }
}

/** Members of a room, each with the side in a desk room. Whoever is on both sides of one counts for the seat. */
function sidesOf(index: DirectoryIndex, room: Room): Map<Id, Side | undefined> {
  if (room.archivedAt !== null) return new Map()
  if (!room.desk) return new Map([...accountsByRule(index, room.rule)].map((id) => [id, undefined]))
  const desk = [...holdersOfKind(index, room.desk.deskKind)].map((id) => [id, 'desk'] as const)
  const seat = [...accountsByRule(index, { positions: [room.desk.seatPositionId] })].map((id) => [id, 'seat'] as const)
  return new Map([...desk, ...seat])
}

function moderates(index: DirectoryIndex, room: Room, person: Person): boolean {
  const kinds = index.directory.organization.moderatorKinds
  return (
    person.isAdmin ||
    room.createdBy === person.accountId ||
    (index.seats.get(person.accountId) ?? []).some((seat) => kinds.includes(seat.kind))
  )
}

function mayBeUrgent(index: DirectoryIndex, moderate: boolean): boolean {
  const { urgentBy = 'moderators' } = index.directory.organization
  return urgentBy === 'everyone' || (urgentBy === 'moderators' && moderate)
}

/** The seat that a person is shown with: in a desk room the one that puts them there, elsewhere their first. */
function shownSeat(index: DirectoryIndex, room: Room, person: Person, side: Side | undefined): Position | undefined {
  const seats = index.seats.get(person.accountId) ?? []
  const desk = room.desk
  if (!desk) return seats[0]
  return seats.find((seat) => (side === 'seat' ? seat.id === desk.seatPositionId : seat.kind === desk.deskKind))
}

function memberOf(
  index: DirectoryIndex,
  room: Room,
  person: Person,
  side: Side | undefined,
): Omit<DirectoryMember, 'rights'> {
  const seat = shownSeat(index, room, person, side)
  const title = person.titleId === null ? undefined : index.titles.get(person.titleId)
  const unitId = seat?.unitId ?? person.unitId
  return {
    accountId: person.accountId,
    name: person.name,
    title: seat?.name ?? title?.name ?? '',
    rank: title?.rank ?? 0,
    unitId,
    unitName: index.units.get(unitId)?.name ?? '',
    unitOrder: index.unitOrder.get(unitId) ?? 0,
    ...(side && { side }),
    ...(person.phone !== null && { phone: person.phone }),
  }
}

function factsOf(index: DirectoryIndex, room: Room, count: number): RoomFacts {
  const { organization } = index.directory
  const { storageBytes = limits.storageBytes } = organization
  return {
    id: room.id,
    organizationId: organization.id,
    organizationName: organization.name,
    organizationBadge: organization.badge,
    name: room.name,
    purpose: room.purpose,
    ruleInWords: ruleInWords(index, room, count),
    kind: room.kind,
    history: room.history,
    changeWindowMs: organization.changeWindowMs,
    versionsFor: organization.versionsFor,
    ...(organization.ringsShow === 'text' && { ringsShow: 'text' as const }),
    ...(storageBytes !== limits.storageBytes && { storageBytes }),
  }
}
