import { createMiddleware } from 'hono/factory'
import { routePath } from 'hono/route'
import { now } from '../clock.ts'
import type { AppEnv } from '../env.ts'
import { log } from '../log.ts'
import { toBase64url } from '../tokens/base64url.ts'

/** Gives the request its reference and its time, and writes its one line when it is answered. */
export const requestLog = createMiddleware<AppEnv>(async (c, next) => {
  const startedAt = Date.now()
  c.set('now', now(c.env))
  c.set('reference', toBase64url(crypto.getRandomValues(new Uint8Array(9))))
  await next()
  const actor = c.get('actor') as AppEnv['Variables']['actor'] | undefined
  log({
    reference: c.get('reference'),
    method: c.req.method,
    route: routePath(c),
    status: c.res.status,
    ms: Date.now() - startedAt,
    ...actor,
  })
})
