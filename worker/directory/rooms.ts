import { eq } from 'drizzle-orm'
import type * as v from 'valibot'
import { seatsWithoutDeskRoom, withRoom } from '../../core/directory/changes.ts'
import { type DirectoryIndex, indexDirectory } from '../../core/directory/directory-index.ts'
import { namesStrangers } from '../../core/directory/member-rule.ts'
import type { OrganizationDirectory, Position, Room } from '../../core/directory/organization.ts'
import { isAdmin, mayMakeRooms } from '../../core/directory/organization-seat.ts'
import { roomMembership } from '../../core/directory/room-membership.ts'
import { positionKindWord } from '../../core/directory/rule-in-words.ts'
import type { ChangeRoom, MakeDeskRooms, MakeRoom } from '../../protocol/http.ts'
import type { EpochMs, Id } from '../../protocol/ids.ts'
import { ok, type Result, refuse } from '../../protocol/result.ts'
import { changeDirectory } from './change-directory.ts'
import type { DirectoryContext } from './context.ts'
import { insertMissing } from './database.ts'
import { newId } from './new-id.ts'
import { rooms } from './schema.ts'

export type MadeRoom = { id: Id; memberCount: number }

/**
 * Makes a room that fills by its rule, for whom the organization allows it (others: `not_allowed`). Refuses `malformed` where
 * the rule names what the organization does not have, and `rule_matches_nobody`.
 */
export function makeRoom(
  context: DirectoryContext,
  organizationId: Id,
  wish: v.InferOutput<typeof MakeRoom>,
): Promise<Result<MadeRoom>> {
  const room: Room = {
    id: newId(),
    ...wish,
    postRule: null,
    createdBy: context.actor,
    archivedAt: null,
    desk: null,
  }
  return changeDirectory(context, organizationId, (index) => {
    if (!context.actor || !index.people.has(context.actor)) return refuse('not_found')
    if (!mayMakeRooms(index, context.actor)) return refuse('not_allowed')
    const after = { ...index.directory, rooms: [...index.directory.rooms, room] }
    const memberCount = countMembers(index, after, room.id)
    if (!memberCount.ok) return memberCount
    return ok({
      value: { id: room.id, memberCount: memberCount.value },
      after,
      statements: insertMissing(context.db, rooms, [roomRow(organizationId, room, context.now)]),
      event: {
        action: 'room.made',
        targetKind: 'room',
        targetId: room.id,
        detail: { kind: room.kind, rule: room.rule },
      },
    })
  })
}

/** New name, purpose or rule of a room, for its maker and for administrators. To those who do not see the room: `not_found`. */
export function changeRoom(
  context: DirectoryContext,
  organizationId: Id,
  roomId: Id,
  wish: v.InferOutput<typeof ChangeRoom>,
): Promise<Result<MadeRoom>> {
  return changeDirectory(context, organizationId, (index) => {
    const room = index.directory.rooms.find((one) => one.id === roomId)
    const allowed = mayChange(index, room, context.actor)
    if (!allowed.ok) return allowed
    if (wish.rule && allowed.value.desk) return refuse('not_allowed')
    const change = definedOf(wish)
    const after = withRoom(index.directory, roomId, change)
    const memberCount = countMembers(index, after, roomId)
    if (!memberCount.ok) return memberCount
    const changed = Object.keys(change)
    return ok({
      value: { id: roomId, memberCount: memberCount.value },
      after,
      statements: changed.length > 0 ? [context.db.update(rooms).set(change).where(eq(rooms.id, roomId))] : [],
      event: {
        action: 'room.changed',
        targetKind: 'room',
        targetId: roomId,
        detail: { changed, ...(wish.rule && { rule: wish.rule, ruleWas: allowed.value.rule }) },
      },
    })
  })
}

/** One desk ↔ seat room for every seat of a kind that has none yet, for administrators; asked again it makes none. */
export function makeDeskRooms(
  context: DirectoryContext,
  organizationId: Id,
  wish: v.InferOutput<typeof MakeDeskRooms>,
): Promise<Result<{ made: number; rooms: Id[] }>> {
  return changeDirectory(context, organizationId, (index) => {
    if (!isAdmin(index, context.actor)) return refuse('not_found')
    const isKnown = (kind: string) => index.directory.positions.some((position) => position.kind === kind)
    if (!isKnown(wish.positionKind) || !isKnown(wish.deskKind)) return refuse('rule_matches_nobody')
    const made = newDeskRooms(index, wish, context.actor, newId)
    return ok({
      value: { made: made.length, rooms: made.map((room) => room.id) },
      after: { ...index.directory, rooms: [...index.directory.rooms, ...made] },
      statements: insertMissing(
        context.db,
        rooms,
        made.map((room) => roomRow(organizationId, room, context.now)),
      ),
      event: {
        action: 'room.desk_rooms_made',
        targetKind: 'organization',
        targetId: organizationId,
        detail: { ...wish, made: made.map((room) => room.id) },
      },
    })
  })
}

/** The rooms that are missing for the seats of a kind; named after the seat's unit, or after the seat where units repeat. */
export function newDeskRooms(
  index: DirectoryIndex,
  { positionKind, deskKind }: { positionKind: string; deskKind: string },
  createdBy: Id | null,
  roomId: (positionId: Id) => Id,
): Room[] {
  const ofKind = index.directory.positions.filter((position) => position.kind === positionKind)
  const isAlone = (seat: Position) => ofKind.filter((position) => position.unitId === seat.unitId).length === 1
  const unitName = (seat: Position) => index.units.get(seat.unitId)?.name
  return seatsWithoutDeskRoom(index.directory, positionKind, deskKind).map((seat) => ({
    id: roomId(seat.id),
    name: `${(isAlone(seat) && unitName(seat)) || seat.name} 個別連絡`,
    purpose: `${seat.name}と${positionKindWord(index, deskKind)}の連絡`,
    kind: 'desk',
    history: 'all',
    rule: {},
    postRule: null,
    createdBy,
    archivedAt: null,
    desk: { seatPositionId: seat.id, deskKind },
  }))
}

export function roomRow(organizationId: Id, room: Room, createdAt: EpochMs): typeof rooms.$inferInsert {
  const { desk, ...rest } = room
  return {
    ...rest,
    organizationId,
    createdAt,
    seatPositionId: desk?.seatPositionId ?? null,
    deskKind: desk?.deskKind ?? null,
  }
}

function countMembers(index: DirectoryIndex, after: OrganizationDirectory, roomId: Id): Result<number> {
  const room = after.rooms.find((one) => one.id === roomId)
  if (!room || namesStrangers(index, room.rule)) return refuse('malformed')
  const { members } = roomMembership(indexDirectory(after), room)
  return members.length === 0 && !room.desk ? refuse('rule_matches_nobody') : ok(members.length)
}

function mayChange(index: DirectoryIndex, room: Room | undefined, actor: Id | null): Result<Room> {
  if (!room || room.archivedAt !== null || !actor || !index.people.has(actor)) return refuse('not_found')
  if (room.createdBy === actor || isAdmin(index, actor)) return ok(room)
  const isMember = roomMembership(index, room).members.some((member) => member.accountId === actor)
  return refuse(isMember ? 'not_allowed' : 'not_found')
}

function definedOf(wish: v.InferOutput<typeof ChangeRoom>): Partial<Pick<Room, 'name' | 'purpose' | 'rule'>> {
  return {
    ...(wish.name !== undefined && { name: wish.name }),
    ...(wish.purpose !== undefined && { purpose: wish.purpose }),
    ...(wish.rule !== undefined && { rule: wish.rule }),
  }
}
