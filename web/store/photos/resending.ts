import type { CarriedFile, UploadFacts } from '../../../protocol/file.ts'
import type { ClientId, EpochMs, Id } from '../../../protocol/ids.ts'
import type { DeviceStore } from '../../offline/device-store.ts'
import { bytesOfSpare } from '../../offline/spare-shelf.ts'
import type { UploadOutcome } from '../../transport/tus.ts'
import type { RoomSession } from '../talk/room-session.ts'
import type { LateSource, LateUpload } from './late-uploads.ts'
import { lostFiles } from './lost-files.ts'
import { keptPicture } from './pictures.ts'
import { lookFor } from './probing.ts'
import { uploadingFor } from './uploading.ts'

/** What was sent is looked after when its room is opened: not sooner than this after it was sent, and not more often than this. */
const lookMs = 10 * 60_000

/** Bytes that the server has lost are given to it again, under the id and the facts under which it had them. */
class Resending implements LateSource {
  private readonly queue = new Map<ClientId, LateUpload>()
  private readonly looked = new Map<Id, EpochMs>()
  private readonly uploading: ReturnType<typeof uploadingFor>

  constructor(session: RoomSession) {
    this.uploading = uploadingFor(session)
    this.uploading.alsoLate(this)
  }

  /** Sends it, where this device has sent it before and still has it. */
  async byItself(session: RoomSession, id: ClientId): Promise<void> {
    if (this.queue.has(id)) return
    const vault = await session.store.vault
    const spare = await vault?.get('spares', [session.roomId, id]).catch(() => undefined)
    if (!vault || spare?.what !== 'sent') return
    const { kind, name, size } = spare
    this.enqueue(session.roomId, { id, kind, name, size }, () => bytesOfSpare(vault, spare))
  }

  /** Sends bytes that somebody chose, or that lie here as a small picture. */
  give({ roomId }: RoomSession, facts: Omit<UploadFacts, 'size'>, body: Blob): void {
    this.enqueue(roomId, { ...facts, size: body.size }, () => body.arrayBuffer())
  }

  /** The small picture of a lost photo may be lost as well, and lie here since it was sent or seen. */
  async withSmall(session: RoomSession, { thumb, name }: CarriedFile): Promise<void> {
    if (thumb === undefined || this.queue.has(thumb)) return
    if ((await lookFor(session.roomId, thumb)) !== 'lost') return
    await this.byItself(session, thumb)
    const kept = this.queue.has(thumb) ? null : await keptPicture(session, thumb)
    if (kept) this.give(session, { id: thumb, kind: 'thumb', name }, kept)
  }

  /** Looks whether a room still has what this device gave it. */
  async look(session: RoomSession): Promise<void> {
    const now = session.parts.now()
    const { roomId, store } = session
    if (now - (this.looked.get(roomId) ?? 0) < lookMs || !navigator.onLine) return
    this.looked.set(roomId, now)
    const spares = (await (await store.vault)?.getAll('spares').catch(() => undefined)) ?? []
    for (const { what, id, at, roomId: of } of spares)
      if (what === 'sent' && of === roomId && now - at >= lookMs && (await lookFor(roomId, id)) === 'lost')
        await this.byItself(session, id)
  }

  async next(isResting: (id: ClientId) => boolean): Promise<LateUpload | null> {
    return [...this.queue.values()].find(({ id }) => !isResting(id)) ?? null
  }

  private enqueue(roomId: Id, facts: UploadFacts, bytes: LateUpload['bytes']): void {
    const { id } = facts
    lostFiles.say(id, 'sending')
    const settled = async (outcome: UploadOutcome) => {
      if (outcome.is === 'cut') return
      this.queue.delete(id)
      if (outcome.is === 'whole') lostFiles.isBack(id)
      else lostFiles.say(id, 'lost')
    }
    this.queue.set(id, { id, roomId, facts, bytes, settled, stands: () => undefined })
    this.uploading.wake()
  }
}

const ofStores = new WeakMap<DeviceStore, Resending>()

/** What sends lost bytes again for the person who is signed in on this page. */
export function resendingOf(session: RoomSession): Resending {
  const held = ofStores.get(session.store) ?? new Resending(session)
  ofStores.set(session.store, held)
  return held
}
