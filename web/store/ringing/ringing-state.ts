import { type Accessor, createSignal } from 'solid-js'
import type { EpochMs } from '../../../protocol/ids.ts'
import type { Permission, QuietHours, Ringing, RingingFacts, TellRinging } from '../../../protocol/ringing.ts'
import type { Api, Failure, Reply } from '../../transport/api.ts'
import { ringingPaths } from '../../transport/ringing-paths.ts'
import { shaped } from '../../transport/shape.ts'
import type { PushDevice } from './push-device.ts'
import { factsHere, type Judged, judged } from './ringing-outlook.ts'

/** What is known of how this device rings: by itself, and by the town. */
export type RingingState = {
  known: Accessor<Ringing | null>
  permission: Accessor<Permission>
  /** Looks at the permission once more. */
  look: () => Permission
  isSubscribed: Accessor<boolean | null>
  setIsSubscribed: (isSubscribed: boolean) => void
  setQuiet: (quiet: QuietHours | null) => void
  /** Something was shown here, by this device's clock. */
  setShown: (at: EpochMs) => void
  facts: Accessor<RingingFacts | null>
  here: Accessor<Judged | null>
  failure: Accessor<Failure | null>
  setFailure: (failure: Failure | null) => void
  /** By the town's clock. */
  now: () => EpochMs
  ask: () => Promise<Ringing | null>
  put: (telling: TellRinging) => Promise<Ringing | null>
}

export type RingingStateParts = {
  api: Api
  device: PushDevice
  isInstalled: Accessor<boolean>
  now: () => EpochMs
}

const shape = shaped<Ringing>('key', 'devices', 'quiet', 'now')

export function createRingingState({ api, device, isInstalled, now: ownNow }: RingingStateParts): RingingState {
  const [known, setKnown] = createSignal<Ringing | null>(null)
  const [permission, setPermission] = createSignal(device.permission())
  const [isSubscribed, setIsSubscribed] = createSignal<boolean | null>(null)
  const [shownAt, setShownAt] = createSignal<EpochMs | null>(null)
  const [failure, setFailure] = createSignal<Failure | null>(null)
  /** The town's clock is ahead of this device's by so much. */
  let aheadMs = 0
  const now = () => ownNow() + aheadMs

  const facts = () => {
    const own = { permission: permission(), platform: device.platform, installed: isInstalled() }
    return factsHere({ ...own, isSubscribed: isSubscribed(), shownAt: shownAt() }, known())
  }

  function learn(reply: Reply<Ringing>): Ringing | null {
    setFailure(reply.ok ? null : reply.failure)
    if (!reply.ok) return null
    aheadMs = reply.value.now - ownNow()
    setKnown(reply.value)
    return reply.value
  }

  return {
    known,
    permission,
    look: () => setPermission(device.permission()),
    isSubscribed,
    setIsSubscribed: (is) => void setIsSubscribed(is),
    setQuiet: (quiet) => void setKnown((before) => before && { ...before, quiet }),
    setShown: (at) => void setShownAt(at + aheadMs),
    facts,
    here: () => judged(facts(), now()),
    failure,
    setFailure: (next) => void setFailure(next),
    now,
    ask: async () => learn(await api({ method: 'GET', path: ringingPaths.own, answer: shape })),
    put: async (body) => learn(await api({ method: 'PUT', path: ringingPaths.device, body, answer: shape })),
  }
}
