import { createMiddleware } from 'hono/factory'
import type { AppEnv } from '../env.ts'
import { tileOrigin } from '../map-setting.ts'

const fixed: Record<string, string> = {
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'permissions-policy':
    'accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), geolocation=(self), gyroscope=(), ' +
    'magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(self), usb=(), xr-spatial-tracking=()',
}

/** The same for pages, files and the API. Sockets need nothing of it. */
export const securityHeaders = createMiddleware<AppEnv>(async (c, next) => {
  await next()
  if (c.res.status === 101) return
  const { headers } = c.res
  const url = new URL(c.req.url)
  for (const [name, value] of Object.entries(fixed)) headers.set(name, value)
  const fileType = c.get('servesFile')
  const policy =
    fileType === undefined
      ? contentSecurityPolicy(url, tileOrigin(c.env), c.get('inlinedStyles'))
      : filePolicy(fileType)
  headers.set('content-security-policy', policy)
  headers.set(
    'cache-control',
    fileType === undefined ? cacheControl(url.pathname, c.res.status < 400) : 'private, no-store',
  )
})

/** What somebody uploaded runs nothing, whatever a browser takes it for. A sandbox would keep a browser from showing a PDF at all. */
const filePolicy = (type: string): string =>
  `${type === 'application/pdf' ? '' : 'sandbox; '}default-src 'none'; frame-ancestors 'none'`

function contentSecurityPolicy(url: URL, tiles: string, inlinedStyles: string[] = []): string {
  return [
    "default-src 'self'",
    "script-src 'self'",
    ["style-src 'self'", ...inlinedStyles].join(' '),
    // The map's tiles are the one thing from another host.
    `img-src 'self' blob: data: ${tiles}`,
    "font-src 'self'",
    `connect-src 'self'${socketSource(url)}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
  ].join('; ')
}

/** Before Safari 15.4 'self' did not cover sockets. A host name of unusual letters gets none, so that it cannot add to the policy. */
function socketSource({ protocol, host }: URL): string {
  return /^[a-z0-9.-]+(:\d+)?$/i.test(host) ? ` ${protocol === 'https:' ? 'wss' : 'ws'}://${host}` : ''
}

/** Names of built files carry a hash of their content; one that is not there may be there tomorrow. */
function cacheControl(path: string, isThere: boolean): string {
  if (path.startsWith('/api/')) return 'no-store'
  return path.startsWith('/assets/') && isThere ? 'public, max-age=31536000, immutable' : 'no-cache'
}
