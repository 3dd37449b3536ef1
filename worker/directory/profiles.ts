import { eq, inArray, sql } from 'drizzle-orm'
import { indexDirectory } from '../../core/directory/directory-index.ts'
import { grouped } from '../../core/directory/grouped.ts'
import type { Person, Position, Title } from '../../core/directory/organization.ts'
import { organizationSeat } from '../../core/directory/organization-seat.ts'
import type { DirectoryAccount } from '../../protocol/account-bindings.ts'
import type { OrganizationSeat } from '../../protocol/bindings.ts'
import type { Id, Revision } from '../../protocol/ids.ts'
import { type Database, listed } from './database.ts'
import { accounts, memberships, organizations, positionHolders, positions, titles } from './schema.ts'
import { newestRevision, toOrganization } from './snapshot.ts'

/** What these accounts may know of themselves, over all their organizations, as at one moment. */
export async function readProfiles(
  db: Database,
  accountIds: Id[],
): Promise<{ revision: Revision; accounts: DirectoryAccount[] }> {
  const wanted = listed(accountIds)
  const [people, members, held, organizationRows, titleRows, newest] = await db.batch([
    db.select().from(accounts).where(inArray(accounts.id, wanted)),
    db.select().from(memberships).where(inArray(memberships.accountId, wanted)),
    heldPositions(db).where(inArray(positionHolders.accountId, wanted)),
    db.select().from(organizations).orderBy(organizations.createdAt, sql`rowid`),
    db.select().from(titles),
    newestRevision(db),
  ])
  const heldIn = grouped(held, (seat) => `${seat.organizationId} ${seat.accountId}`)
  const memberIn = new Map(members.map((member) => [`${member.organizationId} ${member.accountId}`, member]))
  const revision = newest[0]?.revision ?? 0
  const profileOf = (person: (typeof people)[number]): DirectoryAccount => ({
    revision,
    disabled: person.disabled,
    profile: {
      accountId: person.id,
      loginId: person.loginId,
      name: person.name,
      organizations: organizationRows.flatMap((organization) => {
        const key = `${organization.id} ${person.id}`
        const member = memberIn.get(key)
        return member ? seatIn(organization, { ...person, ...member }, heldIn.get(key) ?? [], titleRows) : []
      }),
    },
  })
  return { revision, accounts: people.map(profileOf) }
}

const heldPositions = (db: Database) =>
  db
    .select({
      ...{ id: positions.id, unitId: positions.unitId, name: positions.name, kind: positions.kind },
      ...{ isUnique: positions.isUnique, order: positions.sortOrder },
      ...{ accountId: positionHolders.accountId, organizationId: positionHolders.organizationId },
    })
    .from(positionHolders)
    .innerJoin(positions, eq(positions.id, positionHolders.positionId))

/** By the rules that rooms go by, on a directory with this one person in it. */
function seatIn(
  organization: typeof organizations.$inferSelect,
  person: Person,
  held: Omit<Position, 'holders'>[],
  allTitles: Title[],
): OrganizationSeat[] {
  const seats = held.map((seat) => ({ ...seat, holders: [person.accountId] }))
  const own = allTitles.filter((title) => title.id === person.titleId)
  const directory = {
    ...{ organization: toOrganization(organization), units: [], titles: own, positions: seats, people: [person] },
    ...{ rooms: [], borrowed: { units: [], titles: [] } },
  }
  const seat = organizationSeat(indexDirectory(directory), person.accountId)
  return seat ? [seat] : []
}
