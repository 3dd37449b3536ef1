import { type Accessor, createRoot, createSignal, untrack } from 'solid-js'
import type { ClientId, Id, Seq } from '../../../protocol/ids.ts'
import type { DeviceStore } from '../../offline/device-store.ts'
import {
  bindWaiting,
  bytesOfSpare,
  changeOriginal,
  dropOldChoices,
  dropSpares,
  type Original,
  putSpare,
  type Spare,
} from '../../offline/spare-shelf.ts'
import { tabsAbout } from '../../offline/tabs.ts'
import type { Vault } from '../../offline/vault.ts'
import { createVaultOrder, type VaultOrder } from '../../offline/vault-order.ts'
import type { UploadOutcome } from '../../transport/tus.ts'
import { platformOf } from '../device/platform.ts'
import { newClientId } from '../talk/client-id.ts'
import { mayKeepRoom } from '../talk/may-keep-room.ts'
import type { RoomSession } from '../talk/room-session.ts'
import type { LateSource, LateUpload } from './late-uploads.ts'
import { hushedId, spareBoard } from './spare-board.ts'
import { dropped, isWorthKeeping, keptChoiceMs, type Line, lineOf, mayLeave, roomForOriginals } from './spare-rules.ts'
import { uploadingFor } from './uploading.ts'

/** Which original a photo has. */
export type Bound = { photo: ClientId; post: ClientId; wish: Original['wish'] }
/** Of a browser that says on which line it is (Chromium on Android, 2026). */
type Connected = { connection?: { type?: string } & Partial<EventTarget> }

/** A message whose original is due may still be on its way: it is looked at again after this time. */
const settlingMs = 1_500

/**
 * Photos as they were chosen: kept on this device for a while, and sent when their author has agreed and the line is right.
 * 1. None leaves that its author has not agreed to. 2. None leaves before its message is stored. 3. What is done with them on the device is done in
 * order, and no message waits for it.
 */
class Originals implements LateSource {
  readonly line: Accessor<Line>
  private readonly isPhone = /^(?:ios|android)$/.test(platformOf(navigator))
  private readonly uploading: ReturnType<typeof uploadingFor>
  private readonly parts: RoomSession['parts']
  private readonly tabs: BroadcastChannel | null
  private readonly inOrder: VaultOrder
  /** Where the device keeps nothing: what was chosen once more, and silence. */
  private readonly page = new Map<ClientId, { spare: Spare; bytes: ArrayBuffer | null }>()
  private current: LateUpload | null = null
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(session: RoomSession) {
    this.parts = session.parts
    this.inOrder = createVaultOrder(session.store)
    this.uploading = uploadingFor(session)
    const browser = navigator as Connected
    const [line, setLine] = createSignal(lineOf(browser))
    this.line = line
    this.tabs = tabsAbout('spares', session.store.accountId)
    this.tabs?.addEventListener('message', () => void this.inOrder(() => this.look()))
    browser.connection?.addEventListener?.('change', () => {
      setLine(lineOf(browser))
      this.uploading.lateChanged()
    })
    spareBoard.show([])
    void this.inOrder(async (vault) => {
      if (vault) await this.makeRoom(vault, null)
      if (vault) await dropOldChoices(vault, this.parts.now() - keptChoiceMs)
      if (vault) await bindWaiting(vault)
      await this.look()
      this.uploading.alsoLate(this)
    })
  }

  /** Keeps a photo as it was chosen, under the id that its original will have, where that says more than the `sent` bytes that are made of it. */
  keep(session: RoomSession, id: ClientId, chosen: File, sent: number): Promise<void> {
    return this.inOrder(async (vault) => {
      if (!vault || !mayKeepRoom(session) || !(await isWorthKeeping(chosen, sent))) return
      await this.put(vault, this.originalOf(session.roomId, id, chosen), await chosen.arrayBuffer())
    })
  }

  /** Says of which photo of which message it is the original, and whether it may leave; null: of none, its message was taken back. */
  bind(roomId: Id, id: ClientId, bound: Bound | null): Promise<void> {
    return this.change({ roomId, id }, ({ photo: _, post: __, wish: ___, ...held }) => {
      if (bound === null) return held
      const { photo, post, wish } = bound
      return { ...held, photo, post, ...(wish && { wish }) }
    })
  }

  /** Nobody sends the photo that was chosen. */
  forget(roomId: Id, id: ClientId): Promise<void> {
    return this.drop({ roomId, id })
  }

  /** Its author wants it to leave, on Wi-Fi or in any case; null: not any more. */
  wish(originals: readonly Original[], wish: Original['wish'] | null): void {
    for (const original of originals) {
      if (original.photo) spareBoard.fail(original.photo, null)
      const { wish: _, ...rest } = original
      const ended = !wish && this.current?.id === original.id ? this.current : null
      // What leaves looks at what lies here: first it lies here otherwise.
      void this.change(original, () => (wish ? { ...rest, wish } : rest)).then(
        () => ended && this.uploading.lateChanged(ended),
      )
    }
  }

  /** The original of a photo was chosen once more, and may leave at once. */
  async chosenAgain(session: RoomSession, photo: ClientId, chosen: File): Promise<void> {
    const { roomId } = session
    const id = newClientId()
    const spare: Original = { ...this.originalOf(roomId, id, chosen), photo, wish: 'now' }
    const bytes = await chosen.arrayBuffer()
    return this.inOrder(async (vault) => {
      if (!mayKeepRoom(session) || !vault || !(await this.put(vault, spare, bytes))) this.page.set(id, { spare, bytes })
      await this.changed()
    })
  }

