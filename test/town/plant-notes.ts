import type { EpochMs, Id } from '../../protocol/ids.ts'
import { directoryObjects } from '../../worker/directory/context.ts'
import { openDatabase } from '../../worker/directory/database.ts'
import { saveNote } from '../../worker/notes/save-note.ts'
import { type TownNote, townNotes } from './notes.ts'
import type { TownBindings } from './plant.ts'
import { uuidOf } from './random.ts'
import { personOf, type Town } from './town.ts'
import { roomIdsOf } from './who-is-in.ts'

/** Their ids do not change with the day on which the town is planted. */
const idsFrom = Date.UTC(2026, 0, 1)

/** Saves the notes of the town as of `at`, through the way of every save; those that stand already stay. `now` is the day that they speak of. */
export async function plantNotes(env: TownBindings, town: Town, at: EpochMs, now: EpochMs): Promise<void> {
  for (const note of townNotes(now)) await plantNote(env, town, at, note)
}

async function plantNote(env: TownBindings, town: Town, at: EpochMs, note: TownNote): Promise<void> {
  const { key, room, who, content } = note
  const roomId = roomIdsOf(town).find((one) => one.key === room)?.id as Id
  const actor = { accountId: personOf(town, who).id, deviceId: '0'.repeat(32) }
  const standing = await env.ROOM.get(env.ROOM.idFromName(roomId)).noteStanding(actor, [], false)
  if (!standing.ok || !env.DB) throw new Error(`nobody may write the note ${key} in ${room}`)
  const started: Promise<unknown>[] = []
  const idOf = (what: string) => uuidOf(idsFrom, town.seed, what, key)
  const saved = await saveNote(
    {
      ...{ roomId, standing: standing.value, now: at, db: openDatabase(env.DB), objects: directoryObjects(env) },
      waitUntil: (work) => void started.push(work),
    },
    idOf('note'),
    { id: idOf('save'), base: 0, content },
  )
  await Promise.all(started)
  // On another day the same note speaks of another month: it stands as it was first planted.
  if (!saved.ok && saved.refusal.code !== 'client_id_reused') throw new Error(`${key}: ${saved.refusal.code}`)
}
