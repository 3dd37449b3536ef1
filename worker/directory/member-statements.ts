import { and, eq, inArray } from 'drizzle-orm'
import type { OrganizationDirectory } from '../../core/directory/organization.ts'
import { type MemberDifferences, memberDifferences } from '../../core/directory/organization-rule.ts'
import type { EpochMs, Id } from '../../protocol/ids.ts'
import { type Database, insertMissing, listed, type Statement } from './database.ts'
import { memberships, organizations, positionHolders } from './schema.ts'

/** The organizations whose members by rule come from one of these. */
export async function followersOf(db: Database, sourceIds: Id[]): Promise<Id[]> {
  const rows = await db
    .select({ id: organizations.id })
    .from(organizations)
    .where(inArray(organizations.membersFrom, listed(sourceIds)))
  return rows.map((row) => row.id).filter((id) => !sourceIds.includes(id))
}

/** Brings the rows of an organization's members from one state to another; who leaves leaves their seats. */
export function memberStatements(
  db: Database,
  before: OrganizationDirectory,
  after: OrganizationDirectory,
  now: EpochMs,
): Statement[] {
  const organizationId = after.organization.id
  const { added, removed, changed } = memberDifferences(before, after)
  const rows = added.map(({ accountId, unitId, titleId, isAdmin, mayMakeRooms, byRule }) => ({
    ...{ organizationId, accountId, unitId, titleId, isAdmin, mayMakeRooms, byRule },
    createdAt: now,
  }))
  return [
    ...removalStatements(db, organizationId, removed),
    ...insertMissing(db, memberships, rows),
    ...changed.map(({ accountId, unitId, titleId }) =>
      db
        .update(memberships)
        .set({ unitId, titleId })
        .where(membershipOf(organizationId, [accountId])),
    ),
  ]
}

function removalStatements(db: Database, organizationId: Id, removed: MemberDifferences['removed']): Statement[] {
  if (removed.length === 0) return []
  const ids = removed.map((person) => person.accountId)
  const seats = and(eq(positionHolders.organizationId, organizationId), inArray(positionHolders.accountId, listed(ids)))
  return [db.delete(positionHolders).where(seats), db.delete(memberships).where(membershipOf(organizationId, ids))]
}

const membershipOf = (organizationId: Id, accountIds: Id[]) =>
  and(eq(memberships.organizationId, organizationId), inArray(memberships.accountId, listed(accountIds)))
