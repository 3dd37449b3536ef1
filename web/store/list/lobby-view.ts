import { folded } from '../../../core/folded.ts'
import type { Id } from '../../../protocol/ids.ts'
import type { Badge, RoomPreference, RoomSummary, Rooms } from '../../../protocol/lobby-message.ts'

/** The room list of one organization as this client holds it. Values: each frame gives a new one. */
export type HeldLobby = { version: number; rooms: ReadonlyMap<Id, RoomSummary> }

export const emptyLobby: HeldLobby = { version: 0, rooms: new Map() }

/** Takes a frame: the whole list, or what changed in it. */
export function foldRooms(held: HeldLobby, message: Rooms): HeldLobby {
  const rooms = new Map(message.whole ? [] : held.rooms)
  for (const room of message.rooms) rooms.set(room.id, room)
  for (const id of message.gone ?? []) rooms.delete(id)
  return { version: message.version, rooms }
}

/** Announcement rooms first, then by what was said last; rooms where nothing was said come last, by name. */
export function listed({ rooms }: HeldLobby, filter = ''): RoomSummary[] {
  const wanted = plain(filter)
  return [...rooms.values()].filter(({ name }) => plain(name).includes(wanted)).sort(inOrder)
}

export function badgeOf({ rooms }: HeldLobby): Badge {
  let [unread, mentions] = [0, 0]
  for (const room of rooms.values()) {
    unread += room.unread
    mentions += room.mentions
  }
  return { unread, mentions }
}

function inOrder(a: RoomSummary, b: RoomSummary): number {
  if (isPinned(a) !== isPinned(b)) return isPinned(a) ? -1 : 1
  return (b.last?.storedAt ?? 0) - (a.last?.storedAt ?? 0) || a.name.localeCompare(b.name, 'ja', { numeric: true })
}

/** At the top: by one's own choice, or since it is for announcements. */
export const isPinned = ({ kind, pinned }: RoomSummary): boolean => pinned === true || kind === 'announce'

/** The list as it is once a person's own settings for a room are known. */
export function preferred(held: HeldLobby, id: Id, { pinned, ring }: RoomPreference): HeldLobby {
  const room = held.rooms.get(id)
  if (!room) return held
  const { pinned: _, ring: __, ...rest } = room
  const next = { ...rest, ...(pinned ? { pinned } : {}), ...(ring === 'all' ? {} : { ring }) }
  return { ...held, rooms: new Map(held.rooms).set(id, next) }
}

/** Wide and narrow forms, capital and small letters are the same to who looks for a room; so are 「ひらがな」 and 「カタカナ」. */
const plain = (text: string) => folded(text).replaceAll(' ', '')
