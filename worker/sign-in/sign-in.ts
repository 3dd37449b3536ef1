import type { DeviceSession } from '../../protocol/account-bindings.ts'
import type { Id } from '../../protocol/ids.ts'
import { type Result, refuse } from '../../protocol/result.ts'
import { type Credentials, credentialsById, credentialsByLogin, replacePasswordHash } from '../directory/accounts.ts'
import { recordAudit } from '../directory/audit.ts'
import { objectNamed } from '../env.ts'
import { inHashSlot } from '../passwords/hash-slots.ts'
import { hashPassword, isOutdated, nobodysHash, verifyPassword } from '../passwords/password-hash.ts'
import { type GuardedTry, guardTry } from './guard.ts'
import { openSession } from './open-session.ts'
import type { SignInContext } from './sign-in-context.ts'

/**
 * Sign-in with a login ID and a password. An unknown ID, a wrong password, an account that was not activated and a disabled one take the
 * same path, with the same steps, to the same answer.
 */
export async function signIn(
  context: SignInContext,
  wish: { loginId: string; password: string; deviceName: string },
): Promise<Result<DeviceSession>> {
  const { env, db, now, secrets } = context
  const guarded = await guardTry(env, { ...context.from, loginId: wish.loginId }, now)
  if (!guarded.ok) return guarded
  const account = await credentialsByLogin(db, wish.loginId)
  const stored = account?.passwordHash ?? nobodysHash
  const matches = await inHashSlot(() => verifyPassword(secrets.pepper, wish.password, stored))
  if (matches === null) return refuse('slow_down', 2_000)
  if (!matches || account === null || account.disabled) return refuseSignIn(context, guarded.value, account?.id)

  const opened = await openSession(env, db, account.id, wish.deviceName)
  if (!opened.ok || !(await isStillSo(context, account, opened.value.deviceId))) {
    return refuseSignIn(context, guarded.value, account.id)
  }
  await guarded.value.succeeded()
  context.waitUntil(afterSignIn(context, account, stored, wish.password, opened.value.deviceId))
  return opened
}

/** The end of every try that failed; the audit row is written after the answer, so that it shows nothing. */
async function refuseSignIn(
  context: SignInContext,
  guarded: GuardedTry,
  accountId: Id | undefined,
): Promise<Result<never>> {
  const event = accountId === undefined ? {} : ({ targetKind: 'account', targetId: accountId } as const)
  context.waitUntil(recordAudit(context.db, { action: 'session.sign_in_failed', ...event }, context.now))
  await guarded.failed()
  return refuse('sign_in_failed')
}

/** A password that was changed while this one was being hashed ends this device too: its changer has ended only the earlier ones. */
async function isStillSo({ env, db }: SignInContext, account: Credentials, deviceId: Id): Promise<boolean> {
  const current = await credentialsById(db, account.id)
  if (current !== null && current.passwordHash === account.passwordHash && !current.disabled) return true
  await objectNamed(env.ACCOUNT, account.id).endDevice(deviceId)
  return false
}

async function afterSignIn(
  { db, now, secrets }: SignInContext,
  account: Credentials,
  stored: string,
  password: string,
  deviceId: Id,
): Promise<void> {
  const event = { action: 'session.signed_in', targetKind: 'device', targetId: deviceId, actorId: account.id } as const
  await recordAudit(db, event, now)
  if (!isOutdated(stored)) return
  const next = await inHashSlot(() => hashPassword(secrets.pepper, password))
  if (next !== null) await replacePasswordHash(db, account.id, stored, next)
}
