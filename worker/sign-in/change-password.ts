import type { Actor } from '../../protocol/bindings.ts'
import { ok, type Result, refuse } from '../../protocol/result.ts'
import { changePassword, credentialsById } from '../directory/accounts.ts'
import { recordAudit } from '../directory/audit.ts'
import { inHashSlot } from '../passwords/hash-slots.ts'
import { hashPassword, nobodysHash, verifyPassword } from '../passwords/password-hash.ts'
import { passwordProblem } from '../passwords/password-policy.ts'
import { endOtherDevices } from './end-others.ts'
import { guardTry } from './guard.ts'
import type { SignInContext } from './sign-in-context.ts'

/** A new password for who knows the present one; every other device ends. */
export async function changeOwnPassword(
  context: SignInContext,
  actor: Actor,
  wish: { current: string; next: string },
): Promise<Result<null>> {
  const { env, db, now, secrets } = context
  // Guessing the present password on a device left unlocked is slowed down for that device alone.
  const guarded = await guardTry(env, { loginId: actor.accountId, address: '', knownDevice: actor.deviceId }, now)
  if (!guarded.ok) return guarded
  const account = await credentialsById(db, actor.accountId)
  const stored = account?.passwordHash ?? nobodysHash
  const matches = await inHashSlot(() => verifyPassword(secrets.pepper, wish.current, stored))
  if (matches === null) return refuse('slow_down', 2_000)
  if (!matches || account === null) return refuse('password_wrong')
  await guarded.value.succeeded()
  const problem = passwordProblem(wish.next, [account.loginId])
  if (problem !== null) return refuse(problem)

  const next = await inHashSlot(() => hashPassword(secrets.pepper, wish.next))
  if (next === null) return refuse('slow_down', 2_000)
  if (!(await changePassword(db, account.id, stored, next, now))) return refuse('changed_meanwhile')
  await endOtherDevices(env, account.id, actor.deviceId)
  const event = {
    action: 'account.password_changed',
    targetKind: 'account',
    targetId: account.id,
    actorId: account.id,
  } as const
  context.waitUntil(recordAudit(db, event, now))
  return ok(null)
}