  /** Nobody here wants to be asked for these again, until somebody asks anew. */
  hush(roomId: Id, seq: Seq, rev: number): Promise<void> {
    const spare: Spare = { what: 'hushed', roomId, id: hushedId(seq), at: this.parts.now(), size: 0, rev }
    return this.inOrder(async (vault) => {
      if (vault) await putSpare(vault, spare, null)
      else this.page.set(spare.id, { spare, bytes: null })
      await this.changed()
    })
  }

  /** Whether one may leave on the line that there is now. */
  mayLeave(original: Original): boolean | 'ask' {
    return mayLeave(original, this.line(), this.isPhone)
  }

  async next(isResting: (id: ClientId) => boolean): Promise<LateUpload | null> {
    const due = untrack(spareBoard.spares)
      .flatMap((one) => (one.what === 'original' ? [one] : []))
      .filter((one) => !isResting(one.id) && untrack(() => this.mayLeave(one)) === true)
      .sort((a, b) => a.at - b.at)
    const vault = await this.parts.store.vault
    for (const original of due) {
      const waiting = original.post && (await vault?.getFromIndex('outbox', 'byId', original.post))
      if (!waiting || waiting.seq !== undefined) return this.late(original, vault)
    }
    clearTimeout(this.timer)
    if (due.length > 0) this.timer = setTimeout(() => this.uploading.wake(), settlingMs)
    return null
  }

  private late(original: Original, vault: Vault | null): LateUpload {
    const { id, roomId, name, size, photo } = original
    spareBoard.stands({ id, sent: 0 })
    this.current = {
      ...{ id, roomId },
      facts: { id, kind: 'original', name, size, ...(photo && { of: photo }) },
      bytes: async () => this.page.get(id)?.bytes ?? (vault && (await bytesOfSpare(vault, original))),
      stands: (sent) => spareBoard.stands({ id, sent }),
      settled: (outcome) => this.settled(original, outcome),
    }
    return this.current
  }

  private async settled(original: Original, outcome: UploadOutcome): Promise<void> {
    spareBoard.stands(null)
    this.current = null
    if (outcome.is === 'cut') return
    if (outcome.is === 'refused') {
      if (original.photo) spareBoard.fail(original.photo, outcome.code)
      const { wish: _, ...rest } = original
      return this.change(original, () => rest)
    }
    // It is there; or its photo is gone, or has an original already.
    await this.inOrder(async (vault) => {
      const held = untrack(spareBoard.spares).find(({ id }) => id === original.id)
      if (held?.what === 'original' && held.photo === original.photo) await this.dropNow(vault, original)
    })
  }

  private originalOf(roomId: Id, id: ClientId, { size, name }: File): Original {
    return { what: 'original', roomId, id, at: this.parts.now(), size, name }
  }

  private async put(vault: Vault, original: Original, bytes: ArrayBuffer): Promise<boolean> {
    if (!(await this.makeRoom(vault, original))) return false
    await putSpare(vault, original, bytes)
    await this.changed()
    return true
  }

  /** Whether there is room for one more, after the oldest have gone. */
  private async makeRoom(vault: Vault, more: Original | null): Promise<boolean> {
    const held = await vault.getAll('spares')
    const originals = held.reduce((sum, { what, size }) => sum + (what === 'original' ? size : 0), 0)
    const estimate = (await navigator.storage?.estimate?.().catch(() => undefined)) ?? {}
    const gone = dropped<Spare>(more ? [...held, more] : held, this.parts.now(), roomForOriginals(originals, estimate))
    await dropSpares(vault, gone)
    return more === null || !gone.includes(more)
  }

  private drop(key: Pick<Original, 'roomId' | 'id'>): Promise<void> {
    return this.inOrder((vault) => this.dropNow(vault, key))
  }

  private async dropNow(vault: Vault | null, key: Pick<Original, 'roomId' | 'id'>): Promise<void> {
    this.page.delete(key.id)
    if (vault) await dropSpares(vault, [key])
    await this.changed()
  }

  private change(key: Pick<Original, 'roomId' | 'id'>, next: (held: Original) => Original): Promise<void> {
    return this.inOrder(async (vault) => {
      const inPage = this.page.get(key.id)
      if (inPage?.spare.what === 'original') this.page.set(key.id, { ...inPage, spare: next(inPage.spare) })
      else if (vault) await changeOriginal(vault, key, next)
      await this.changed()
    })
  }

  /** Something lies here otherwise: the screens, the other tabs and what sends look again. */
  private async changed(): Promise<void> {
    await this.look()
    this.tabs?.postMessage('changed')
    this.uploading.wake()
  }

  private async look(): Promise<void> {
    const vault = await this.parts.store.vault
    const kept = (await vault?.getAll('spares')) ?? []
    spareBoard.show([...kept, ...[...this.page.values()].map(({ spare }) => spare)])
  }
}

const ofStores = new WeakMap<DeviceStore, Originals>()

/** The originals of the person who is signed in on this page. */
export function originalsOf(session: RoomSession): Originals {
  const held = ofStores.get(session.store) ?? createRoot(() => new Originals(session))
  ofStores.set(session.store, held)
  return held
}
