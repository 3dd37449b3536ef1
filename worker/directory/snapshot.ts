import { eq, inArray, max, or, type SQL } from 'drizzle-orm'
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core'
import { grouped } from '../../core/directory/grouped.ts'
import type { Organization, OrganizationDirectory, Position, Room } from '../../core/directory/organization.ts'
import type { Id, Revision } from '../../protocol/ids.ts'
import type { Database } from './database.ts'
import {
  accounts,
  memberships,
  organizations,
  outbox,
  positionHolders,
  positions,
  rooms,
  titles,
  units,
} from './schema.ts'

/**
 * One organization's directory as it was at one moment. `version` is what a change decided on it commits against;
 * `revision` is the newest outbox row that it includes.
 */
export type Snapshot = { directory: OrganizationDirectory; version: number; revision: Revision }

/** Null where there is no such organization. */
export async function readSnapshot(db: Database, organizationId: Id): Promise<Snapshot | null> {
  // One batch is one transaction. Columns that are joined need different names: a batch answers rows as objects.
  const [organization, unitRows, titleRows, positionRows, holderRows, people, roomRows, newest] = await db.batch([
    db.select().from(organizations).where(eq(organizations.id, organizationId)),
    db
      .select()
      .from(units)
      .where(ownOrBorrowed(db, units.organizationId, organizationId)),
    db
      .select()
      .from(titles)
      .where(ownOrBorrowed(db, titles.organizationId, organizationId)),
    db.select().from(positions).where(eq(positions.organizationId, organizationId)),
    holdersQuery(db, organizationId),
    peopleQuery(db, organizationId),
    db.select().from(rooms).where(eq(rooms.organizationId, organizationId)),
    newestRevision(db),
  ])
  const found = organization[0]
  if (!found) return null
  const isOwn = (row: { organizationId: Id }) => row.organizationId === organizationId
  const isBorrowed = (row: { organizationId: Id }) => !isOwn(row)
  return {
    version: found.version,
    revision: newest[0]?.revision ?? 0,
    directory: {
      organization: toOrganization(found),
      units: unitRows.filter(isOwn).map(toUnit),
      titles: titleRows.filter(isOwn).map(toTitle),
      positions: toPositions(positionRows, holderRows),
      people,
      rooms: roomRows.map(toRoom),
      borrowed: { units: unitRows.filter(isBorrowed).map(toUnit), titles: titleRows.filter(isBorrowed).map(toTitle) },
    },
  }
}

/** Of the organization itself, or of the source of its members by rule. */
function ownOrBorrowed(db: Database, column: AnySQLiteColumn, organizationId: Id): SQL | undefined {
  const source = db.select({ id: organizations.membersFrom }).from(organizations)
  return or(eq(column, organizationId), inArray(column, source.where(eq(organizations.id, organizationId))))
}

/** An organization's settings, as its rules read them. */
export function toOrganization(row: typeof organizations.$inferSelect): Organization {
  const { version: _version, createdAt: _createdAt, membersFrom, memberRule, ...settings } = row
  const rule =
    membersFrom !== null && memberRule !== null ? { fromOrganizationId: membersFrom, rule: memberRule } : null
  return { ...settings, membersFrom: rule }
}

const toUnit = ({ id, parentId, name, sortOrder }: typeof units.$inferSelect) => ({
  ...{ id, parentId, name },
  order: sortOrder,
})

const toTitle = ({ id, name, rank }: typeof titles.$inferSelect) => ({ id, name, rank })

/** The directory's revision now; part of the batch that reads what is told under it. */
export const newestRevision = (db: Database) => db.select({ revision: max(outbox.id) }).from(outbox)

const holdersQuery = (db: Database, organizationId: Id) =>
  db
    .select({ positionId: positionHolders.positionId, accountId: positionHolders.accountId })
    .from(positionHolders)
    .where(eq(positionHolders.organizationId, organizationId))
    .orderBy(positionHolders.since, positionHolders.accountId)

const peopleQuery = (db: Database, organizationId: Id) =>
  db
    .select({
      accountId: accounts.id,
      name: accounts.name,
      kana: accounts.kana,
      phone: accounts.phone,
      disabled: accounts.disabled,
      issuedBy: accounts.issuedBy,
      unitId: memberships.unitId,
      titleId: memberships.titleId,
      isAdmin: memberships.isAdmin,
      mayMakeRooms: memberships.mayMakeRooms,
      byRule: memberships.byRule,
    })
    .from(memberships)
    .innerJoin(accounts, eq(accounts.id, memberships.accountId))
    .where(eq(memberships.organizationId, organizationId))

function toPositions(
  rows: (typeof positions.$inferSelect)[],
  holders: { positionId: Id; accountId: Id }[],
): Position[] {
  const held = grouped(holders, (holder) => holder.positionId)
  return rows.map(({ id, unitId, name, kind, isUnique, sortOrder }) => ({
    id,
    unitId,
    name,
    kind,
    isUnique,
    order: sortOrder,
    holders: (held.get(id) ?? []).map((holder) => holder.accountId),
  }))
}

function toRoom(row: typeof rooms.$inferSelect): Room {
  const { id, name, purpose, kind, history, rule, postRule, createdBy, archivedAt, seatPositionId, deskKind } = row
  const desk = seatPositionId !== null && deskKind !== null ? { seatPositionId, deskKind } : null
  return { id, name, purpose, kind, history, rule, postRule, createdBy, archivedAt, desk }
}
