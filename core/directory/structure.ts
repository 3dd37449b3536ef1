import type { Id } from '../../protocol/ids.ts'
import { ok, type Result, refuse } from '../../protocol/result.ts'
import { indexDirectory, withUnitsBelow } from './directory-index.ts'
import type { OrganizationDirectory, Person, Position, Title, Unit } from './organization.ts'

/** A new unit, or another state of one. Refuses `not_found` for a parent that is not there, `malformed` for one below the unit. */
export function decideUnit(directory: OrganizationDirectory, unit: Unit): Result<OrganizationDirectory> {
  const after = { ...directory, units: put(directory.units, unit, ({ id }) => id === unit.id) }
  if (unit.parentId === null) return ok(after)
  if (unit.parentId !== unit.id && !hasUnit(directory, unit.parentId)) return refuse('not_found')
  const below = withUnitsBelow(indexDirectory(directory), [unit.id])
  return unit.parentId === unit.id || below.has(unit.parentId) ? refuse('malformed') : ok(after)
}

export function withTitle(directory: OrganizationDirectory, title: Title): OrganizationDirectory {
  return { ...directory, titles: put(directory.titles, title, ({ id }) => id === title.id) }
}

/** A new position, or another state of one. Refuses `not_found` for a foreign unit, `seat_taken` for one holder where there are several. */
export function decidePosition(directory: OrganizationDirectory, position: Position): Result<OrganizationDirectory> {
  if (!hasUnit(directory, position.unitId)) return refuse('not_found')
  if (position.isUnique && position.holders.length > 1) return refuse('seat_taken')
  return ok({ ...directory, positions: put(directory.positions, position, ({ id }) => id === position.id) })
}

/** A member who was not there, or who is from now on as given. */
export function withMember(directory: OrganizationDirectory, person: Person): OrganizationDirectory {
  return { ...directory, people: put(directory.people, person, ({ accountId }) => accountId === person.accountId) }
}

/** The place after the last of them. */
export const lastOrder = (siblings: { order: number }[]): number =>
  siblings.reduce((last, { order }) => Math.max(last, order), 0) + 1

/** Units of one’s own: those of the source belong to the source. */
const hasUnit = (directory: OrganizationDirectory, unitId: Id) => directory.units.some((unit) => unit.id === unitId)

const put = <T>(list: T[], value: T, isIt: (one: T) => boolean): T[] =>
  list.some(isIt) ? list.map((one) => (isIt(one) ? value : one)) : [...list, value]
