import { indexDirectory } from './directory-index.ts'
import { ruleTest } from './member-rule.ts'
import type { OrganizationDirectory, Person } from './organization.ts'

/**
 * An organization as its rule has it, given its source as that is now. Members by rule are exactly those whom the rule
 * names there and who are not members made by hand; they have unit and title of the source. Whoever is not named any more
 * leaves, seats included. A disabled account stays and is in no room, as everywhere.
 */
export function withMembersByRule(
  directory: OrganizationDirectory,
  source: OrganizationDirectory,
): OrganizationDirectory {
  const { membersFrom } = directory.organization
  if (!membersFrom) return directory
  const isNamed = ruleTest(indexDirectory(source), membersFrom.rule)
  const byHand = directory.people.filter((person) => !person.byRule)
  const hasHand = new Set(byHand.map((person) => person.accountId))
  const earlier = new Map(directory.people.map((person) => [person.accountId, person]))
  const byRule = source.people
    .filter((person) => isNamed(person) && !hasHand.has(person.accountId))
    .map((person): Person => {
      const { isAdmin = false, mayMakeRooms = false } = earlier.get(person.accountId) ?? {}
      return { ...person, isAdmin, mayMakeRooms, byRule: true }
    })
  const borrowed = { units: source.units, titles: source.titles }
  return { ...onlyTheirSeats(directory, [...byHand, ...byRule]), borrowed }
}

/**
 * An organization without its rule: everyone who was there by rule leaves, and with the source go its units and titles.
 * Whoever had one of these by hand comes into the first of the own units, without a title.
 */
export function withoutRule(directory: OrganizationDirectory): OrganizationDirectory {
  const [firstUnit] = [...directory.units].sort((a, b) => Number(a.parentId !== null) - Number(b.parentId !== null))
  const own = new Set([...directory.units, ...directory.titles].map(({ id }) => id))
  const people = directory.people
    .filter((person) => !person.byRule)
    .map((person) => ({
      ...person,
      unitId: own.has(person.unitId) ? person.unitId : (firstUnit?.id ?? person.unitId),
      titleId: person.titleId !== null && own.has(person.titleId) ? person.titleId : null,
    }))
  const organization = { ...directory.organization, membersFrom: null }
  return { ...onlyTheirSeats(directory, people), organization, borrowed: { units: [], titles: [] } }
}

/** What becomes of the members of an organization: rows that come, go, or say something else. */
export type MemberDifferences = { added: Person[]; removed: Person[]; changed: Person[] }

export function memberDifferences(before: OrganizationDirectory, after: OrganizationDirectory): MemberDifferences {
  const was = new Map(before.people.map((person) => [person.accountId, person]))
  const is = new Set(after.people.map((person) => person.accountId))
  return {
    added: after.people.filter(({ accountId }) => !was.has(accountId)),
    removed: before.people.filter(({ accountId }) => !is.has(accountId)),
    changed: after.people.filter((person) => {
      const earlier = was.get(person.accountId)
      return earlier && (earlier.unitId !== person.unitId || earlier.titleId !== person.titleId)
    }),
  }
}

function onlyTheirSeats(directory: OrganizationDirectory, people: Person[]): OrganizationDirectory {
  const is = new Set(people.map((person) => person.accountId))
  const positions = directory.positions.map((position) => ({
    ...position,
    holders: position.holders.filter((id) => is.has(id)),
  }))
  return { ...directory, people, positions }
}
