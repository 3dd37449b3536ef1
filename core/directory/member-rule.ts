import type { MemberRule } from '../../protocol/http.ts'
import type { Id } from '../../protocol/ids.ts'
import { type DirectoryIndex, withUnitsBelow } from './directory-index.ts'
import type { Person } from './organization.ts'

/** The accounts that a rule lets in: members of the organization that any part of the rule names, and no disabled one. */
export function accountsByRule(index: DirectoryIndex, rule: MemberRule): Set<Id> {
  const matches = ruleTest(index, rule)
  const found = new Set<Id>()
  for (const person of index.directory.people) if (!person.disabled && matches(person)) found.add(person.accountId)
  return found
}

/** Whether a rule names a unit, a title, a position or a person that this organization does not have. */
export function namesStrangers(index: DirectoryIndex, rule: MemberRule): boolean {
  const isStrange = (ids: Id[] | undefined, known: Map<Id, unknown>) => (ids ?? []).some((id) => !known.has(id))
  return (
    isStrange(rule.units, index.units) ||
    isStrange(rule.titles, index.titles) ||
    isStrange(rule.positions, index.positions) ||
    isStrange(rule.accounts, index.people)
  )
}

/** Holders of every position of a kind who are in the organization and not disabled. */
export function holdersOfKind(index: DirectoryIndex, kind: string): Set<Id> {
  return accountsByRule(index, { positionKinds: [kind] })
}

/** Whether a rule names a person. A seat counts for its unit: whoever holds one in a unit belongs to it, besides the unit of the membership. */
export function ruleTest(index: DirectoryIndex, rule: MemberRule): (person: Person) => boolean {
  if (rule.everyone) return () => true
  const units = withUnitsBelow(index, rule.units ?? [])
  const titles = new Set(rule.titles)
  const positions = new Set(rule.positions)
  const kinds = new Set(rule.positionKinds)
  const accounts = new Set(rule.accounts)
  return (person) => {
    if (accounts.has(person.accountId) || units.has(person.unitId)) return true
    if (person.titleId !== null && titles.has(person.titleId)) return true
    const rank = person.titleId === null ? undefined : index.titles.get(person.titleId)?.rank
    if (rule.minRank !== undefined && rank !== undefined && rank >= rule.minRank) return true
    return (index.seats.get(person.accountId) ?? []).some(
      (seat) => positions.has(seat.id) || kinds.has(seat.kind) || units.has(seat.unitId),
    )
  }
}
