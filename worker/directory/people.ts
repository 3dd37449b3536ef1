import { and, eq } from 'drizzle-orm'
import type * as v from 'valibot'
import { withPerson } from '../../core/directory/changes.ts'
import type { DirectoryIndex } from '../../core/directory/directory-index.ts'
import type { Person } from '../../core/directory/organization.ts'
import { isAdmin } from '../../core/directory/organization-seat.ts'
import type { MakeAccount } from '../../protocol/http.ts'
import type { EpochMs, Id } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import { ok, type Result, refuse } from '../../protocol/result.ts'
import type { Secrets } from '../tokens/secrets.ts'
import { hashActivationCode, makeActivationCode } from './activation-code.ts'
import { changeDirectories, changeDirectory } from './change-directory.ts'
import type { DirectoryContext } from './context.ts'
import { newId } from './new-id.ts'
import { accounts, memberships } from './schema.ts'

/** A one-time code, told once. */
export type IssuedCode = { accountId: Id; loginId: string; activationCode: string; endsAt: EpochMs }

/** What issuing a code needs besides. */
export type IssuingContext = DirectoryContext & { secrets: Pick<Secrets, 'pepper'> }

/** A new member of the organization with a one-time code, for administrators. Refuses `not_found` and `login_id_taken`. */
export async function makeAccount(
  context: IssuingContext,
  organizationId: Id,
  wish: v.InferOutput<typeof MakeAccount>,
): Promise<Result<IssuedCode>> {
  const { db, now } = context
  const accountId = newId()
  const code = await newCode(context, accountId)
  const { loginId, name, kana, unitId, phone = null, titleId = null } = wish
  const person: Person = {
    ...{ accountId, name, kana, phone, unitId, titleId },
    ...{ disabled: false, issuedBy: organizationId, isAdmin: false, mayMakeRooms: false, byRule: false },
  }
  return changeDirectory(context, organizationId, (index) => {
    if (!isAdmin(index, context.actor)) return refuse('not_found')
    if (!index.units.has(unitId) || (titleId !== null && !index.titles.has(titleId))) return refuse('not_found')
    const row = { id: accountId, loginId, name, kana, phone, issuedBy: organizationId, createdAt: now, ...code.columns }
    return ok({
      value: { accountId, loginId, activationCode: code.activationCode, endsAt: code.columns.activationEndsAt },
      after: { ...index.directory, people: [...index.directory.people, person] },
      statements: [
        db.insert(accounts).values(row),
        db.insert(memberships).values({ organizationId, accountId, unitId, titleId, createdAt: now }),
      ],
      event: { action: 'account.made', targetKind: 'account', targetId: accountId, detail: { unitId, titleId } },
    })
  })
}

/**
 * A new one-time code for a person, for administrators of the organization that issued the account. The old code is void at
 * once; the password, if there is one, goes on until the new code is used.
 */
export async function reissueActivation(
  context: IssuingContext,
  organizationId: Id,
  accountId: Id,
): Promise<Result<IssuedCode>> {
  const { db } = context
  const [account] = await db.select({ loginId: accounts.loginId }).from(accounts).where(eq(accounts.id, accountId))
  const code = await newCode(context, accountId)
  return changeDirectory(context, organizationId, (index) => {
    const person = answeredFor(index, context.actor, accountId)
    if (!person.ok) return person
    return ok({
      value: {
        accountId,
        loginId: account?.loginId ?? '',
        activationCode: code.activationCode,
        endsAt: code.columns.activationEndsAt,
      },
      after: index.directory,
      statements: [db.update(accounts).set(code.columns).where(eq(accounts.id, accountId))],
      event: { action: 'account.code_issued', targetKind: 'account', targetId: accountId },
    })
  })
}

/**
 * Another title, or none, for administrators; rooms and organizations filled by rank or title follow. Whoever is a member by
 * rule has the title of the source: `not_allowed`.
 */
export function setTitle(
  context: DirectoryContext,
  organizationId: Id,
  accountId: Id,
  titleId: Id | null,
): Promise<Result<null>> {
  return changeDirectory(context, organizationId, (index) => {
    const person = index.people.get(accountId)
    if (!isAdmin(index, context.actor) || !person) return refuse('not_found')
    if (titleId !== null && !index.titles.has(titleId)) return refuse('not_found')
    if (person.byRule) return refuse('not_allowed')
    const row = and(eq(memberships.organizationId, organizationId), eq(memberships.accountId, accountId))
    return ok({
      value: null,
      after: withPerson(index.directory, accountId, { titleId }),
      statements: person.titleId === titleId ? [] : [context.db.update(memberships).set({ titleId }).where(row)],
      event: {
        action: 'account.title_changed',
        targetKind: 'account',
        targetId: accountId,
        detail: { titleId, titleWas: person.titleId },
      },
    })
  })
}

/**
 * Disables an account or brings it back, for administrators of the organization that issued it, and not for one's own. A
 * disabled one leaves every room of every organization, and its devices end.
 */
export async function setDisabled(
  context: DirectoryContext,
  organizationId: Id,
  accountId: Id,
  disabled: boolean,
): Promise<Result<null>> {
  const { db } = context
  const rows = await db
    .select({ id: memberships.organizationId })
    .from(memberships)
    .where(eq(memberships.accountId, accountId))
  const organizationIds = [...new Set([organizationId, ...rows.map((row) => row.id)])]
  return changeDirectories(context, organizationIds, (indexes) => {
    const [index] = indexes
    if (!index) return refuse('not_found')
    const person = answeredFor(index, context.actor, accountId)
    if (!person.ok) return person
    if (accountId === context.actor) return refuse('not_allowed')
    return ok({
      value: null,
      after: indexes.map(({ directory }) => withPerson(directory, accountId, { disabled })),
      statements:
        person.value.disabled === disabled
          ? []
          : [db.update(accounts).set({ disabled }).where(eq(accounts.id, accountId))],
      event: { action: disabled ? 'account.disabled' : 'account.enabled', targetKind: 'account', targetId: accountId },
    })
  })
}

/** The person, where the asker administers the organization that issued the account: others could take it over everywhere. */
function answeredFor(index: DirectoryIndex, actor: Id | null, accountId: Id): Result<Person> {
  const person = index.people.get(accountId)
  if (!isAdmin(index, actor) || !person) return refuse('not_found')
  return person.issuedBy === index.directory.organization.id ? ok(person) : refuse('not_allowed')
}

async function newCode({ secrets, now }: IssuingContext, accountId: Id) {
  const activationCode = makeActivationCode()
  const columns = {
    activationHash: await hashActivationCode(secrets, accountId, activationCode),
    activationEndsAt: now + limits.activationMs,
    activationTries: 0,
  }
  return { activationCode, columns }
}
