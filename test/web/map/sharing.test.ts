import { beforeEach, describe, expect, test } from 'vitest'
import type { GeoPlace } from '../../../protocol/geo-place.ts'
import { limits } from '../../../protocol/limits.ts'
import type { FollowingParts } from '../../../web/store/map/following.ts'
import type { Fix } from '../../../web/store/map/locating.ts'
import {
  againMs,
  createSharing,
  isDue,
  latestMs,
  type Share,
  type Sharing,
  soonestMs,
  type Told,
} from '../../../web/store/map/sharing.ts'
import { clientId, id } from '../../support/builders.ts'

const minuteMs = 60_000
/** 0.001° of latitude are 111 m. */
const fix = (lat: number, at = 0): Fix => ({ lat, lon: 140.1, accuracyM: 8, at, source: 'gps' })

let now = 0
let isLooked = true
let answer: Told = { said: 'yes' }
let told: { lat: number | null; at: number }[] = []
let kept: Share | null = null
let isFollowing = false
let device: Pick<FollowingParts, 'found' | 'problem'>
let sharing: Sharing

beforeEach(() => {
  now = 1_000_000
  isLooked = true
  answer = { said: 'yes' }
  told = []
  kept = null
  isFollowing = false
  sharing = createSharing({
    now: () => now,
    isLooked: () => isLooked,
    tell: async (_share: Share, place: GeoPlace | null) => {
      told.push({ lat: place?.lat ?? null, at: now })
      return answer
    },
    follow: (parts) => {
      device = parts
      return {
        start: () => {
          isFollowing = true
        },
        stop: () => {
          isFollowing = false
        },
      }
    },
    remember: (share) => {
      kept = share
    },
  })
})

const share = (lastsMs = limits.shortShareMs): Share => ({
  ...{ roomId: id('room'), roomName: '連絡', id: clientId(1), lastsMs, endsAt: now + lastsMs },
})
const settle = () => new Promise<void>((resolve) => setTimeout(resolve))
/** So much time goes by, and the page looks again. */
async function pass(ms: number): Promise<void> {
  now += ms
  sharing.look()
  await settle()
}
async function find(lat: number): Promise<void> {
  device.found(fix(lat, now))
  await settle()
}

describe('when the room is told', () => {
  test('[MP11] at once, then every 15 s at most where it moved by more than 20 m, and else every minute', () => {
    const last = { place: fix(36.1), at: 0 }
    expect(isDue(null, fix(36.1), 0)).toBe(true)
    expect(isDue(last, fix(36.2), soonestMs - 1)).toBe(false)
    expect(isDue(last, fix(36.2), soonestMs)).toBe(true)
    expect(isDue(last, fix(36.10017), soonestMs)).toBe(false)
    expect(isDue(last, fix(36.10019), soonestMs)).toBe(true)
    expect(isDue(last, fix(36.1), latestMs - 1)).toBe(false)
    expect(isDue(last, fix(36.1), latestMs)).toBe(true)
  })

  test('[MP11] while somebody looks, and not while nobody does', async () => {
    sharing.start(share())
    await find(36.1)
    isLooked = false
    await find(36.2)
    await pass(2 * minuteMs)
    expect(told.map(({ lat }) => lat)).toEqual([36.1])
    isLooked = true
    await pass(0)
    expect(told.map(({ lat }) => lat)).toEqual([36.1, 36.2])
  })

  test('[MP12] what did not arrive is told again, and that it did not is said meanwhile', async () => {
    answer = { said: 'unreachable' }
    sharing.start(share())
    await find(36.1)
    expect(sharing.problem()).toBe('network')
    await pass(againMs - 1)
    expect(told).toHaveLength(1)
    answer = { said: 'yes' }
    await pass(1)
    expect([told.length, sharing.problem()]).toEqual([2, null])
    answer = { said: 'wait', ms: 3_000 }
    await pass(latestMs)
    await pass(2_999)
    expect(told).toHaveLength(3)
    answer = { said: 'yes' }
    await pass(1)
    expect([told.length, sharing.problem()]).toEqual([4, null])
  })

  test('[MP12] a device that does not find itself says so, and is not told as if it had', async () => {
    sharing.start(share())
    await find(36.1)
    device.problem('unavailable')
    await pass(5 * minuteMs)
    expect([told.length, sharing.problem()]).toEqual([1, 'unavailable'])
    device.problem(null)
    await find(36.1)
    expect([told.length, sharing.problem()]).toEqual([2, null])
  })
})

describe('how it ends', () => {
  test('[MP12] by itself when its time is over', async () => {
    sharing.start(share())
    await find(36.1)
    await pass(limits.shortShareMs - 1)
    expect([sharing.state().at, isFollowing]).toEqual(['sharing', true])
    await pass(1)
    expect([sharing.state().at, isFollowing, kept]).toEqual(['over', false, null])
    expect(told.every(({ lat }) => lat !== null)).toBe(true)
    await sharing.stop()
    expect([told.at(-1)?.lat, sharing.state().at]).toEqual([null, 'none'])
  })

  test('[MP12] when it is stopped the room is told, and again until it knows, after the page was loaded again too', async () => {
    sharing.start(share())
    await find(36.1)
    answer = { said: 'unreachable' }
    await sharing.stop()
    expect([sharing.state().at, isFollowing, kept?.isStopped]).toEqual(['stopping', false, true])
    const remembered = kept as unknown as Share
    sharing.close()
    sharing.start(remembered)
    expect([sharing.state().at, isFollowing]).toEqual(['stopping', false])
    answer = { said: 'yes' }
    await pass(againMs)
    expect([told.at(-1)?.lat, sharing.state().at, kept]).toEqual([null, 'none', null])
  })

  test('[MP7] a stop is the last that the room hears, whatever was on its way', async () => {
    sharing.start(share())
    device.found(fix(36.1, now))
    await sharing.stop()
    await pass(latestMs)
    expect(told.map(({ lat }) => lat)).toEqual([36.1, null])
  })

  test.each(['no'] as const)('[MP12] when the room says %s', async (said) => {
    sharing.start(share())
    answer = { said }
    await find(36.1)
    expect([sharing.state().at, isFollowing, kept]).toEqual(['none', false, null])
  })
})
