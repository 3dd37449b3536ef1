import { planTown } from '../../test/town/plan.ts'
import { membersOf, postersOf, roomIdsOf } from '../../test/town/who-is-in.ts'
import type { Habits } from './cost-model.ts'

/**
 * The demo town with its 580 members: its people in the rooms they have. Each writes as many messages a day as the figure asks for, evenly over
 * the rooms where they may write, so that how many read a message follows from the rooms.
 */
export function townHabits(): Habits {
  const town = planTown({ members: true })
  const rooms = roomIdsOf(town).map(({ key }) => ({ members: membersOf(town, key), posters: postersOf(town, key) }))
  const mine = new Map(town.people.map(({ id }) => [id, { rooms: 0, audiences: [] as number[] }]))
  for (const { members, posters } of rooms) {
    for (const { id } of members) (mine.get(id) as { rooms: number }).rooms += 1
    for (const { id } of posters) mine.get(id)?.audiences.push(members.length - 1)
  }
  const writers = [...mine.values()].filter(({ audiences }) => audiences.length > 0)
  return {
    people: town.people.length,
    messagesPerPersonAndDay: 50,
    readersPerMessage: mean(writers.map(({ audiences }) => mean(audiences))),
    roomsPerPerson: mean([...mine.values()].map((one) => one.rooms)),
    readAtOnceShare: 0.1,
    openingsPerRoomAndDay: 8,
    appOpeningsPerDay: 20,
    ringingHoursPerDay: 14,
    photosPerPersonAndDay: 0.5,
    photoKb: 350,
  }
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
