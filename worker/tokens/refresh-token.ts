import type { Actor } from '../../protocol/bindings.ts'

/** `accountId.deviceId.secret`, or null for what has another shape. Says nothing about whether it is good. */
export function parseRefreshToken(token: string | undefined): (Actor & { secret: string }) | null {
  const parts = /^([0-9a-f]{32})\.([0-9a-f]{32})\.([A-Za-z0-9_-]{43})$/.exec(token ?? '')
  if (parts === null) return null
  const [, accountId = '', deviceId = '', secret = ''] = parts
  return { accountId, deviceId, secret }
}
