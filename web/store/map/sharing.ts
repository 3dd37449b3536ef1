import { type Accessor, batch, createSignal } from 'solid-js'
import { metresBetween } from '../../../core/distance.ts'
import type { GeoPlace } from '../../../protocol/geo-place.ts'
import type { ClientId, EpochMs, Id } from '../../../protocol/ids.ts'
import type { Following, FollowingParts } from './following.ts'
import type { Fix, LocatingProblem } from './locating.ts'

/**
 * This device shares where it is with one room.
 *
 *   none ──start──► sharing ──its time is over──► over ──close──► none
 *                      └──stop──► stopping ──the room knows──► none
 *
 * 1. It is told only while somebody looks. 2. What was stopped is told until the room knows, since until then others see it.
 * 3. Whatever the room says no to ends it.
 */
export type Sharing = {
  state: Accessor<SharingState>
  /** What keeps the room from being told. */
  problem: Accessor<LocatingProblem | 'network' | null>
  start: (share: Share) => void
  stop: () => Promise<void>
  /** Takes the notice away that it is over. */
  close: () => void
  /** The app came on screen; time went by. */
  look: () => void
}

export type Share = {
  roomId: Id
  roomName: string
  id: ClientId
  lastsMs: number
  endsAt: EpochMs
  /** The room has to be told so. */
  isStopped?: true
}

export type SharingState = { at: 'none' } | { at: 'sharing' | 'stopping' | 'over'; share: Share }

/** What the room said: `wait` for so long, or `no` to this sharing for good. */
export type Told = { said: 'yes' | 'no' | 'unreachable' } | { said: 'wait'; ms: number }

export type SharingParts = {
  now: () => EpochMs
  isLooked: () => boolean
  tell: (share: Share, place: GeoPlace | null) => Promise<Told>
  follow: (parts: Pick<FollowingParts, 'found' | 'problem'>) => Following
  /** Outlives the page, so that it goes on when the app is opened again. */
  remember: (share: Share | null) => void
}

export const soonestMs = 15_000
export const latestMs = 60_000
export const movedM = 20
/** What did not reach the room is told again after this time. */
export const againMs = 5_000

/** Whether the room is to be told: at once the first time; then where it moved, not too often; and now and then in any case. */
export function isDue(last: { place: GeoPlace; at: EpochMs } | null, fix: GeoPlace, now: EpochMs): boolean {
  if (last === null) return true
  const ageMs = now - last.at
  return ageMs >= latestMs || (ageMs >= soonestMs && metresBetween(last.place, fix) > movedM)
}

export function createSharing({ now, isLooked, tell, follow, remember }: SharingParts): Sharing {
  const [state, setState] = createSignal<SharingState>({ at: 'none' })
  const [problem, setProblem] = createSignal<LocatingProblem | 'network' | null>(null)
  let fix: Fix | null = null
  let last: { place: GeoPlace; at: EpochMs } | null = null
  let telling: Promise<void> | null = null
  let notBefore: EpochMs = 0
  const following = follow({
    found: (found) => {
      fix = found
      look()
    },
    problem: (why) => setProblem((known) => (why === null && known === 'network' ? known : why)),
  })

  function end(next: SharingState): void {
    following.stop()
    fix = null
    last = null
    notBefore = 0
    batch(() => {
      setState(next)
      setProblem(null)
    })
    remember(null)
  }

  /** One after another, so that a stop is the last that the room hears. */
  function say(share: Share, place: GeoPlace | null): Promise<void> {
    telling = tell(share, place).then((told) => {
      telling = null
      heard(share, place, told)
    })
    return telling
  }

  function heard(share: Share, place: GeoPlace | null, told: Told): void {
    const held = state()
    if (held.at === 'none' || held.share !== share) return
    if (told.said === 'wait' || told.said === 'unreachable')
      notBefore = now() + (told.said === 'wait' ? told.ms : againMs)
    if (told.said === 'no' || (told.said === 'yes' && place === null)) return end({ at: 'none' })
    if (told.said === 'yes' && place !== null) last = { place, at: now() }
    setProblem((known) => (told.said === 'unreachable' ? 'network' : known === 'network' ? null : known))
  }

  function look(): void {
    const held = state()
    if (held.at === 'sharing' && now() >= held.share.endsAt) return end({ at: 'over', share: held.share })
    if (telling !== null || now() < notBefore || !isLooked()) return
    if (held.at === 'stopping') return void say(held.share, null)
    // What a device does not find any more is not told as if it had just been found.
    const isFound = problem() === null || problem() === 'network'
    if (held.at === 'sharing' && fix !== null && isFound && isDue(last, fix, now())) void say(held.share, fix)
  }

  return {
    state,
    problem,
    start(share) {
      end({ at: share.isStopped ? 'stopping' : 'sharing', share })
      remember(share)
      if (!share.isStopped) following.start()
    },
    async stop() {
      const held = state()
      if (held.at === 'none' || held.at === 'stopping') return
      const share: Share = { ...held.share, isStopped: true }
      end({ at: 'stopping', share })
      remember(share)
      await telling
      if (state().at === 'stopping') await say(share, null)
    },
    close: () => end({ at: 'none' }),
    look,
  }
}
