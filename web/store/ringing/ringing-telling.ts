import type { Id } from '../../../protocol/ids.ts'
import type { Ringing } from '../../../protocol/ringing.ts'
import type { RungMemory } from '../../service-worker/rung-memory.ts'
import { subscribedAs, tellingOf } from '../../service-worker/subscription.ts'
import type { RingingState, RingingStateParts } from './ringing-state.ts'
import { createToldDaily } from './told-daily.ts'

export type TellingParts = RingingStateParts & {
  accountId: Id
  memory: RungMemory
  browser: Pick<Window, 'localStorage'>
}

/** Tells the town how this device rings, and subscribes again where that was lost or made for another key. */
export function createTelling(parts: TellingParts, state: RingingState): () => Promise<void> {
  const { accountId, device, memory, isInstalled } = parts
  const daily = createToldDaily(parts.browser, accountId, parts.now)
  const self = () => ({ platform: device.platform, installed: isInstalled() })

  async function tellWith(deviceKey: string): Promise<Ringing | null> {
    const subscription = subscribedAs(await device.subscribed(deviceKey))
    state.setIsSubscribed(subscription !== null)
    const answer = await state.put(tellingOf(self(), subscription, await memory.shownAt()))
    if (answer && subscription)
      await memory.keepTold({ ...self(), accountId, deviceKey, endpoint: subscription.endpoint })
    return answer
  }

  /** Without the permission there is little to tell: once a day, and when it changed. */
  async function tellNot(): Promise<void> {
    const without = { permission: state.permission(), ...self(), subscription: null }
    const what = JSON.stringify(without)
    if (daily.isTold(what)) await state.ask()
    else if (await state.put(without)) daily.keep(what)
  }

  return async () => {
    if (state.look() !== 'granted') return tellNot()
    const told = await memory.told()
    const deviceKey = told?.accountId === accountId ? told.deviceKey : ((await state.ask())?.key ?? null)
    const answer = deviceKey === null ? null : await tellWith(deviceKey)
    // The town has another key by now.
    if (answer && answer.key !== null && answer.key !== deviceKey) await tellWith(answer.key)
  }
}
