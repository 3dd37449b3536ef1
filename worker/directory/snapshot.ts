import { eq, max } from 'drizzle-orm'
import { grouped } from '../../core/directory/grouped.ts'
import type { OrganizationDirectory, Position, Room } from '../../core/directory/organization.ts'
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
    db.select().from(units).where(eq(units.organizationId, organizationId)),
    db.select().from(titles).where(eq(titles.organizationId, organizationId)),
    db.select().from(positions).where(eq(positions.organizationId, organizationId)),
    holdersQuery(db, organizationId),
    peopleQuery(db, organizationId),
    db.select().from(rooms).where(eq(rooms.organizationId, organizationId)),
    newestRevision(db),
  ])
  const found = organization[0]
  if (!found) return null
  const { version, createdAt: _createdAt, ...settings } = found
  return {
    version,
    revision: newest[0]?.revision ?? 0,
    directory: {
      organization: settings,
      units: unitRows.map(({ id, parentId, name, sortOrder }) => ({ id, parentId, name, order: sortOrder })),
      titles: titleRows.map(({ id, name, rank }) => ({ id, name, rank })),
      positions: toPositions(positionRows, holderRows),
      people,
      rooms: roomRows.map(toRoom),
    },
  }
}

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
