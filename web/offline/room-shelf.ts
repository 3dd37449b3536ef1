import type { Entry, Mark } from '../../protocol/entry.ts'
import type { Id, Seq } from '../../protocol/ids.ts'
import type { Roster } from '../../protocol/roster.ts'
import type { HeldRoom } from '../store/talk/room-fold.ts'
import { type KeptWhole, keptFrom, toHeld, toKept } from './kept-room.ts'
import { ofRoom, type Vault } from './vault.ts'

/** What the shelves hold of a room, by identity: only what changed since is written again. */
export type Shelved = { entries: Map<Seq, Entry>; marks: Map<Seq, readonly Mark[]>; roster: Roster | null }

export const nothingShelved = (): Shelved => ({ entries: new Map(), marks: new Map(), roster: null })

/** A room as it was kept; null when it was not. */
export async function loadRoom(vault: Vault, roomId: Id): Promise<{ held: HeldRoom; shelved: Shelved } | null> {
  const read = vault.transaction(['rooms', 'rosters', 'entries', 'marks'])
  const [room, roster, entries, marks] = await Promise.all([
    read.objectStore('rooms').get(roomId),
    read.objectStore('rosters').get(roomId),
    read.objectStore('entries').getAll(ofRoom(roomId)),
    read.objectStore('marks').getAll(ofRoom(roomId)),
  ])
  if (!room) return null
  const whole: KeptWhole = { room, roster: roster?.roster ?? null, entries: entries.map(({ entry }) => entry), marks }
  const held = toHeld(whole)
  const { timeline } = held
  const shelved = { entries: new Map(timeline.entries), marks: new Map(timeline.marks), roster: held.roster }
  return { held, shelved }
}

export type RoomSaving = {
  held: HeldRoom
  shelved: Shelved
  /** How far was read here, where the room does not know it yet; not said by who reads nothing. */
  wanted?: Seq | null
  /** Outbox rows whose entries are in `held`: they go together with the entries' arrival on the shelf. */
  done: readonly number[]
}

/** Puts what changed on the shelves, in one transaction: the cursor never says more than the entries beside it. */
export async function saveRoom(vault: Vault, { held, shelved, wanted, done }: RoomSaving): Promise<void> {
  const from = keptFrom(held)
  const kept = toKept(held, from)
  if (kept === null) return
  const { roomId, organizationId } = kept
  const change = vault.transaction(['rooms', 'rosters', 'entries', 'marks', 'outbox', 'pointers'], 'readwrite')
  void change.objectStore('rooms').put(kept)
  if (held.roster !== null && held.roster !== shelved.roster)
    void change.objectStore('rosters').put({ roomId, roster: held.roster })
  const [entries, marks] = [change.objectStore('entries'), change.objectStore('marks')]
  for (let seq = from; seq <= held.timeline.head; seq += 1) {
    const entry = held.timeline.entries.get(seq)
    if (entry && entry !== shelved.entries.get(seq)) void entries.put({ roomId, seq, entry })
    const ofEntry = held.timeline.marks.get(seq)
    if (ofEntry && ofEntry !== shelved.marks.get(seq)) void marks.put({ roomId, seq, marks: ofEntry })
  }
  const before = IDBKeyRange.bound([roomId, 0], [roomId, from], false, true)
  for (const shelf of [entries, marks]) void shelf.delete(before)
  for (const no of done) void change.objectStore('outbox').delete(no)
  if (wanted === null) void change.objectStore('pointers').delete(roomId)
  else if (wanted !== undefined) void change.objectStore('pointers').put({ roomId, organizationId, wanted })
  const saved = { entries: new Map(held.timeline.entries), marks: new Map(held.timeline.marks), roster: held.roster }
  await change.done
  Object.assign(shelved, saved)
}
