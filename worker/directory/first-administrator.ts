import type { EpochMs, Id } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import { ok, type Result, refuse } from '../../protocol/result.ts'
import type { Secrets } from '../tokens/secrets.ts'
import { hashActivationCode, makeActivationCode } from './activation-code.ts'
import { auditStatement } from './audit.ts'
import type { DirectoryBindings } from './context.ts'
import { openDatabase, runBatch } from './database.ts'
import { newId } from './new-id.ts'
import { organizationStatements, peopleStatements } from './plan-statements.ts'
import { deliverEverything } from './planting.ts'
import { organizations } from './schema.ts'

export type FirstAdministrator = { loginId: string; activationCode: string; endsAt: EpochMs }

export type FirstAdministratorWish = {
  /** The person's name. */
  name: string
  organizationName: string
  /** One character; default: the first of the organization's name. */
  badge?: string
  /** Default: admin. */
  loginId?: string
}

/**
 * The first organization of an empty town, with one unit and one administrator, who signs in with a one-time code. Refuses
 * `changed_meanwhile` where the town has an organization already, whose administrators make the other accounts.
 */
export async function makeFirstAdministrator(
  { env, now, secrets }: { env: DirectoryBindings; now: EpochMs; secrets: Pick<Secrets, 'pepper'> },
  wish: FirstAdministratorWish,
): Promise<Result<FirstAdministrator>> {
  if (!env.DB) return refuse('directory_unavailable')
  const db = openDatabase(env.DB)
  const [existing] = await db.select({ id: organizations.id }).from(organizations).limit(1)
  if (existing) return refuse('changed_meanwhile')
  const [organizationId, unitId, accountId] = [newId(), newId(), newId()]
  const loginId = wish.loginId ?? 'admin'
  const activationCode = makeActivationCode()
  const endsAt = now + limits.activationMs
  const administrator = {
    ...{ id: accountId, loginId, name: wish.name },
    activation: { hash: await hashActivationCode(secrets, accountId, activationCode), endsAt },
    memberships: [{ organizationId, unitId, isAdmin: true, mayMakeRooms: true }],
  }
  const event = {
    action: 'account.first_administrator_made',
    targetKind: 'account',
    targetId: accountId,
    organizationId,
  } as const
  await runBatch(db, [
    ...organizationStatements(db, emptyOrganization(organizationId, unitId, wish), now),
    ...peopleStatements(db, [administrator], now),
    auditStatement(db, event, now),
  ])
  await deliverEverything({ env, now })
  return ok({ loginId, activationCode, endsAt })
}

/** An organization with one unit of its name, and nothing else yet. */
export const emptyOrganization = (
  id: Id,
  unitId: Id,
  wish: Pick<FirstAdministratorWish, 'organizationName' | 'badge'>,
) => ({
  id,
  name: wish.organizationName,
  badge: wish.badge ?? [...wish.organizationName][0] ?? '',
  units: [{ id: unitId, parentId: null, name: wish.organizationName, order: 1 }],
  titles: [],
  positions: [],
})
