import type { Id } from '../../protocol/ids.ts'
import { type DirectoryIndex, indexDirectory } from './directory-index.ts'
import type { OrganizationDirectory, Person } from './organization.ts'
import { organizationSeat } from './organization-seat.ts'
import { type RoomMembership, roomMembership } from './room-membership.ts'

/** A room that a change touches, with whom it lets in and whom it puts out. */
export type RoomDifference = { roomId: Id; joined: Id[]; left: Id[] }

/** Whom a change concerns: every room and every account that would be told something else after it. */
export type Differences = { rooms: RoomDifference[]; accounts: Id[] }

/** Null before: an organization that is new. */
export function differences(before: OrganizationDirectory | null, after: OrganizationDirectory): Differences {
  const was = before && indexDirectory(before)
  const is = indexDirectory(after)
  const roomsBefore = new Map((before?.rooms ?? []).map((room) => [room.id, room]))
  const rooms = after.rooms.flatMap((room) => {
    const earlier = roomsBefore.get(room.id)
    return roomDifference(room.id, was && earlier ? roomMembership(was, earlier) : null, roomMembership(is, room))
  })
  const ids = new Set([...(before?.people ?? []), ...after.people].map((person) => person.accountId))
  const accounts = [...ids].filter((id) => accountState(was, id) !== accountState(is, id))
  return { rooms, accounts }
}

function roomDifference(roomId: Id, before: RoomMembership | null, after: RoomMembership): RoomDifference[] {
  if (before && JSON.stringify(before) === JSON.stringify(after)) return []
  const was = new Set((before?.members ?? []).map((member) => member.accountId))
  const is = new Set(after.members.map((member) => member.accountId))
  return [{ roomId, joined: [...is].filter((id) => !was.has(id)), left: [...was].filter((id) => !is.has(id)) }]
}

function accountState(index: DirectoryIndex | null, accountId: Id): string {
  const person: Person | undefined = index?.people.get(accountId)
  if (!index || !person) return ''
  return JSON.stringify([person.name, person.disabled, organizationSeat(index, accountId)])
}
