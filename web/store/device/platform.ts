import type { Platform } from '../../../protocol/ringing.ts'

/** An iPad says that it is a Mac, and no Mac can be touched at several points (2026). */
export function platformOf({ userAgent, maxTouchPoints }: Pick<Navigator, 'userAgent' | 'maxTouchPoints'>): Platform {
  if (userAgent.includes('Android')) return 'android'
  if (/iPhone|iPad|iPod/.test(userAgent)) return 'ios'
  if (userAgent.includes('Macintosh')) return maxTouchPoints > 1 ? 'ios' : 'mac'
  if (userAgent.includes('Windows')) return 'windows'
  return /Linux|CrOS/.test(userAgent) ? 'linux' : 'other'
}
