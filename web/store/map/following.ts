import type { EpochMs } from '../../../protocol/ids.ts'
import { type Fix, fixOf, type LocatingBrowser, type LocatingProblem, lookMs, silenceMs } from './locating.ts'

export type Following = { start: () => void; stop: () => void }

export type FollowingParts = {
  browser: LocatingBrowser
  now: () => EpochMs
  found: (fix: Fix) => void
  /** null: it is found again. A denial ends it; after anything else it goes on looking. */
  problem: (problem: LocatingProblem | null) => void
}

/** Where this device is, again and again until it is stopped: for who shares it. */
export function createFollowing({ browser, now, found, problem }: FollowingParts): Following {
  let watching: number | null = null
  let silence: ReturnType<typeof setTimeout> | undefined

  function stop(): void {
    clearTimeout(silence)
    if (watching !== null) browser.navigator.geolocation?.clearWatch(watching)
    watching = null
  }

  function heard(position: GeolocationPosition): void {
    clearTimeout(silence)
    const fix = fixOf(position, now())
    if (fix === null) return
    problem(null)
    found(fix)
  }

  function failed({ code }: Pick<GeolocationPositionError, 'code'>): void {
    clearTimeout(silence)
    problem(code === 1 ? 'denied' : code === 3 ? 'timeout' : 'unavailable')
    if (code === 1) stop()
  }

  function start(): void {
    const { geolocation } = browser.navigator
    stop()
    if (!browser.isSecureContext) return problem('insecure')
    if (!geolocation) return problem('unsupported')
    silence = setTimeout(() => problem('timeout'), silenceMs)
    const options = { enableHighAccuracy: true, maximumAge: 5_000, timeout: lookMs }
    watching = geolocation.watchPosition(heard, failed, options)
  }

  return { start, stop }
}
