import { eq, inArray } from 'drizzle-orm'
import { indexDirectory } from '../../core/directory/directory-index.ts'
import { grouped } from '../../core/directory/grouped.ts'
import type { OrganizationDirectory } from '../../core/directory/organization.ts'
import { organizationSeat } from '../../core/directory/organization-seat.ts'
import type { DirectoryAccount } from '../../protocol/bindings.ts'
import type { Id } from '../../protocol/ids.ts'
import { type Database, listed } from './database.ts'
import { accounts, memberships, organizations, positionHolders, positions, titles } from './schema.ts'
import { newestRevision } from './snapshot.ts'

/** What these accounts may know of themselves, over all their organizations, as at one moment. */
export async function readProfiles(db: Database, accountIds: Id[]): Promise<DirectoryAccount[]> {
  const wanted = listed(accountIds)
  const [people, members, seats, organizationRows, titleRows, newest] = await db.batch([
    db.select().from(accounts).where(inArray(accounts.id, wanted)),
    db.select().from(memberships).where(inArray(memberships.accountId, wanted)),
    db
      .select({
        position: positions.id,
        unitId: positions.unitId,
        name: positions.name,
        kind: positions.kind,
        order: positions.sortOrder,
        accountId: positionHolders.accountId,
        organizationId: positionHolders.organizationId,
      })
      .from(positionHolders)
      .innerJoin(positions, eq(positions.id, positionHolders.positionId))
      .where(inArray(positionHolders.accountId, wanted)),
    db.select().from(organizations),
    db.select().from(titles),
    newestRevision(db),
  ])
  const seatsOf = grouped(seats, (seat) => `${seat.organizationId} ${seat.accountId}`)
  const membershipsOf = grouped(members, (member) => member.accountId)
  const revision = newest[0]?.revision ?? 0
  return people.map((person) => {
    const organizationSeats = organizationRows.flatMap(
      ({ version: _version, createdAt: _createdAt, ...organization }) => {
        const member = membershipsOf.get(person.id)?.find((row) => row.organizationId === organization.id)
        if (!member) return []
        const positionsHeld = (seatsOf.get(`${organization.id} ${person.id}`) ?? []).map((seat) => ({
          id: seat.position,
          unitId: seat.unitId,
          name: seat.name,
          kind: seat.kind,
          isUnique: false,
          order: seat.order,
          holders: [person.id],
        }))
        const directory: OrganizationDirectory = {
          organization,
          units: [],
          titles: titleRows.filter((title) => title.id === member.titleId),
          positions: positionsHeld,
          people: [{ ...person, ...member }],
          rooms: [],
        }
        return organizationSeat(indexDirectory(directory), person.id) ?? []
      },
    )
    const { id: accountId, loginId, name, disabled } = person
    return { revision, disabled, profile: { accountId, loginId, name, organizations: organizationSeats } }
  })
}
