import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { AppEnv } from '../env.ts'
import { refused } from '../on-error.ts'

/**
 * Nobody else's page makes a browser act here. A request that changes something, or opens a socket, names our own origin; a client
 * without an origin is no browser, and says who it is in a header that no other page can set, never in a cookie.
 */
export const ownOrigin = createMiddleware<AppEnv>(async (c, next) => {
  if (!isWelcome(c)) return refused(c, 'foreign_origin')
  return next()
})

/** For a read that changes something besides: asked by our own page alone, where the browser says by whom. */
export const ownPage = createMiddleware<AppEnv>(async (c, next) => {
  const [site, origin] = [c.req.header('sec-fetch-site'), c.req.header('origin')]
  const isOurs = (site === undefined || site === 'same-origin') && (origin === undefined || isOwn(c, origin))
  return isOurs ? next() : refused(c, 'foreign_origin')
})

function isWelcome(c: Context<AppEnv>): boolean {
  const site = c.req.header('sec-fetch-site')
  const isUpgrade = c.req.header('upgrade') !== undefined
  if (!isUpgrade && (c.req.method === 'GET' || c.req.method === 'HEAD')) return isWelcomeRead(c, site)
  if (site !== undefined && site !== 'same-origin') return false
  const origin = c.req.header('origin')
  if (origin !== undefined) return isOwn(c, origin)
  const isNamed = c.req.header('authorization') !== undefined || c.req.header('x-yagura-client') === 'bearer'
  return isNamed && c.req.header('cookie') === undefined
}

/** Pages may be linked to from anywhere; the API is read by our own page and by what was typed. */
const isWelcomeRead = (c: Context<AppEnv>, site: string | undefined): boolean =>
  !c.req.path.startsWith('/api/') || site === undefined || site === 'same-origin' || site === 'none'

const isOwn = (c: Context<AppEnv>, origin: string): boolean =>
  origin === new URL(c.req.url).origin || isPublicOrigin(c, origin)

const isPublicOrigin = (c: Context<AppEnv>, origin: string): boolean =>
  c.env.PUBLIC_ORIGIN !== undefined && c.env.PUBLIC_ORIGIN !== '' && origin === c.env.PUBLIC_ORIGIN
