import { and, count, eq, inArray, isNull, lt, lte, max, min, sql } from 'drizzle-orm'
import type { EpochMs, Id, Revision } from '../../protocol/ids.ts'
import { type Database, listed, type Statement } from './database.ts'
import { outbox } from './schema.ts'

/**
 * Who must still be told of a change. A row commits with the change; it is delivered when the target was told a state of
 * at least the row's id, which is the directory's revision.
 */
export type OutboxKind = 'room' | 'account' | 'note'

/** How long delivered rows are kept. */
const keptMs = 30 * 24 * 3_600_000

/** One row for each target, at any number of them in one statement. */
export function waitFor(
  db: Database,
  organizationId: Id,
  kind: OutboxKind,
  targetIds: Id[],
  now: EpochMs,
): Statement[] {
  if (targetIds.length === 0) return []
  const rows = sql`select null, ${kind}, value, ${organizationId}, ${now}, null, 0 from json_each(${JSON.stringify(targetIds)})`
  return [db.insert(outbox).select(rows)]
}

/** One row for each room of these organizations. */
export function waitForRoomsOf(db: Database, organizationIds: Id[], now: EpochMs): Statement {
  const rows = sql`select null, 'room', id, organization_id, ${now}, null, 0 from rooms where organization_id in ${listed(organizationIds)}`
  return db.insert(outbox).select(rows)
}

/** Up to `most` targets of an organization that wait, the least tried first. */
export function waitingTargets(db: Database, organizationId: Id, most: number) {
  return db
    .select({ kind: outbox.kind, targetId: outbox.targetId, tries: min(outbox.tries) })
    .from(outbox)
    .where(and(eq(outbox.organizationId, organizationId), isNull(outbox.deliveredAt)))
    .groupBy(outbox.kind, outbox.targetId)
    .orderBy(min(outbox.tries), min(outbox.id))
    .limit(most)
}

export async function pendingCount(db: Database, organizationId: Id): Promise<number> {
  const waiting = and(eq(outbox.organizationId, organizationId), isNull(outbox.deliveredAt))
  const [row] = await db.select({ pending: count() }).from(outbox).where(waiting)
  return row?.pending ?? 0
}

/** Notes that these targets were told the directory at this revision. */
export function markDelivered(
  db: Database,
  kind: OutboxKind,
  targetIds: Id[],
  revision: Revision,
  now: EpochMs,
): Statement {
  return db
    .update(outbox)
    .set({ deliveredAt: now })
    .where(
      and(
        isNull(outbox.deliveredAt),
        eq(outbox.kind, kind),
        inArray(outbox.targetId, listed(targetIds)),
        lte(outbox.id, revision),
      ),
    )
}

export function markTried(db: Database, kind: OutboxKind, targetIds: Id[]): Statement {
  return db
    .update(outbox)
    .set({ tries: sql`${outbox.tries} + 1` })
    .where(and(isNull(outbox.deliveredAt), eq(outbox.kind, kind), inArray(outbox.targetId, listed(targetIds))))
}

/** Drops rows delivered long ago. The newest row stays whatever its age: its id is the directory's revision. */
export function dropOld(db: Database, now: EpochMs): Statement {
  const newest = db.select({ id: max(outbox.id) }).from(outbox)
  return db.delete(outbox).where(and(lt(outbox.deliveredAt, now - keptMs), sql`${outbox.id} < (${newest})`))
}
