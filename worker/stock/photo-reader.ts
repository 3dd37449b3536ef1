import type { Actor, OpenedFile } from '../../protocol/bindings.ts'
import type { ClientId, EpochMs, Id } from '../../protocol/ids.ts'
import type { PhotoName } from '../../protocol/stock.ts'
import { accessRoom, type RoomDoor } from '../access.ts'
import { now as clock } from '../clock.ts'
import type { Bindings } from '../env.ts'
import { wholeOf } from '../files/stored-bytes.ts'
import { photoKey } from './seen-photos.ts'

/** `openedAt`: when its room said so. */
export type OpenedPhoto = OpenedFile & { door: RoomDoor; openedAt: EpochMs }

/** Photos as their rooms open them for somebody, one at a time in memory. */
export type PhotoReader = {
  now: EpochMs
  /** What the rooms open of these, by `photoKey`; asks each room once. */
  open: (photos: readonly PhotoName[]) => Promise<ReadonlyMap<string, OpenedPhoto>>
  /** All of its bytes; `missing` where R2 has lost them or its room opens it no more, null while they cannot be had. */
  read: (photo: OpenedPhoto) => Promise<Uint8Array | 'missing' | null>
}

/** What a room said is asked anew after so long: a slow download ends with the membership, as everything does. */
const openMs = 1_000

export function photoReader(env: Bindings, actor: Actor, now: EpochMs): PhotoReader {
  async function openIn(roomId: Id, ids: ClientId[]): Promise<[string, OpenedPhoto][]> {
    const access = accessRoom(env, actor, roomId)
    const openedAt = clock(env)
    const opened = access.ok ? await access.value.room.openFiles(actor, ids) : access
    if (!access.ok || !opened.ok) return []
    return opened.value.map((file) => [photoKey({ roomId, id: file.id }), { ...file, door: access.value, openedAt }])
  }

  return {
    now,
    async open(photos) {
      const rooms = [...new Set(photos.map(({ roomId }) => roomId))]
      const idsIn = (roomId: Id) => photos.filter((photo) => photo.roomId === roomId).map(({ id }) => id)
      return new Map((await Promise.all(rooms.map((roomId) => openIn(roomId, idsIn(roomId))))).flat())
    },
    async read({ door, openedAt, ...file }) {
      if (clock(env) - openedAt <= openMs) return wholeOf(env, door, file)
      const again = await door.room.openFile(actor, file.id)
      return again.ok ? wholeOf(env, door, again.value) : 'missing'
    },
  }
}
