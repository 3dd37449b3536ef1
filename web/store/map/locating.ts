import { type Accessor, batch, createSignal } from 'solid-js'
import { roundedPlace } from '../../../core/place.ts'
import type { GeoPlace } from '../../../protocol/geo-place.ts'
import type { EpochMs } from '../../../protocol/ids.ts'

/**
 * Where this device is, by its own word. It is asked while somebody waits, and never besides.
 *
 *   idle ──start──► looking ──first fix──► looking, with a fix ──20 s──► idle, with the best fix
 *                      └──denied, unavailable, 20 s without a fix──► idle, with a problem
 */
export type Locating = {
  /** The best that was found. */
  fix: Accessor<Fix | null>
  isLooking: Accessor<boolean>
  problem: Accessor<LocatingProblem | null>
  start: () => void
  stop: () => void
}

export type Fix = GeoPlace & { source: 'gps'; accuracyM: number; at: EpochMs }

export type LocatingProblem = 'denied' | 'unavailable' | 'timeout' | 'insecure' | 'unsupported'

export type LocatingBrowser = {
  isSecureContext: boolean
  navigator: { geolocation?: Pick<Geolocation, 'watchPosition' | 'clearWatch'> }
}

/** A browser counts this from when it may look, and so do we from the first fix. */
export const lookMs = 20_000
/** An iPhone says that it does not know while it is about to know (2026). */
export const unavailableMs = 5_000
/** A question that nobody answers is not told to the page by every browser. */
export const silenceMs = 60_000
/** A fix that is so much older than the next is not better, however exact: somebody may be on the way. */
const staleMs = 10_000
const dayMs = 24 * 3_600_000

export function createLocating(browser: LocatingBrowser, now: () => EpochMs): Locating {
  const [fix, setFix] = createSignal<Fix | null>(null)
  const [isLooking, setIsLooking] = createSignal(false)
  const [problem, setProblem] = createSignal<LocatingProblem | null>(null)
  let watching: number | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  function stop(): void {
    clearTimeout(timer)
    if (watching !== null) browser.navigator.geolocation?.clearWatch(watching)
    watching = null
    setIsLooking(false)
  }

  /** What was found is not taken away by what comes after it. */
  function fail(why: LocatingProblem): void {
    batch(() => {
      stop()
      if (fix() === null) setProblem(why)
    })
  }

  function after(ms: number, then: () => void): void {
    clearTimeout(timer)
    timer = setTimeout(then, ms)
  }

  function found(position: GeolocationPosition): void {
    const next = fixOf(position, now())
    if (next === null) return
    const best = fix()
    if (best === null) after(lookMs, stop)
    if (best === null || next.accuracyM <= best.accuracyM || next.at - best.at > staleMs) setFix(next)
  }

  function failed({ code }: Pick<GeolocationPositionError, 'code'>): void {
    if (code === 1) fail('denied')
    else if (code === 3) fail('timeout')
    else if (fix() === null) after(unavailableMs, () => fail('unavailable'))
  }

  function start(): void {
    const { geolocation } = browser.navigator
    batch(() => {
      stop()
      setFix(null)
      setProblem(null)
      if (!browser.isSecureContext) return fail('insecure')
      if (!geolocation) return fail('unsupported')
      setIsLooking(true)
      after(silenceMs, () => fail('timeout'))
      const id = geolocation.watchPosition(found, failed, { enableHighAccuracy: true, maximumAge: 0, timeout: lookMs })
      if (isLooking()) watching = id
      else geolocation.clearWatch(id)
    })
  }

  return { fix, isLooking, problem, start, stop }
}

/** null for numbers that are none. */
export function fixOf({ coords, timestamp }: GeolocationPosition, now: EpochMs): Fix | null {
  const { latitude: lat, longitude: lon, accuracy } = coords
  if (![lat, lon, accuracy].every(Number.isFinite) || Math.abs(lat) > 90 || Math.abs(lon) > 180) return null
  const accuracyM = Math.min(Math.max(0, Math.ceil(accuracy)), 20_000_000)
  // Some browsers have counted from another year than 1970.
  const at = Math.abs(timestamp - now) < dayMs ? Math.round(timestamp) : now
  return { ...roundedPlace({ lat, lon }), accuracyM, at, source: 'gps' }
}
