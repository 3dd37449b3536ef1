import { createSignal } from 'solid-js'
import type { ClientId } from '../../../protocol/ids.ts'

/** lost: and nobody here has it. sending: this device has it, and sends it again. */
export type LostState = 'lost' | 'sending'

const [states, setStates] = createSignal<ReadonlyMap<ClientId, LostState>>(new Map())
const [returns, setReturns] = createSignal<ReadonlyMap<ClientId, number>>(new Map())

/** Photos and files whose bytes the server has lost, as far as this page has seen. */
export const lostFiles = {
  state: (id: ClientId): LostState | undefined => states().get(id),
  /** How often it came back while this page was open. */
  cameBack: (id: ClientId): number => returns().get(id) ?? 0,

  /** Somebody did not get it. */
  found(id: ClientId): void {
    if (states().get(id) !== 'sending') this.say(id, 'lost')
  },

  say: (id: ClientId, state: LostState): void => void setStates((before) => new Map(before).set(id, state)),

  isBack(id: ClientId): void {
    setStates((before) => new Map([...before].filter(([other]) => other !== id)))
    setReturns((before) => new Map(before).set(id, (before.get(id) ?? 0) + 1))
  },
}
