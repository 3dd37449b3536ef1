import { and, eq, gt, isNotNull, lt, sql } from 'drizzle-orm'
import type { EpochMs, Id } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import type { Database } from './database.ts'
import { accounts } from './schema.ts'

/** What sign-in has to know of an account. */
export type Credentials = { id: Id; loginId: string; passwordHash: string | null; disabled: boolean }

const credentials = {
  id: accounts.id,
  loginId: accounts.loginId,
  passwordHash: accounts.passwordHash,
  disabled: accounts.disabled,
}

export async function credentialsByLogin(db: Database, loginId: string): Promise<Credentials | null> {
  const [row] = await db.select(credentials).from(accounts).where(eq(accounts.loginId, loginId))
  return row ?? null
}

export async function credentialsById(db: Database, id: Id): Promise<Credentials | null> {
  const [row] = await db.select(credentials).from(accounts).where(eq(accounts.id, id))
  return row ?? null
}

/** Puts a new hash in the place of the one that was just verified; false when somebody was faster. */
export async function replacePasswordHash(db: Database, id: Id, earlier: string, next: string): Promise<boolean> {
  const changed = await db
    .update(accounts)
    .set({ passwordHash: next })
    .where(and(eq(accounts.id, id), eq(accounts.passwordHash, earlier)))
    .returning({ id: accounts.id })
  return changed.length === 1
}

/** A new password chosen by its owner; an activation code that may be waiting is dead. False when somebody was faster. */
export async function changePassword(
  db: Database,
  id: Id,
  earlier: string,
  next: string,
  now: EpochMs,
): Promise<boolean> {
  const changed = await db
    .update(accounts)
    .set({ passwordHash: next, passwordChangedAt: now, ...noActivation })
    .where(and(eq(accounts.id, id), eq(accounts.passwordHash, earlier), eq(accounts.disabled, false)))
    .returning({ id: accounts.id })
  return changed.length === 1
}

/**
 * Counts a try at the activation code of a login ID, and answers what the code must hash to; null where there is no living code, or
 * its tries are used up. Counting comes first: tries sent all at once get no more than the others.
 */
export async function claimActivationTry(
  db: Database,
  loginId: string,
  now: EpochMs,
): Promise<{ id: Id; activationHash: string } | null> {
  const [row] = await db
    .update(accounts)
    .set({ activationTries: sql`${accounts.activationTries} + 1` })
    .where(
      and(
        eq(accounts.loginId, loginId),
        eq(accounts.disabled, false),
        isNotNull(accounts.activationHash),
        gt(accounts.activationEndsAt, now),
        lt(accounts.activationTries, limits.maxActivationTries),
      ),
    )
    .returning({ id: accounts.id, activationHash: accounts.activationHash })
  return row?.activationHash == null ? null : { id: row.id, activationHash: row.activationHash }
}

/** Uses the code up and sets the password; false when the code was used or replaced meanwhile. */
export async function activate(
  db: Database,
  id: Id,
  activationHash: string,
  passwordHash: string,
  now: EpochMs,
): Promise<boolean> {
  const changed = await db
    .update(accounts)
    .set({ passwordHash, passwordChangedAt: now, ...noActivation })
    .where(and(eq(accounts.id, id), eq(accounts.activationHash, activationHash), eq(accounts.disabled, false)))
    .returning({ id: accounts.id })
  return changed.length === 1
}

const noActivation = { activationHash: null, activationEndsAt: null, activationTries: 0 }
