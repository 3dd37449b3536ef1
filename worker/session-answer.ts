import type { Context } from 'hono'
import type { DeviceSession } from '../protocol/account-bindings.ts'
import type { Actor, Profile } from '../protocol/bindings.ts'
import type { Session } from '../protocol/http.ts'
import type { EpochMs } from '../protocol/ids.ts'
import type { AppEnv } from './env.ts'
import { signAccessToken } from './tokens/access-token.ts'
import { writeCookie } from './tokens/cookies.ts'
import { signKnownDevice } from './tokens/known-device.ts'

/** A client that keeps its tokens itself: it gets them in the body, and no cookie. */
export const isBearer = (c: Context<AppEnv>): boolean => c.req.header('x-yagura-client') === 'bearer'

/** A session that was opened or renewed: tokens for the client's kind, and who is signed in. */
export async function answerSession(c: Context<AppEnv>, opened: DeviceSession): Promise<Response> {
  const { session, access } = await withAccess(c, opened)
  if (isBearer(c)) return c.json({ ...session, tokens: { access, refresh: opened.refresh } } satisfies Session)
  writeTokens(c, access, opened.refresh)
  return c.json(session)
}

/** Puts the tokens of a renewed session into the browser's cookies; answers who is signed in. */
export async function renewInCookies(c: Context<AppEnv>, renewed: DeviceSession): Promise<SessionBody> {
  const { session, access } = await withAccess(c, renewed)
  writeTokens(c, access, renewed.refresh)
  return session
}

/** Makes this browser known to the login ID that has just signed in. */
export async function rememberDevice(c: Context<AppEnv>, loginId: string): Promise<void> {
  if (!isBearer(c)) writeCookie(c, 'yagura-known', await signKnownDevice(c.get('secrets'), loginId, c.get('now')))
}

export type SessionBody = Omit<Session, 'tokens'>

export function sessionBody(profile: Profile, actor: Actor, accessEndsAt: EpochMs, now: EpochMs): SessionBody {
  const { accountId, loginId, name } = profile
  const organizations = profile.organizations.map((seat) => ({ ...unasked, ...seat }))
  return { accountId, loginId, name, deviceId: actor.deviceId, organizations, accessEndsAt, now }
}

/** An account that was last told of itself before organizations could ask for something has a profile without these. */
const unasked = { leavesNothing: false, sendsAtOnce: false }

async function withAccess(
  c: Context<AppEnv>,
  { deviceId, profile }: DeviceSession,
): Promise<{ session: SessionBody; access: string }> {
  const [secrets, now] = [c.get('secrets'), c.get('now')]
  const actor = { accountId: profile.accountId, deviceId }
  const { token: access, endsAt } = await signAccessToken(secrets, actor, now)
  return { session: sessionBody(profile, actor, endsAt, now), access }
}

function writeTokens(c: Context<AppEnv>, access: string, refresh: string): void {
  writeCookie(c, 'yagura-access', access)
  writeCookie(c, 'yagura-refresh', refresh)
}
