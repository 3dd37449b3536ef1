import type { Id, Seq } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import type { RoomSummary } from '../../protocol/lobby-message.ts'
import { emptyRoom, fold, type HeldRoom, helloOf } from '../store/talk/room-fold.ts'
import { wholeFrom } from '../store/talk/runs.ts'
import type { Api } from '../transport/api.ts'
import { paths } from '../transport/paths.ts'
import { page, welcome } from '../transport/shape.ts'
import { loadRoom, nothingShelved, saveRoom } from './room-shelf.ts'
import type { Vault } from './vault.ts'

/** So many of the newest entries of each room should be on the device, opened or not. */
const filledEntries = 200

export type FillParts = {
  vault: Vault
  api: Api
  rooms: readonly RoomSummary[]
  /** Whether a room is still worth it: not when it is open anyway, nor when the network is needed for something else. */
  isWanted: (roomId: Id) => boolean
  /** Before each question: lets everything else go first. */
  pause: () => Promise<void>
}

/** Brings the newest entries of rooms onto the device that were not opened for a while, so that they can be read without a network. */
export async function fillRooms(parts: FillParts): Promise<void> {
  for (const room of parts.rooms) if (parts.isWanted(room.id)) await fillRoom(parts, room)
}

async function fillRoom(parts: FillParts, { id, head }: RoomSummary): Promise<void> {
  const { vault } = parts
  const kept = await loadRoom(vault, id)
  const held = kept?.held ?? emptyRoom()
  const isBehind = kept === null || held.timeline.head < head
  if (!isBehind && !isShort(held)) return
  if (isBehind && !(await catchUp(parts, id, held))) return
  while (isShort(held) && (await fetchOlder(parts, id, held)));
  if (parts.isWanted(id)) await saveRoom(vault, { held, shelved: kept?.shelved ?? nothingShelved(), done: [] })
}

async function catchUp({ api, isWanted, pause }: FillParts, id: Id, held: HeldRoom): Promise<boolean> {
  await pause()
  if (!isWanted(id)) return false
  const reply = await api({ method: 'GET', path: paths.sync(id, helloOf(held)), answer: welcome })
  if (reply.ok) fold(held, reply.value)
  return reply.ok
}

/** Answers whether something came. */
async function fetchOlder({ api, isWanted, pause }: FillParts, id: Id, held: HeldRoom): Promise<boolean> {
  await pause()
  if (!isWanted(id)) return false
  const from = wholeFrom(held.timeline, filledEntries)
  const limit = Math.min(limits.maxPageEntries, filledEntries - countFrom(from, held))
  const reply = await api({ method: 'GET', path: paths.entries(id, { before: from, limit }), answer: page })
  if (!reply.ok) return false
  fold(held, reply.value)
  return reply.value.entries.length > 0
}

/** Whether there are older entries to be fetched. */
function isShort(held: HeldRoom): boolean {
  const from = wholeFrom(held.timeline, filledEntries)
  const count = countFrom(from, held)
  return count > 0 && count < filledEntries && from !== held.first
}

const countFrom = (from: Seq, { timeline }: HeldRoom) => timeline.head + 1 - from
