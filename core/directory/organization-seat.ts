import type { OrganizationSeat } from '../../protocol/bindings.ts'
import type { Id } from '../../protocol/ids.ts'
import type { DirectoryIndex } from './directory-index.ts'
import type { Person } from './organization.ts'

/** What a person is in this organization, for their own profile; null for whoever does not belong to it. */
export function organizationSeat(index: DirectoryIndex, accountId: Id): OrganizationSeat | null {
  const person = index.people.get(accountId)
  if (!person) return null
  const { organization } = index.directory
  return {
    id: organization.id,
    name: organization.name,
    badge: organization.badge,
    title: shownTitle(index, person),
    mayMakeRooms: mayMakeRooms(index, accountId),
    isAdmin: person.isAdmin,
    leavesNothing: organization.leavesNothing ?? false,
    sendsAtOnce: organization.sendsAtOnce ?? false,
  }
}

/** The name of a person's first seat, or else the title. */
export function shownTitle(index: DirectoryIndex, person: Person): string {
  const title = person.titleId === null ? undefined : index.titles.get(person.titleId)
  return index.seats.get(person.accountId)?.[0]?.name ?? title?.name ?? ''
}

export function mayMakeRooms(index: DirectoryIndex, accountId: Id | null): boolean {
  const person = accountId === null ? undefined : index.people.get(accountId)
  if (!person || person.disabled) return false
  return person.isAdmin || person.mayMakeRooms || index.directory.organization.roomsBy === 'members'
}

/** Disabled administrators administer nothing. */
export function isAdmin(index: DirectoryIndex, accountId: Id | null): boolean {
  const person = accountId === null ? undefined : index.people.get(accountId)
  return person?.isAdmin === true && !person.disabled
}
