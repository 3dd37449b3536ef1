import { eq } from 'drizzle-orm'
import type * as v from 'valibot'
import type { Person } from '../../core/directory/organization.ts'
import { isAdmin } from '../../core/directory/organization-seat.ts'
import { withMember } from '../../core/directory/structure.ts'
import type { AddedMember, AddMember } from '../../protocol/http.ts'
import type { Id } from '../../protocol/ids.ts'
import { ok, type Result, refuse } from '../../protocol/result.ts'
import { changeDirectory } from './change-directory.ts'
import type { DirectoryContext } from './context.ts'
import { accounts, memberships } from './schema.ts'

/**
 * Makes somebody who has an account a member by hand, with unit and title, for administrators; a member gets these instead
 * of the earlier ones, and a member by rule is one by hand from now on. Refuses `not_found` alike to everyone else, and for
 * a login ID that nobody has or whose account is disabled.
 */
export async function addMember(
  context: DirectoryContext,
  organizationId: Id,
  { loginId, unitId, titleId }: v.InferOutput<typeof AddMember>,
): Promise<Result<v.InferOutput<typeof AddedMember>>> {
  const { db, now: createdAt } = context
  const [account] = await db.select().from(accounts).where(eq(accounts.loginId, loginId))
  return changeDirectory(context, organizationId, (index) => {
    if (!isAdmin(index, context.actor) || !account || account.disabled) return refuse('not_found')
    if (!index.units.has(unitId) || (titleId !== null && !index.titles.has(titleId))) return refuse('not_found')
    const { id: accountId, name, kana, phone, issuedBy } = account
    const earlier = index.people.get(accountId)
    const person: Person = {
      ...{ accountId, name, kana, phone, issuedBy, unitId, titleId, disabled: false, byRule: false },
      ...{ isAdmin: earlier?.isAdmin ?? false, mayMakeRooms: earlier?.mayMakeRooms ?? false },
    }
    const isSame = earlier && !earlier.byRule && earlier.unitId === unitId && earlier.titleId === titleId
    const row = { organizationId, accountId, unitId, titleId, createdAt }
    const upsert = db
      .insert(memberships)
      .values(row)
      .onConflictDoUpdate({
        target: [memberships.organizationId, memberships.accountId],
        set: { unitId, titleId, byRule: false },
      })
    const was = earlier && { unitId: earlier.unitId, titleId: earlier.titleId, byRule: earlier.byRule }
    return ok({
      value: { accountId },
      after: withMember(index.directory, person),
      statements: isSame ? [] : [upsert],
      event: {
        action: earlier ? 'account.moved' : 'account.joined',
        targetKind: 'account',
        targetId: accountId,
        detail: { unitId, titleId, ...(was && { was }) },
      },
    })
  })
}
