import { createRoot } from 'solid-js'
import type { Id } from '../../protocol/ids.ts'
import { createSender, type Sender } from './sender.ts'
import { tabsAbout } from './tabs.ts'
import { openVault, type Vault } from './vault.ts'

/** What one person's device keeps, while that person is signed in on this page. */
export type DeviceStore = {
  accountId: Id
  /** null where this browser keeps nothing. */
  vault: Promise<Vault | null>
  sender: Sender
  /** Whether rooms of this organization may stay on the device. */
  mayKeep: (organizationId: Id) => boolean
  /** Tells the other tabs that something in the outbox of a room is another. */
  tellOutboxChanged: (roomId: Id) => void
  onOutboxChanged: (changed: (roomId: Id) => void) => void
  /** Called when the page may be about to end. */
  onHide: (save: () => void) => () => void
  close: () => void
}

export type DeviceStoreParts = { accountId: Id; mayKeep: (organizationId: Id) => boolean }

export function createDeviceStore({ accountId, mayKeep }: DeviceStoreParts): DeviceStore {
  const vault = openVault(accountId)
  const sender = createRoot(() => createSender(`yagura-sender-${accountId}`))
  const tabs = tabsAbout('outbox', accountId)
  const savers = new Set<() => void>()
  const ended = new AbortController()
  const { signal } = ended
  const saveAll = () => {
    for (const save of savers) save()
  }
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && saveAll(), { signal })
  window.addEventListener('pagehide', saveAll, { signal })
  return {
    accountId,
    vault,
    sender,
    mayKeep,
    tellOutboxChanged: (roomId) => tabs?.postMessage(roomId),
    onOutboxChanged(changed) {
      tabs?.addEventListener('message', ({ data }) => changed(String(data)), { signal })
    },
    onHide(save) {
      savers.add(save)
      return () => savers.delete(save)
    },
    close() {
      saveAll()
      ended.abort()
      sender.close()
      tabs?.close()
      void vault.then((opened) => opened?.close())
    },
  }
}
