import { and, eq, inArray } from 'drizzle-orm'
import { decideHolder, type HolderChange, withHolders } from '../../core/directory/changes.ts'
import type { Position } from '../../core/directory/organization.ts'
import { isAdmin } from '../../core/directory/organization-seat.ts'
import type { Id } from '../../protocol/ids.ts'
import { ok, type Result, refuse } from '../../protocol/result.ts'
import { changeDirectory } from './change-directory.ts'
import type { DirectoryContext } from './context.ts'
import type { Statement } from './database.ts'
import { positionHolders } from './schema.ts'

export type HolderWish = { accountId: Id | null; holderWas?: Id | null | undefined }

/**
 * Puts a person into a seat or empties it, for administrators; the rooms follow. Refuses `not_found` (also to everyone else),
 * `seat_taken` and `changed_meanwhile`.
 */
export function setHolder(
  context: DirectoryContext,
  organizationId: Id,
  positionId: Id,
  wish: HolderWish,
): Promise<Result<null>> {
  return changeDirectory(context, organizationId, (index) => {
    if (!isAdmin(index, context.actor)) return refuse('not_found')
    const position = index.positions.get(positionId)
    if (!position) return refuse('not_found')
    if (wish.accountId !== null && !index.people.has(wish.accountId)) return refuse('not_found')
    const change = decideHolder(position, wish.accountId, wish.holderWas)
    if (!change.ok) return change
    return ok({
      value: null,
      after: withHolders(index.directory, positionId, change.value),
      statements: holderStatements(context, organizationId, position, change.value),
      event: {
        action: 'position.holder_changed',
        targetKind: 'position',
        targetId: positionId,
        detail: { added: change.value.added, removed: change.value.removed },
      },
    })
  })
}

function holderStatements(
  context: DirectoryContext,
  organizationId: Id,
  position: Position,
  change: HolderChange,
): Statement[] {
  const { db, now } = context
  const statements: Statement[] = []
  if (change.removed.length > 0) {
    const gone = and(eq(positionHolders.positionId, position.id), inArray(positionHolders.accountId, change.removed))
    statements.push(db.delete(positionHolders).where(gone))
  }
  for (const accountId of change.added) {
    const row = { positionId: position.id, accountId, organizationId, isUnique: position.isUnique, since: now }
    statements.push(db.insert(positionHolders).values(row))
  }
  return statements
}
