import type { DeviceStore } from './device-store.ts'
import type { Vault } from './vault.ts'

/**
 * Work on the device of a person, done in the order in which it is asked for; null where the device keeps nothing. What fails since it is full, or was
 * closed for another person, leaves things as they were.
 */
export type VaultOrder = (work: (vault: Vault | null) => Promise<unknown>) => Promise<void>

export function createVaultOrder(store: DeviceStore): VaultOrder {
  let last: Promise<void> = Promise.resolve()
  return (work) => {
    last = last
      .then(async () => work(await store.vault))
      .then(
        () => undefined,
        () => undefined,
      )
    return last
  }
}
