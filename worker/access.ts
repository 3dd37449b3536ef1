import * as v from 'valibot'
import type { Actor, LobbyRpc, Profile, RoomRpc } from '../protocol/bindings.ts'
import { Id } from '../protocol/ids.ts'
import { ok, type Result, refuse } from '../protocol/result.ts'
import { type Bindings, objectNamed, type TakesSockets } from './env.ts'

/**
 * The only ways from a request to a room or a lobby. Whether somebody may enter a room, the room alone knows: it answers each of its
 * methods for this actor, and for all others as if it were not there.
 */

export type RoomDoor = { id: Id; actor: Actor; room: RoomRpc & TakesSockets }

export const accessRoom = (env: Bindings, actor: Actor, roomId: string): Result<RoomDoor> =>
  v.is(Id, roomId) ? ok({ id: roomId, actor, room: objectNamed(env.ROOM, roomId) }) : refuse('not_found')

export type LobbyDoor = { id: Id; lobby: LobbyRpc & TakesSockets }

/** An organization is open to those who hold a seat in it; for all others it is not there. */
export const accessOrganization = (
  env: Bindings,
  { organizations }: Pick<Profile, 'organizations'>,
  organizationId: string,
): Result<LobbyDoor> =>
  organizations.some(({ id }) => id === organizationId)
    ? ok({ id: organizationId, lobby: objectNamed(env.LOBBY, organizationId) })
    : refuse('not_found')

/** The same for its administrators alone. */
export const accessAdministration = (
  env: Bindings,
  { organizations }: Pick<Profile, 'organizations'>,
  organizationId: string,
): Result<LobbyDoor> =>
  accessOrganization(env, { organizations: organizations.filter(({ isAdmin }) => isAdmin) }, organizationId)
