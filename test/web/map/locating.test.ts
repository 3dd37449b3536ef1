import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLocating, lookMs, silenceMs, unavailableMs } from '../../../web/store/map/locating.ts'

const startedAt = Date.UTC(2026, 10, 22, 5, 0)

beforeEach(() => vi.useFakeTimers({ now: startedAt }))
afterEach(() => vi.useRealTimers())

/** A device that says what a test tells it to, to whoever watches. */
function aDevice({ isSecureContext = true } = {}) {
  let watcher: { found: PositionCallback; failed: PositionErrorCallback; options: PositionOptions } | null = null
  const geolocation = {
    watchPosition(found: PositionCallback, failed?: PositionErrorCallback | null, options?: PositionOptions) {
      watcher = { found, failed: failed!, options: options! }
      return 7
    },
    clearWatch(id: number) {
      if (id === 7) watcher = null
    },
  }
  return {
    locating: createLocating({ isSecureContext, navigator: { geolocation } }, () => Date.now()),
    options: () => watcher?.options ?? null,
    isWatched: () => watcher !== null,
    find: (accuracy: number, latitude = 36.12345678, timestamp = Date.now()) =>
      watcher?.found({ coords: { latitude, longitude: 140.1, accuracy }, timestamp } as GeolocationPosition),
    fail: (code: number) => watcher?.failed({ code } as GeolocationPositionError),
  }
}

test('it looks with all it has, takes the best fix, and stops 20 s after the first', () => {
  const { locating, options, isWatched, find } = aDevice()
  expect(isWatched()).toBe(false)
  locating.start()
  expect(options()).toEqual({ enableHighAccuracy: true, maximumAge: 0, timeout: lookMs })
  expect([locating.isLooking(), locating.fix()]).toEqual([true, null])
  find(64.2)
  expect(locating.fix()).toEqual({ lat: 36.123457, lon: 140.1, accuracyM: 65, at: startedAt, source: 'gps' })
  vi.advanceTimersByTime(2_000)
  find(12)
  find(30)
  expect(locating.fix()).toMatchObject({ accuracyM: 12, at: startedAt + 2_000 })
  vi.advanceTimersByTime(lookMs - 2_001)
  expect(isWatched()).toBe(true)
  vi.advanceTimersByTime(1)
  expect([isWatched(), locating.isLooking(), locating.problem()]).toEqual([false, false, null])
  expect(locating.fix()).toMatchObject({ accuracyM: 12 })
})

test('a fix that is ten seconds newer is better however exact: somebody may be on the way', () => {
  const { locating, find } = aDevice()
  locating.start()
  find(5)
  vi.advanceTimersByTime(10_001)
  find(40, 36.2)
  expect(locating.fix()).toMatchObject({ lat: 36.2, accuracyM: 40 })
})

test('a time of another era is not believed, and numbers that are none are not taken', () => {
  const { locating, find } = aDevice()
  locating.start()
  find(Number.NaN)
  find(5, 91)
  expect(locating.fix()).toBeNull()
  find(5, 36, startedAt - 31 * 365 * 86_400_000)
  expect(locating.fix()).toMatchObject({ at: startedAt })
})

test.each([
  [1, 'denied'],
  [3, 'timeout'],
] as const)('error %d is told at once: %s', (code, problem) => {
  const { locating, fail, isWatched } = aDevice()
  locating.start()
  fail(code)
  expect([locating.problem(), locating.isLooking(), isWatched()]).toEqual([problem, false, false])
})

test('that it does not know is told when it still does not know five seconds later', () => {
  const first = aDevice()
  first.locating.start()
  first.fail(2)
  expect([first.locating.problem(), first.locating.isLooking()]).toEqual([null, true])
  vi.advanceTimersByTime(unavailableMs)
  expect([first.locating.problem(), first.isWatched()]).toEqual(['unavailable', false])
  const second = aDevice()
  second.locating.start()
  second.fail(2)
  second.find(20)
  vi.advanceTimersByTime(unavailableMs)
  expect([second.locating.problem(), second.locating.isLooking()]).toEqual([null, true])
})

test('what was found is not taken away by what comes after it', () => {
  for (const code of [1, 2, 3]) {
    const { locating, find, fail } = aDevice()
    locating.start()
    find(20)
    fail(code)
    vi.advanceTimersByTime(lookMs)
    expect([locating.fix()?.accuracyM, locating.problem(), locating.isLooking()]).toEqual([20, null, false])
  }
})

test('a question that nobody answers ends too', () => {
  const { locating, isWatched } = aDevice()
  locating.start()
  vi.advanceTimersByTime(silenceMs)
  expect([locating.problem(), isWatched()]).toEqual(['timeout', false])
})

test('a page that is not secure and a browser without positions say so', () => {
  const insecure = aDevice({ isSecureContext: false })
  insecure.locating.start()
  expect([insecure.locating.problem(), insecure.isWatched()]).toEqual(['insecure', false])
  const without = createLocating({ isSecureContext: true, navigator: {} }, () => Date.now())
  without.start()
  expect([without.problem(), without.isLooking()]).toEqual(['unsupported', false])
})

test('trying again begins anew, and leaving ends it', () => {
  const { locating, find, fail, isWatched } = aDevice()
  locating.start()
  fail(1)
  locating.start()
  expect([locating.problem(), locating.isLooking()]).toEqual([null, true])
  find(9)
  locating.start()
  expect(locating.fix()).toBeNull()
  locating.stop()
  expect([isWatched(), locating.isLooking()]).toEqual([false, false])
  vi.advanceTimersByTime(silenceMs)
  expect(locating.problem()).toBeNull()
})
