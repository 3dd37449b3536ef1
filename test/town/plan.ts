import { planCity } from './plan-city.ts'
import { planCorps } from './plan-corps.ts'
import { planDisaster } from './plan-disaster.ts'
import { planDeskRooms, planRooms } from './plan-rooms.ts'
import { populationOf } from './population.ts'
import type { Town } from './town.ts'

export type TownOptions = {
  /** Other words, another town of the same shape. */
  seed?: string
  /** Adds the 580 members of the divisions, a room for each division and one for all. */
  members?: boolean
}

/** 火見市 (ひのみし), which is on no map: the same for the same options. */
export function planTown({ seed = 'hinomi', members = false }: TownOptions = {}): Town {
  const population = populationOf(seed)
  const city = planCity(seed, population).organization
  const disaster = planDisaster(seed, population, city)
  const corps = planCorps(seed, population, members)
  const organizations = [city, disaster, corps]
  return {
    seed,
    organizations,
    people: population.people,
    rooms: planRooms(seed, organizations, members),
    deskRooms: planDeskRooms(seed, corps),
    cast: population.cast,
  }
}
