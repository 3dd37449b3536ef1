import { type Context, Hono } from 'hono'
import type { DeviceSession } from '../../protocol/account-bindings.ts'
import type { Actor } from '../../protocol/bindings.ts'
import { Activate, RefreshBody, Session, SignIn } from '../../protocol/http.ts'
import { ok, type Result, refuse } from '../../protocol/result.ts'
import { noteInAudit } from '../audit-note.ts'
import { described } from '../describe.ts'
import { openDatabase } from '../directory/database.ts'
import { type AppEnv, objectNamed } from '../env.ts'
import { readBearer } from '../middleware/authenticate.ts'
import { validated } from '../middleware/validate.ts'
import { refused } from '../on-error.ts'
import { answerSession, isBearer, rememberDevice } from '../session-answer.ts'
import { activateAccount } from '../sign-in/activate.ts'
import { clientAddress } from '../sign-in/client-address.ts'
import { deviceNameOf } from '../sign-in/device-name.ts'
import { signIn } from '../sign-in/sign-in.ts'
import type { SignInContext } from '../sign-in/sign-in-context.ts'
import { clearSessionCookies, readCookie } from '../tokens/cookies.ts'
import { readKnownDevice } from '../tokens/known-device.ts'
import { parseRefreshToken } from '../tokens/refresh-token.ts'

export const sessionRoutes = new Hono<AppEnv>()

sessionRoutes.post(
  '/api/session',
  described({
    operationId: 'signIn',
    summary: 'Sign in with a login ID and a password',
    tag: 'session',
    answer: Session,
    refusals: ['sign_in_failed', 'slow_down', 'directory_unavailable'],
  }),
  validated('json', SignIn),
  async (c) => {
    const { password, deviceName, ...body } = c.req.valid('json')
    const loginId = normalizedLoginId(body.loginId)
    const context = await signInContext(c, loginId)
    if (!context.ok) return refused(c, context.refusal)
    const opened = await signIn(context.value, { loginId, password, deviceName: deviceName ?? namedByAgent(c) })
    return answerOpened(c, loginId, opened)
  },
)

sessionRoutes.post(
  '/api/session/activation',
  described({
    operationId: 'activate',
    summary: 'Use a one-time code up: set an own password and sign in',
    tag: 'session',
    answer: Session,
    refusals: [
      'password_too_short',
      'password_too_common',
      'password_too_long',
      'activation_failed',
      'slow_down',
      'directory_unavailable',
    ],
  }),
  validated('json', Activate),
  async (c) => {
    const { code, password, deviceName, ...body } = c.req.valid('json')
    const loginId = normalizedLoginId(body.loginId)
    const context = await signInContext(c, loginId)
    if (!context.ok) return refused(c, context.refusal)
    const opened = await activateAccount(context.value, {
      loginId,
      code,
      password,
      deviceName: deviceName ?? namedByAgent(c),
    })
    return answerOpened(c, loginId, opened)
  },
)

sessionRoutes.post(
  '/api/session/refresh',
  described({
    operationId: 'refresh',
    summary: 'Renew the session',
    tag: 'session',
    answer: Session,
    refusals: ['device_ended'],
  }),
  validated('json', RefreshBody),
  async (c) => {
    const renewed = await renew(c, isBearer(c) ? c.req.valid('json').refresh : readCookie(c, 'yagura-refresh'))
    return renewed.ok ? answerSession(c, renewed.value) : refused(c, renewed.refusal)
  },
)

sessionRoutes.delete(
  '/api/session',
  described({
    operationId: 'signOut',
    summary: 'Sign out this device; also where there is no session any more',
    tag: 'session',
  }),
  async (c) => {
    const ended = await endOwnDevice(c)
    if (ended !== null) {
      const { accountId: actorId, deviceId: targetId } = ended
      noteInAudit(c, { action: 'session.signed_out', targetKind: 'device', targetId, actorId })
    }
    clearSessionCookies(c)
    // Not "cookies": that would reach the other sites of this domain. Not "storage": others may have unsent messages on this device.
    c.header('clear-site-data', '"cache"')
    return c.body(null, 204)
  },
)

async function answerOpened(c: Context<AppEnv>, loginId: string, opened: Result<DeviceSession>): Promise<Response> {
  if (!opened.ok) return refused(c, opened.refusal)
  // The session that this browser had before is replaced, not left behind.
  await endOwnDevice(c)
  await rememberDevice(c, loginId)
  return answerSession(c, opened.value)
}

/** A renewal by a refresh token, wherever the client keeps it. */
export async function renew(c: Context<AppEnv>, token: string | undefined): Promise<Result<DeviceSession>> {
  const parsed = parseRefreshToken(token)
  if (parsed === null) return refuse('signed_out')
  const { accountId, deviceId, secret } = parsed
  const renewed = await objectNamed(c.env.ACCOUNT, accountId).refresh(deviceId, secret)
  if (renewed.isReuse)
    noteInAudit(c, { action: 'session.reuse_ended', targetKind: 'device', targetId: deviceId, actorId: accountId })
  return renewed
}

/** By the access token, or by the refresh token when that one is over. Answers whose device it was, or null. */
async function endOwnDevice(c: Context<AppEnv>): Promise<Actor | null> {
  const bearer = await readBearer(c)
  const parsed = bearer?.actor ?? parseRefreshToken(readCookie(c, 'yagura-refresh'))
  if (parsed === null) return null
  if (bearer === null && !(await renew(c, readCookie(c, 'yagura-refresh'))).ok) return null
  const ended = await objectNamed(c.env.ACCOUNT, parsed.accountId).endDevice(parsed.deviceId)
  return ended.ok ? parsed : null
}

/** As it is stored; what cannot be a login ID takes the same path as one that nobody has. */
const normalizedLoginId = (text: string): string => text.normalize('NFKC').trim().toLowerCase()

const namedByAgent = (c: Context<AppEnv>): string => deviceNameOf(c.req.header('user-agent'))

export async function signInContext(c: Context<AppEnv>, loginId: string): Promise<Result<SignInContext>> {
  if (c.env.DB === undefined) return refuse('directory_unavailable')
  const [secrets, now] = [c.get('secrets'), c.get('now')]
  const knownDevice = await readKnownDevice(secrets, readCookie(c, 'yagura-known'), loginId, now)
  return ok({
    env: c.env,
    db: openDatabase(c.env.DB),
    now,
    secrets,
    from: { address: clientAddress(c.req.raw), knownDevice },
    waitUntil: (work) => c.executionCtx.waitUntil(work.catch(() => undefined)),
  })
}
