import type { ClientId, Id, Seq } from '../../protocol/ids.ts'
import type { OutboxKeeping } from '../store/talk/outbox.ts'
import type { KeptPending } from '../store/talk/outbox-queue.ts'
import type { HeldRoom } from '../store/talk/room-fold.ts'
import type { DeviceStore } from './device-store.ts'
import { changeInOutbox, putInOutbox, rowsInOutbox } from './outbox-shelf.ts'
import { loadRoom, nothingShelved, saveRoom } from './room-shelf.ts'
import { askToStay, type Vault } from './vault.ts'

/** What changes is written together after this time at most. */
const saveMs = 800

export type RoomKeepingParts = {
  roomId: Id
  store: DeviceStore
  held: () => HeldRoom
  /** How far was read here, where the room does not know it yet. */
  wanted: () => Seq | null
}

/** One room on the device: brought back when it is opened, and written again a moment after something changed. */
export class RoomKeeping {
  readonly outbox: OutboxKeeping
  private vault: Vault | null = null
  private shelved = nothingShelved()
  /** Numbers of outbox rows by the ids of their commands. */
  private readonly numbers = new Map<ClientId, number>()
  private done: ClientId[] = []
  private timer: ReturnType<typeof setTimeout> | undefined
  private saving: Promise<void> = Promise.resolve()
  private readonly stopListening: () => void

  constructor(private readonly parts: RoomKeepingParts) {
    this.outbox = {
      rows: () => this.rows(),
      put: (pending) => this.put(pending),
      change: (id, next) => this.changeRow(id, ({ roomId, command }) => ({ roomId, command, ...next })),
      remove: (id) => this.changeRow(id, null),
      settled: (ids) => {
        this.done.push(...ids)
        this.touch()
      },
    }
    this.stopListening = parts.store.onHide(() => void this.flush())
  }

  /** The room as it was kept, and how far was read without the room's knowing; null when it was not kept. */
  async load(): Promise<{ held: HeldRoom; wanted: Seq } | null> {
    this.vault = await this.parts.store.vault
    if (this.vault === null) return null
    const [kept, pointer] = await Promise.all([
      loadRoom(this.vault, this.parts.roomId),
      this.vault.get('pointers', this.parts.roomId),
    ])
    if (kept === null) return null
    this.shelved = kept.shelved
    return { held: kept.held, wanted: pointer?.wanted ?? 0 }
  }

  /** Something changed. */
  touch(): void {
    this.timer ??= setTimeout(() => void this.flush(), saveMs)
  }

  /** Writes what changed at once. */
  flush(): Promise<void> {
    if (this.timer === undefined) return this.saving
    clearTimeout(this.timer)
    this.timer = undefined
    this.saving = this.saving.then(() => this.save()).catch(() => undefined)
    return this.saving
  }

  close(): void {
    void this.flush()
    this.stopListening()
  }

  private async save(): Promise<void> {
    const { held, store, wanted } = this.parts
    const organizationId = held().facts?.organizationId
    if (this.vault === null || organizationId === undefined) return
    const done = this.done
    this.done = []
    if (!store.mayKeep(organizationId)) return void done.map((id) => this.changeRow(id, null))
    const numbers = done.flatMap((id) => this.numbers.get(id) ?? [])
    const saving = { held: held(), shelved: this.shelved, wanted: wanted(), done: numbers }
    await saveRoom(this.vault, saving)
    if (done.length > 0) this.changed()
  }

  private async rows(): Promise<KeptPending[]> {
    if (this.vault === null) return []
    const rows = await rowsInOutbox(this.vault, this.parts.roomId)
    for (const { no, command } of rows) if (no !== undefined) this.numbers.set(command.id, no)
    return rows.map(({ no: _, roomId: __, ...pending }) => pending)
  }

  private async put(pending: KeptPending): Promise<void> {
    if (this.vault === null) return
    const { roomId } = this.parts
    this.numbers.set(pending.command.id, await putInOutbox(this.vault, { roomId, ...pending }))
    this.changed()
    askToStay()
  }

  private changeRow(id: ClientId, next: Parameters<typeof changeInOutbox>[2]): void {
    if (this.vault === null) return
    void changeInOutbox(this.vault, id, next).then(
      () => this.changed(),
      () => undefined,
    )
  }

  private changed(): void {
    this.parts.store.tellOutboxChanged(this.parts.roomId)
  }
}
