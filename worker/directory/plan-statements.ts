import { eq, inArray } from 'drizzle-orm'
import { grouped } from '../../core/directory/grouped.ts'
import type { EpochMs, Id } from '../../protocol/ids.ts'
import { type Database, insertMissing, type Statement } from './database.ts'
import { waitFor, waitForRoomsOf } from './outbox.ts'
import type { OrganizationPlan, PersonPlan } from './plan.ts'
import { accounts, memberships, organizations, positionHolders, positions, titles, units } from './schema.ts'

/** The rows of an organization. */
export function organizationStatements(db: Database, plan: OrganizationPlan, now: EpochMs): Statement[] {
  const {
    id: organizationId,
    units: unitPlans,
    titles: titlePlans,
    positions: positionPlans,
    membersFrom,
    ...rest
  } = plan
  const settings = { ...rest, membersFrom: membersFrom?.fromOrganizationId, memberRule: membersFrom?.rule }
  const unitRows = parentsFirst(unitPlans).map(({ order, ...unit }) => ({ ...unit, organizationId, sortOrder: order }))
  const titleRows = titlePlans.map((title) => ({ ...title, organizationId }))
  const positionRows = positionPlans.map(({ order, ...position }) => ({
    ...position,
    organizationId,
    sortOrder: order,
  }))
  return [
    ...insertMissing(db, organizations, [{ id: organizationId, ...settings, createdAt: now }]),
    ...insertMissing(db, units, unitRows),
    ...insertMissing(db, titles, titleRows),
    ...insertMissing(db, positions, positionRows),
  ]
}

/** The rows of people, their memberships and seats; they and every room of their organizations are to be told. */
export function peopleStatements(db: Database, people: PersonPlan[], now: EpochMs): Statement[] {
  const members = people.flatMap((person) =>
    person.memberships.map((membership) => ({ ...membership, accountId: person.id, createdAt: now })),
  )
  const byIssuer = grouped(people, (person) => person.memberships[0]?.organizationId)
  const organizationIds = [...new Set(members.map((member) => member.organizationId))]
  return [
    ...insertMissing(
      db,
      accounts,
      people.map((person) => accountRow(person, now)),
    ),
    ...insertMissing(db, memberships, members),
    ...seatStatements(
      db,
      people.map((person) => ({ ...person, positions: ownSeats(person) })),
      now,
    ),
    ...[...byIssuer].flatMap(([issuer, issued]) =>
      issuer === undefined ? [] : waitFor(db, issuer, 'account', idsOf(issued), now),
    ),
    waitForRoomsOf(db, organizationIds, now),
  ]
}

/** The rows of people's seats, for whom the organization has as a member already. */
export function seatStatements(db: Database, people: PersonPlan[], now: EpochMs): Statement[] {
  const seats = people.flatMap((person) =>
    (person.positions ?? []).map((seat) => ({ ...seat, accountId: person.id, since: now })),
  )
  const uniquePositions = db.select({ id: positions.id }).from(positions).where(eq(positions.isUnique, true))
  return [
    ...insertMissing(db, positionHolders, seats),
    // A seat's row copies from its position whether it is unique: the index that keeps a second holder out reads it.
    db.update(positionHolders).set({ isUnique: true }).where(inArray(positionHolders.positionId, uniquePositions)),
  ]
}

const ownSeats = ({ memberships: own, positions: seats = [] }: PersonPlan) =>
  seats.filter((seat) => own.some((membership) => membership.organizationId === seat.organizationId))

const idsOf = (people: PersonPlan[]): Id[] => people.map((person) => person.id)

function accountRow(person: PersonPlan, now: EpochMs): typeof accounts.$inferInsert {
  const { id, loginId, name, kana, phone, passwordHash, activation } = person
  return {
    ...{ id, loginId, name, kana, phone, passwordHash, createdAt: now },
    issuedBy: person.memberships[0]?.organizationId,
    passwordChangedAt: passwordHash ? now : null,
    activationHash: activation?.hash,
    activationEndsAt: activation?.endsAt,
  }
}

/** A row may name its parent only when the parent is there. */
function parentsFirst(plans: OrganizationPlan['units']): OrganizationPlan['units'] {
  const sorted: OrganizationPlan['units'] = []
  const placed = new Set<Id | null>([null])
  let waiting = plans
  while (waiting.length > 0) {
    const next = waiting.filter((unit) => placed.has(unit.parentId))
    if (next.length === 0) throw new Error('a unit has a parent that is not in the plan')
    sorted.push(...next)
    for (const unit of next) placed.add(unit.id)
    waiting = waiting.filter((unit) => !placed.has(unit.id))
  }
  return sorted
}
