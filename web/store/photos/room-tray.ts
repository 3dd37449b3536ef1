import type { ClientId } from '../../../protocol/ids.ts'
import { choicesOf, dropChoices, type KeptChoice, putChoice } from '../../offline/spare-shelf.ts'
import { tabsAbout } from '../../offline/tabs.ts'
import type { Vault } from '../../offline/vault.ts'
import { createVaultOrder, type VaultOrder } from '../../offline/vault-order.ts'
import type { RoomSession } from '../talk/room-session.ts'
import { type Prepared, prepareFile } from './prepare-file.ts'
import { createTray, type Tray, type TrayKeeping } from './tray.ts'

const trays = new WeakMap<RoomSession, Tray>()

/** What was chosen in a room is still there when somebody comes back to it, in this page or after it was killed. */
export function trayOf(session: RoomSession): Tray {
  const held = trays.get(session)
  if (held) return held
  const urls = {
    make: (picture: Blob) => URL.createObjectURL(picture),
    forget: (url: string) => URL.revokeObjectURL(url),
  }
  const keeping = new RoomTray(session)
  const tray = createTray({ prepare: prepareFile, now: () => Date.now(), urls, keeping })
  trays.set(session, tray)
  keeping.begin(tray)
  return tray
}

/** A tray on the device. Everything is done in the order in which it was asked for, and nothing waits for it. */
class RoomTray implements TrayKeeping {
  private readonly order: VaultOrder
  /** What this tab knows to lie there. */
  private readonly lying = new Set<ClientId>()
  private readonly tabs: BroadcastChannel | null

  constructor(private readonly session: RoomSession) {
    this.order = createVaultOrder(session.store)
    this.tabs = tabsAbout('trays', session.store.accountId)
  }

  begin(tray: Tray): void {
    const { roomId } = this.session
    const look = () =>
      void this.inOrder(async (vault) => {
        const choices = await choicesOf(vault, roomId)
        tray.lies(choices.map(preparedOf), this.lying)
        this.lying.clear()
        for (const { id } of choices) this.lying.add(id)
      })
    this.tabs?.addEventListener('message', ({ data }) => data === roomId && look())
    look()
    void this.inOrder(async (vault) => {
      if ((await vault.count('spares')) === 0) return
      await this.originals(async (of) => of)
      const { resendingOf } = await import('./resending.ts')
      await resendingOf(this.session).look(this.session)
    })
  }

  put(prepared: Prepared, chosen?: File): void {
    const { roomId } = this.session
    void this.inOrder(async (vault) => {
      const choice = await choiceOf(prepared, roomId)
      if (!choice) return
      await putChoice(vault, choice)
      this.lying.add(choice.id)
      this.tell()
    })
    const { kept, shrunk, body } = prepared
    if (kept && shrunk && chosen) void this.originals((all) => all.keep(this.session, kept.original, chosen, body.size))
  }

  drop(prepared: Prepared): void {
    const { kept } = prepared
    this.sent([prepared])
    if (kept) void this.originals((all) => all.forget(this.session.roomId, kept.original))
  }

  sent(items: readonly Prepared[]): void {
    const ids = items.flatMap(({ kept }) => kept?.id ?? [])
    void this.inOrder(async (vault) => {
      await dropChoices(vault, this.session.roomId, ids)
      for (const id of ids) this.lying.delete(id)
      this.tell()
    })
  }

  private tell(): void {
    this.tabs?.postMessage(this.session.roomId)
  }

  private async originals(work: (all: ReturnType<typeof import('./originals.ts')['originalsOf']>) => Promise<unknown>) {
    const { originalsOf } = await import('./originals.ts')
    await work(originalsOf(this.session))
  }

  /** A device that keeps nothing has it as long as the page lasts. */
  private async inOrder(work: (vault: Vault) => Promise<unknown>): Promise<void> {
    await this.order(async (vault) => vault && work(vault))
  }
}

async function choiceOf(prepared: Prepared, roomId: string): Promise<KeptChoice | null> {
  const { kind, name, body, shrunk, taken, place, kept } = prepared
  if (!kept) return null
  return {
    ...{ roomId, id: kept.id, at: kept.at, original: kept.original, kind, name, type: body.type, size: body.size },
    bytes: await body.arrayBuffer(),
    ...(shrunk && { shrunk: { ...shrunk, thumb: await shrunk.thumb.arrayBuffer() } }),
    ...(taken && { taken }),
    ...(place && { place }),
  }
}

function preparedOf({ id, at, original, kind, name, type, bytes, shrunk, taken, place }: KeptChoice): Prepared {
  return {
    ...{ kind, name, body: new Blob([bytes], { type }), kept: { id, at, original } },
    ...(shrunk && { shrunk: { ...shrunk, thumb: new Blob([shrunk.thumb], { type: 'image/jpeg' }) } }),
    ...(taken && { taken }),
    ...(place && { place }),
  }
}
