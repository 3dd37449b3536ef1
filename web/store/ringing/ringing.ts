import { type Accessor, createSignal } from 'solid-js'
import type { EpochMs } from '../../../protocol/ids.ts'
import type { QuietHours, Ringing, RingTested } from '../../../protocol/ringing.ts'
import type { Failure, Reply } from '../../transport/api.ts'
import { ringingPaths } from '../../transport/ringing-paths.ts'
import { anything, shaped } from '../../transport/shape.ts'
import { createDismissal } from '../device/dismissal.ts'
import type { PushDevice } from './push-device.ts'
import { couldRing, type Judged } from './ringing-outlook.ts'
import { createRingingState, type RingingState } from './ringing-state.ts'
import { createTelling, type TellingParts } from './ringing-telling.ts'

/** What came of something that was wanted here. shown, not_shown: of a notification that was asked for */
export type Came = 'shown' | 'not_shown' | 'gone' | 'refused' | 'later' | 'not_subscribed'

/** Whether this device rings, what the town knows of it, and what can be done about it. */
export type RingingStore = {
  /** What the town said last; null: not heard of it yet. */
  known: Accessor<Ringing | null>
  /** Of this device; null: only the town can tell. */
  here: Accessor<Judged | null>
  platform: PushDevice['platform']
  /** When this device was last seen to show a notification. */
  shownAt: Accessor<EpochMs | null>
  isBusy: Accessor<boolean>
  came: Accessor<Came | null>
  failure: Accessor<Failure | null>
  /** Asks the town once more. */
  load: () => Promise<void>
  /** Tells the town how this device rings, and subscribes again where that was lost. */
  tell: () => Promise<void>
  /** From a tap: asks for the permission where it was not given yet, subscribes, and rings once. */
  enable: () => Promise<void>
  /** Rings this device, and waits for what it shows. */
  test: () => Promise<void>
  setQuiet: (quiet: QuietHours | null) => Promise<Reply<unknown>>
  /** The service worker showed something. */
  wasShown: (at: EpochMs) => void
  /** Whether the list should say that this device does not ring, and could. */
  isSuggested: Accessor<boolean>
  /** Not again for a while. */
  dismiss: () => void
}

export type RingingParts = TellingParts & {
  /** Resolves after so long. */
  pause: (ms: number) => Promise<void>
}

export function createRinging(parts: RingingParts): RingingStore {
  const { api, device } = parts
  const state = createRingingState(parts)
  const tell = createTelling(parts, state)
  const bell = createBell(parts, state)
  const dismissal = createDismissal('yagura.ring-hint-dismissed-at', parts.browser, parts.now)
  const [isBusy, setIsBusy] = createSignal(false)
  const [came, setCame] = createSignal<Came | null>(null)

  async function busily(work: () => Promise<Came | null>): Promise<void> {
    if (isBusy()) return
    setIsBusy(true)
    setCame(null)
    state.setFailure(null)
    await work()
      .then(setCame)
      .finally(() => setIsBusy(false))
  }

  return {
    known: state.known,
    here: state.here,
    platform: device.platform,
    shownAt: () => state.facts()?.shownAt ?? null,
    isBusy,
    came,
    failure: state.failure,
    async load() {
      // Somebody was at the settings of the phone meanwhile.
      if (device.permission() !== state.permission()) return tell()
      if (state.permission() === 'granted') state.setIsSubscribed((await device.subscription()) !== null)
      await state.ask()
    },
    tell,
    enable() {
      // At once: the browser asks only while the tap is fresh.
      const asked = device.permission() === 'default' ? device.ask() : null
      return busily(async () => {
        await asked
        await tell()
        if (state.permission() !== 'granted' || state.failure()) return null
        return state.isSubscribed() ? bell.ring() : 'not_subscribed'
      })
    },
    test: () => busily(bell.ring),
    async setQuiet(quiet) {
      const reply = await api({ method: 'PUT', path: ringingPaths.quietHours, body: { quiet }, answer: anything })
      if (reply.ok) state.setQuiet(quiet)
      return reply
    },
    wasShown(at) {
      state.setShown(at)
      bell.heard()
    },
    isSuggested: () => !dismissal.isDismissed() && couldRing(state.here()?.outlook ?? null, state.known()),
    dismiss: dismissal.dismiss,
  }
}

/** A notification that was asked for is looked for so often, so many times. */
const lookMs = 2_000
const looks = 10

const tested = shaped<RingTested>('outcome')

/** Rings this device once, and looks whether it showed what came. */
function createBell({ api, pause }: RingingParts, state: RingingState) {
  let heard = () => {}
  const heardNext = () =>
    new Promise<void>((resolve) => {
      heard = resolve
    })

  async function ring(): Promise<Came | null> {
    const askedAt = state.now()
    const reply = await api({ method: 'POST', path: ringingPaths.test, body: {}, answer: tested })
    if (!reply.ok) {
      state.setFailure(reply.failure)
      return null
    }
    if (reply.value.outcome !== 'sent') return reply.value.outcome
    const isShown = () => (state.facts()?.shownAt ?? 0) >= askedAt
    for (let look = 0; look < looks && !isShown(); look += 1) {
      await Promise.race([pause(lookMs), heardNext()])
      if (!isShown()) await state.ask()
    }
    return isShown() ? 'shown' : 'not_shown'
  }

  return { ring, heard: () => heard() }
}
