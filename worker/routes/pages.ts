import type { Handler } from 'hono'
import type { AppEnv } from '../env.ts'
import { refused } from '../on-error.ts'

/** The built client. An unknown path is its page, by the setting of ASSETS; a built file of an earlier version is gone, and no page. */
export const pages: Handler<AppEnv> = async (c) => {
  if (c.env.ASSETS === undefined) return refused(c, 'not_found')
  const { body, status, headers } = await c.env.ASSETS.fetch(c.req.raw)
  const isPage = headers.get('content-type')?.startsWith('text/html') ?? false
  if (status === 404 || (isPage && c.req.path.startsWith('/assets/'))) return refused(c, 'not_found')
  // A copy, since what ASSETS answers cannot be given other headers.
  return new Response(body, { status, headers: new Headers(headers) })
}
