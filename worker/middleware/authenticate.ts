import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { Actor } from '../../protocol/bindings.ts'
import { accountHeader } from '../../protocol/http.ts'
import type { EpochMs } from '../../protocol/ids.ts'
import { type AppEnv, objectNamed } from '../env.ts'
import { refused } from '../on-error.ts'
import { readAccessToken } from '../tokens/access-token.ts'
import { readCookie } from '../tokens/cookies.ts'

/** Who asks: by a token of ours that is not over, as the person for whom the client asks, and on a device that its account lets live at this moment. */
export const authenticate = createMiddleware<AppEnv>(async (c, next) => {
  const bearer = await readBearer(c)
  if (bearer === null) return refused(c, 'signed_out')
  const { actor, endsAt } = bearer
  const claimed = c.req.header(accountHeader) ?? c.req.query('as')
  if (claimed !== undefined && claimed !== actor.accountId) return refused(c, 'signed_out')
  const admitted = await objectNamed(c.env.ACCOUNT, actor.accountId).admit(actor.deviceId)
  if (!admitted.ok) return refused(c, admitted.refusal)
  c.set('actor', actor)
  c.set('profile', admitted.value)
  c.set('accessEndsAt', endsAt)
  return next()
})

/** Whose token came with the request, in the Authorization header or else in the cookie. Does not ask whether the device lives. */
export async function readBearer(c: Context<AppEnv>): Promise<{ actor: Actor; endsAt: EpochMs } | null> {
  const authorization = c.req.header('authorization')
  const token =
    authorization === undefined ? readCookie(c, 'yagura-access') : /^Bearer ([\w.-]+)$/i.exec(authorization)?.[1]
  return token === undefined ? null : readAccessToken(c.get('secrets'), token, c.get('now'))
}
