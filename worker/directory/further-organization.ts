import { sql } from 'drizzle-orm'
import type * as v from 'valibot'
import { isAdmin } from '../../core/directory/organization-seat.ts'
import type { Made, MakeOrganization } from '../../protocol/http.ts'
import type { Id } from '../../protocol/ids.ts'
import { ok, type Result, refuse } from '../../protocol/result.ts'
import { auditStatement } from './audit.ts'
import { changeDirectory } from './change-directory.ts'
import type { DirectoryContext } from './context.ts'
import { emptyOrganization } from './first-administrator.ts'
import { newId } from './new-id.ts'
import { waitFor } from './outbox.ts'
import { organizationStatements } from './plan-statements.ts'
import { memberships, organizations } from './schema.ts'

/**
 * A further organization with one unit, for the administrators of the town's first one (`organizationId`); whoever makes it
 * administers it. To all others, and at every other organization: `not_found`.
 */
export async function makeOrganization(
  context: DirectoryContext,
  organizationId: Id,
  { name, badge }: v.InferOutput<typeof MakeOrganization>,
): Promise<Result<v.InferOutput<typeof Made>>> {
  const { db, now, actor } = context
  const oldest = db.select({ id: organizations.id }).from(organizations)
  const [first] = await oldest.orderBy(organizations.createdAt, sql`rowid`).limit(1)
  const [id, unitId] = [newId(), newId()]
  return changeDirectory(context, organizationId, (index) => {
    if (first?.id !== organizationId || actor === null || !isAdmin(index, actor)) return refuse('not_found')
    const plan = emptyOrganization(id, unitId, { organizationName: name, ...(badge !== undefined && { badge }) })
    const membership = { organizationId: id, accountId: actor, unitId, isAdmin: true, mayMakeRooms: true }
    const event = { action: 'organization.made', targetKind: 'organization', targetId: id } as const
    return ok({
      value: { id },
      after: index.directory,
      statements: [
        ...organizationStatements(db, plan, now),
        db.insert(memberships).values({ ...membership, createdAt: now }),
        ...waitFor(db, organizationId, 'account', [actor], now),
        auditStatement(db, { ...event, organizationId: id, actorId: actor }, now),
      ],
      event,
    })
  })
}
