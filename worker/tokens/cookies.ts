import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { limits } from '../../protocol/limits.ts'
import type { AppEnv } from '../env.ts'

/** The three cookies of a browser; all `__Host-`, HttpOnly, Secure, SameSite=Strict, Path=/. */
export type CookieName = 'yagura-access' | 'yagura-refresh' | 'yagura-known'

const lifetimesMs: Record<CookieName, number> = {
  'yagura-access': limits.accessTokenMs,
  'yagura-refresh': limits.deviceIdleMs,
  'yagura-known': limits.knownDeviceMs,
}

export const readCookie = (c: Context<AppEnv>, name: CookieName): string | undefined => getCookie(c, name, 'host')

export const writeCookie = (c: Context<AppEnv>, name: CookieName, value: string): void =>
  put(c, name, value, lifetimesMs[name] / 1000)

/** Signed out. The known device stays known. */
export function clearSessionCookies(c: Context<AppEnv>): void {
  put(c, 'yagura-access', '', 0)
  put(c, 'yagura-refresh', '', 0)
}

const put = (c: Context<AppEnv>, name: CookieName, value: string, maxAge: number) =>
  setCookie(c, name, value, { prefix: 'host', path: '/', secure: true, httpOnly: true, sameSite: 'Strict', maxAge })
