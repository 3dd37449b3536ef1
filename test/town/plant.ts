import type { RoomRpc } from '../../protocol/bindings.ts'
import type { EpochMs, Id } from '../../protocol/ids.ts'
import { protocolVersion } from '../../protocol/version.ts'
import type { DirectoryBindings } from '../../worker/directory/context.ts'
import {
  deliverEverything,
  type Planting,
  plantDeskRooms,
  plantOrganization,
  plantPeople,
  plantRooms,
} from '../../worker/directory/planting.ts'
import { hashPassword } from '../../worker/passwords/password-hash.ts'
import { calendarAt } from './calendar.ts'
import { planTown, type TownOptions } from './plan.ts'
import { plantNotes } from './plant-notes.ts'
import { resolveTalk } from './resolve.ts'
import { demoPassword } from './sign-ins.ts'
import type { RoomTalk } from './talk/script.ts'
import { townTalk } from './talk.ts'
import type { Organization, Town } from './town.ts'
import { membersOf, roomIdsOf } from './who-is-in.ts'

type Namespace<T> = { idFromName(name: string): DurableObjectId; get(id: DurableObjectId): T }

export type TownBindings = Omit<DirectoryBindings, 'ROOM'> & {
  ROOM: Namespace<Pick<RoomRpc, 'applyDirectory' | 'applyNotes' | 'noteStanding' | 'sync' | 'bringIn'>>
}

const roomsAtOnce = 8
const minuteMs = 60_000

export type PlantOptions = TownOptions & {
  env: TownBindings
  now: EpochMs
  pepper: string
  /** False leaves the rooms empty, as a bench wants them. */
  talk?: boolean
}

/**
 * Plants the town: directory first, then the notes, then the talk of each room that has none yet. Repeatable: what stands already stays,
 * and a room's talk is brought in whole or not at all.
 */
export async function plantTown({ env, now, pepper, talk = true, ...options }: PlantOptions): Promise<Town> {
  const town = planTown(options)
  const start = calendarAt(now).on(-21, '9:00')
  await plantDirectory(town, { env, now: start }, await hashPassword(pepper, demoPassword))
  await deliverEverything({ env: bornAt(env, start), now })
  if (talk) await plantNotes(bornAt(env, start), town, start, now)
  await deliverEverything({ env: bornAt(env, start), now })
  if (talk) await eachOf(townTalk(town, now - (now % minuteMs)), (one) => bringIn(env, town, one))
  return town
}

async function plantDirectory(town: Town, planting: Planting, passwordHash: string): Promise<void> {
  for (const organization of town.organizations) await plantOrganization(planting, planOf(organization))
  await plantPeople(
    planting,
    town.people.map((person) => ({ ...person, passwordHash })),
  )
  await plantRooms(
    planting,
    town.rooms.map(({ key: _, ...room }) => room),
  )
  const { rooms, ...desk } = town.deskRooms
  const idOfSeat = new Map(rooms.map(({ positionId, id }) => [positionId, id]))
  await plantDeskRooms(planting, { ...desk, roomId: (positionId) => idOfSeat.get(positionId) as Id })
}

const planOf = ({ key: _, ...plan }: Organization) => plan

/** The rooms' first entries are as old as the town's story. */
const bornAt = (env: TownBindings, at: EpochMs): TownBindings => ({
  ...env,
  ROOM: {
    idFromName: (name) => env.ROOM.idFromName(name),
    get: (id) => {
      const room = env.ROOM.get(id)
      return {
        applyDirectory: (state) => room.applyDirectory({ ...state, at }),
        applyNotes: (told) => room.applyNotes(told.map((one) => ({ ...one, at }))),
        noteStanding: (actor, uploads, isSaying) => room.noteStanding(actor, uploads, isSaying),
        sync: (actor, hello) => room.sync(actor, hello),
        bringIn: (steps) => room.bringIn(steps),
      }
    },
  },
})

/** The talk of one room in one call, which the room stores as one; a room in which something was said already is left alone. */
async function bringIn(env: TownBindings, town: Town, talk: RoomTalk): Promise<void> {
  const id = roomIdsOf(town).find((room) => room.key === talk.room)?.id as Id
  const room = env.ROOM.get(env.ROOM.idFromName(id))
  const actor = { accountId: membersOf(town, talk.room)[0]?.id as Id, deviceId: '0'.repeat(32) }
  const seen = await room.sync(actor, { version: protocolVersion, seq: 0, rev: 0, roster: 0 })
  if (!seen.ok) throw new Error(`${talk.room} is not there: ${seen.refusal.code}`)
  if (seen.value.entries.some(({ kind }) => kind === 'message')) return
  const numbers = new Map(seen.value.roster?.members.map(({ name, no }) => [name, no]))
  const ready = resolveTalk(town, talk, seen.value.head, ({ name }) => numbers.get(name) as number)
  const answers = await room.bringIn(ready.map(({ step }) => step))
  for (const [i, answer] of answers.entries()) {
    const step = talk.steps[i]
    if (!answer.ok) throw new Error(`${talk.room} refused ${JSON.stringify(step)}: ${answer.refusal.code}`)
    const seq = 'seq' in answer.value ? answer.value.seq : null
    if (ready[i]?.seq !== null && seq !== ready[i]?.seq)
      throw new Error(`${talk.room} gave another seq to ${JSON.stringify(step)}`)
  }
}

async function eachOf<T>(items: T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values()
  const worker = async () => {
    for (const item of waiting) await work(item)
  }
  await Promise.all(Array.from({ length: roomsAtOnce }, worker))
}
