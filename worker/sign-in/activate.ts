import { timingSafeEqual } from 'node:crypto'
import type { DeviceSession } from '../../protocol/account-bindings.ts'
import { type Result, refuse } from '../../protocol/result.ts'
import { activate, claimActivationTry } from '../directory/accounts.ts'
import { hashActivationCode } from '../directory/activation-code.ts'
import { recordAudit } from '../directory/audit.ts'
import { inHashSlot } from '../passwords/hash-slots.ts'
import { hashPassword } from '../passwords/password-hash.ts'
import { passwordProblem } from '../passwords/password-policy.ts'
import { endOtherDevices } from './end-others.ts'
import { type GuardedTry, guardTry } from './guard.ts'
import { openSession } from './open-session.ts'
import type { SignInContext } from './sign-in-context.ts'

/** A wrong code is answered this long after the request at the earliest: counting a try takes D1 a write, and a missing code does not. */
const answerAfterMs = 400
const nobody = '0'.repeat(32)

/** The first sign-in, or the one after a reset: the one-time code is used up, the person's own password set, and every other device ended. */
export async function activateAccount(
  context: SignInContext,
  wish: { loginId: string; code: string; password: string; deviceName: string },
): Promise<Result<DeviceSession>> {
  const { env, db, now, secrets } = context
  const answerAt = scheduler.wait(answerAfterMs)
  const problem = passwordProblem(wish.password, [wish.loginId])
  if (problem !== null) return refuse(problem)
  const guarded = await guardTry(env, { ...context.from, loginId: wish.loginId }, now)
  if (!guarded.ok) return guarded
  const claimed = await claimActivationTry(db, wish.loginId, now)
  const presented = await hashActivationCode(secrets, claimed?.id ?? nobody, wish.code)
  if (claimed === null || !isSame(presented, claimed.activationHash))
    return refuseCode(context, guarded.value, answerAt, claimed?.id)

  const passwordHash = await inHashSlot(() => hashPassword(secrets.pepper, wish.password))
  if (passwordHash === null) return refuse('slow_down', 2_000)
  if (!(await activate(db, claimed.id, claimed.activationHash, passwordHash, now))) {
    return refuseCode(context, guarded.value, answerAt, claimed.id)
  }
  await endOtherDevices(env, claimed.id, null)
  const opened = await openSession(env, db, claimed.id, wish.deviceName)
  if (!opened.ok) return refuse('activation_failed')
  await guarded.value.succeeded()
  const event = {
    action: 'session.activated',
    targetKind: 'device',
    targetId: opened.value.deviceId,
    actorId: claimed.id,
  } as const
  context.waitUntil(recordAudit(db, event, now))
  return opened
}

async function refuseCode(
  context: SignInContext,
  guarded: GuardedTry,
  answerAt: Promise<void>,
  accountId: string | undefined,
): Promise<Result<never>> {
  const event = accountId === undefined ? {} : ({ targetKind: 'account', targetId: accountId } as const)
  context.waitUntil(recordAudit(context.db, { action: 'session.activation_failed', ...event }, context.now))
  await Promise.all([guarded.failed(), answerAt])
  return refuse('activation_failed')
}

const isSame = (one: string, other: string) =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))
