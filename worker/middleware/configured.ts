import { createMiddleware } from 'hono/factory'
import type { AppEnv } from '../env.ts'
import { refused } from '../on-error.ts'
import { readSecrets } from '../tokens/secrets.ts'

/** Without usable secrets nothing is answered, not even the page: a Worker that was deployed too early must not look like one that works. */
export const configured = createMiddleware<AppEnv>(async (c, next) => {
  const secrets = await readSecrets(c.env)
  if (secrets === null) return refused(c, 'not_configured')
  c.set('secrets', secrets)
  return next()
})
