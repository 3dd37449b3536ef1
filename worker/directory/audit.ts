import { and, desc, eq, lt } from 'drizzle-orm'
import type { EpochMs, Id } from '../../protocol/ids.ts'
import type { Database, Statement } from './database.ts'
import { audit } from './schema.ts'

/** What happened, to be kept for ever. `detail` holds ids and settings; no names of rooms, no texts, no secrets. */
export type AuditEvent = {
  action: string
  targetKind?: 'account' | 'organization' | 'unit' | 'title' | 'position' | 'room' | 'device' | undefined
  targetId?: Id | undefined
  organizationId?: Id | null
  actorId?: Id | null
  detail?: Record<string, unknown>
}

/** The statement that writes an event, for the batch of the change that it tells of. */
export const auditStatement = (db: Database, event: AuditEvent, at: EpochMs): Statement =>
  db.insert(audit).values({ at, detail: {}, ...event })

/** Writes an event that changes nothing in D1, as a sign-in. Throws where D1 is away. */
export async function recordAudit(db: Database, event: AuditEvent, at: EpochMs): Promise<void> {
  await auditStatement(db, event, at)
}

const pageSize = 100

/** The newest events of an organization, before the one with id `before` when it is given; newest first. */
export async function auditPage(db: Database, organizationId: Id, before: number | undefined) {
  const older = before === undefined ? undefined : lt(audit.id, before)
  const rows = await db
    .select()
    .from(audit)
    .where(and(eq(audit.organizationId, organizationId), older))
    .orderBy(desc(audit.id))
    .limit(pageSize + 1)
  const events = rows.slice(0, pageSize).map(({ organizationId: _organizationId, ...event }) => event)
  return { events, more: rows.length > pageSize }
}
