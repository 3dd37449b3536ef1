import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { Start } from '../../protocol/http.ts'
import type { Id } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import { ok, type Result, refuse } from '../../protocol/result.ts'
import { isSpoken } from '../../protocol/version.ts'
import { accessOrganization } from '../access.ts'
import { described } from '../describe.ts'
import { type AppEnv, objectNamed } from '../env.ts'
import { readBearer } from '../middleware/authenticate.ts'
import { ownPage } from '../middleware/own-origin.ts'
import { validated } from '../middleware/validate.ts'
import { refused } from '../on-error.ts'
import { isBearer, renewInCookies, type SessionBody, sessionBody } from '../session-answer.ts'
import { readCookie } from '../tokens/cookies.ts'
import { renew } from './session.ts'

/** All that a client's first screen needs in one answer: on a slow network each further question is a wait of its own. */
export const startRoutes = new Hono<AppEnv>()

const StartQuery = v.strictObject({ v: v.pipe(v.string(), v.regex(/^(0|[1-9]\d{0,14})$/)) })

startRoutes.get(
  '/api/start',
  described({
    operationId: 'start',
    summary: 'Who is signed in, and all own room lists. Renews the session of a browser whose access token is over',
    tag: 'session',
    answer: Start,
    refusals: ['reload_required', 'device_ended'],
  }),
  ownPage,
  validated('query', StartQuery),
  async (c) => {
    if (!isSpoken(Number(c.req.valid('query').v))) return refused(c, 'reload_required')
    const session = await ownSession(c)
    if (!session.ok) return refused(c, session.refusal)
    return c.json({ session: session.value, lists: await ownLists(c, session.value) } satisfies Start)
  },
)

/** By the access token while its device lives; else a browser's refresh secret is renewed, or says why not. */
async function ownSession(c: Context<AppEnv>): Promise<Result<SessionBody>> {
  const bearer = await readBearer(c)
  if (bearer !== null) {
    const { actor, endsAt } = bearer
    const admitted = await objectNamed(c.env.ACCOUNT, actor.accountId).admit(actor.deviceId)
    if (admitted.ok) return ok(sessionBody(admitted.value, actor, endsAt, c.get('now')))
  }
  if (isBearer(c)) return refuse('signed_out')
  const renewed = await renew(c, readCookie(c, 'yagura-refresh'))
  return renewed.ok ? ok(await renewInCookies(c, renewed.value)) : renewed
}

/** The lists of the lobbies that answer in time. */
async function ownLists(c: Context<AppEnv>, session: SessionBody): Promise<Start['lists']> {
  const listOf = async (organizationId: Id) => {
    const access = accessOrganization(c.env, session, organizationId)
    return access.ok ? [{ organizationId, rooms: await inTime(access.value.lobby.list(session.accountId)) }] : []
  }
  const told = await Promise.allSettled(session.organizations.map(({ id }) => listOf(id)))
  return told.flatMap((list) => (list.status === 'fulfilled' ? list.value : []))
}

const inTime = <T>(work: Promise<T>): Promise<T> =>
  Promise.race([work, scheduler.wait(limits.startWaitMs).then(() => Promise.reject(new Error('late')))])
