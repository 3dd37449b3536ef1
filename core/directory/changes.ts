import type { Id } from '../../protocol/ids.ts'
import { ok, type Result, refuse } from '../../protocol/result.ts'
import type { OrganizationDirectory, Person, Position, Room } from './organization.ts'

/** Who comes into a seat and who leaves it; both empty when nothing changes. */
export type HolderChange = { added: Id[]; removed: Id[] }

/**
 * Decides who holds a seat after someone is put into it, or after it is emptied with null.
 * `holderWas` is whom the editor saw there (null: nobody), and is the one replaced; left out, nobody is replaced.
 * Refuses `changed_meanwhile` where that is not so any more, and `seat_taken` where a unique seat has another holder.
 */
export function decideHolder(
  position: Position,
  accountId: Id | null,
  holderWas: Id | null | undefined,
): Result<HolderChange> {
  const { holders, isUnique } = position
  if (accountId !== null && holders.includes(accountId)) return ok({ added: [], removed: [] })
  if (holderWas && !holders.includes(holderWas)) return refuse('changed_meanwhile')
  if (holderWas === null && isUnique && holders.length > 0) return refuse('changed_meanwhile')
  if (accountId === null) return ok({ added: [], removed: holderWas ? [holderWas] : holders })
  const removed = holderWas ? [holderWas] : []
  if (isUnique && holders.length > removed.length) return refuse('seat_taken')
  return ok({ added: [accountId], removed })
}

export function withHolders(
  directory: OrganizationDirectory,
  positionId: Id,
  change: HolderChange,
): OrganizationDirectory {
  const changed = (position: Position) => ({
    ...position,
    holders: [...position.holders.filter((id) => !change.removed.includes(id)), ...change.added],
  })
  return {
    ...directory,
    positions: directory.positions.map((position) => (position.id === positionId ? changed(position) : position)),
  }
}

export function withPerson(
  directory: OrganizationDirectory,
  accountId: Id,
  change: Partial<Person>,
): OrganizationDirectory {
  const people = directory.people.map((person) => (person.accountId === accountId ? { ...person, ...change } : person))
  return { ...directory, people }
}

export function withRoom(directory: OrganizationDirectory, roomId: Id, change: Partial<Room>): OrganizationDirectory {
  return { ...directory, rooms: directory.rooms.map((room) => (room.id === roomId ? { ...room, ...change } : room)) }
}

/** Seats of a kind that have no desk room with this kind of desk yet, in the seats' order. */
export function seatsWithoutDeskRoom(
  directory: OrganizationDirectory,
  positionKind: string,
  deskKind: string,
): Position[] {
  const have = new Set(
    directory.rooms.flatMap((room) => (room.desk?.deskKind === deskKind ? [room.desk.seatPositionId] : [])),
  )
  const seats = directory.positions.filter((position) => position.kind === positionKind && !have.has(position.id))
  return seats.sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1))
}
