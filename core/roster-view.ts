import type { Roster, RosterMember, RosterUnit } from '../protocol/roster.ts'
import type { Person } from './change.ts'
import { presentStay, type RoomState } from './room-state.ts'

/** The roster as members see it: whole, or only the members that differ from `before` (whose version it then builds on). */
export function rosterOf(state: RoomState, before?: Roster): Roster {
  const units = unitsOf(state.people)
  const index = new Map(units.map((unit, i) => [unit.name, i]))
  const members = state.people.map((person) => memberOf(state, person, index.get(person.unitName) ?? 0))
  if (!before || !sameUnits(units, before.units)) return { version: state.revision, units, members }
  const held = new Map(before.members.map((member) => [member.no, JSON.stringify(member)]))
  const changed = members.filter((member) => held.get(member.no) !== JSON.stringify(member))
  return { version: state.revision, since: before.version, units, members: changed }
}

function memberOf(state: RoomState, person: Person, unit: number): RosterMember {
  const stay = presentStay(state, person.no)
  const { no, name, title, rank, side, phone } = person
  return {
    no,
    name,
    title,
    unit,
    rank,
    ...(side === undefined ? {} : { side }),
    ...(phone === undefined || !stay ? {} : { phone }),
    present: stay !== null,
    joinedSeq: state.newest.get(no)?.joinedSeq ?? 0,
  }
}

/** Units in their order; people of one unit share one place. */
function unitsOf(people: readonly Person[]): RosterUnit[] {
  const units = new Map<string, RosterUnit>()
  for (const { unitName, unitOrder } of people)
    if (!units.has(unitName)) units.set(unitName, { name: unitName, order: unitOrder })
  return [...units.values()].sort((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1))
}

const sameUnits = (a: readonly RosterUnit[], b: readonly RosterUnit[]) => JSON.stringify(a) === JSON.stringify(b)
