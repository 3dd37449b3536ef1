import type { Actor, OpenedFile } from '../../protocol/bindings.ts'
import type { ClientId, EpochMs, Id } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import type { PhotoName } from '../../protocol/stock.ts'
import { accessRoom, type RoomDoor } from '../access.ts'
import type { Bindings } from '../env.ts'

export type OpenedPhoto = OpenedFile & { door: RoomDoor }

/** Photos as their rooms open them for somebody, one at a time in memory. */
export type PhotoReader = {
  now: EpochMs
  /** What the rooms open of these, by upload; asks each room once. */
  open: (photos: readonly PhotoName[]) => Promise<ReadonlyMap<ClientId, OpenedPhoto>>
  /** The whole of it; null where it is not there or cannot be read now. */
  read: (photo: OpenedPhoto) => Promise<Uint8Array | null>
}

export function photoReader(env: Bindings, actor: Actor, now: EpochMs): PhotoReader {
  async function openIn(roomId: Id, ids: ClientId[]): Promise<[ClientId, OpenedPhoto][]> {
    const access = accessRoom(env, actor, roomId)
    const opened = access.ok ? await access.value.room.openFiles(actor, ids) : access
    if (!access.ok || !opened.ok) return []
    return opened.value.map((file) => [file.id, { ...file, door: access.value }])
  }

  async function read({ door, ...file }: OpenedPhoto): Promise<Uint8Array | null> {
    const whole = new Uint8Array(file.size)
    for (let at = 0; at < file.size; ) {
      // Pieces that go to R2 while they are read are read from there.
      const piece = file.isInRoom ? await door.room.filePiece(actor, file.id, at) : null
      if (piece === null) return fromBucket(env.PHOTOS, file.key)
      whole.set(piece, at)
      at += Math.min(piece.length, limits.maxUploadBodyBytes)
    }
    return whole
  }

  return {
    now,
    async open(photos) {
      const rooms = [...new Set(photos.map(({ roomId }) => roomId))]
      const idsIn = (roomId: Id) => photos.filter((photo) => photo.roomId === roomId).map(({ id }) => id)
      return new Map((await Promise.all(rooms.map((roomId) => openIn(roomId, idsIn(roomId))))).flat())
    },
    read,
  }
}

async function fromBucket(bucket: R2Bucket | undefined, key: string): Promise<Uint8Array | null> {
  try {
    const object = await bucket?.get(key)
    return object ? new Uint8Array(await object.arrayBuffer()) : null
  } catch {
    return null
  }
}
