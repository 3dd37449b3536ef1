import * as v from 'valibot'
import type { Actor, LobbyRpc, NoteStanding, Profile, RoomRpc } from '../protocol/bindings.ts'
import { ClientId, Id } from '../protocol/ids.ts'
import { ok, type Result, refuse } from '../protocol/result.ts'
import { type Bindings, objectNamed, type TakesSockets } from './env.ts'

/**
 * The only ways from a request to a room or a lobby. Whether somebody may enter a room, the room alone knows: it answers each of its
 * methods for this actor, and for all others as if it were not there.
 */

export type RoomDoor = { id: Id; actor: Actor; room: RoomRpc & TakesSockets }

export const accessRoom = (env: Bindings, actor: Actor, roomId: string): Result<RoomDoor> =>
  v.is(Id, roomId) ? ok({ id: roomId, actor, room: objectNamed(env.ROOM, roomId) }) : refuse('not_found')

export type UploadDoor = RoomDoor & { upload: ClientId }

/** One upload of a room, which may not be there; an id that cannot be one is not there for anybody. */
export function accessUpload(env: Bindings, actor: Actor, roomId: string, uploadId: string): Result<UploadDoor> {
  const access = accessRoom(env, actor, roomId)
  if (!access.ok) return access
  return v.is(ClientId, uploadId) ? ok({ ...access.value, upload: uploadId }) : refuse('not_found')
}

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

/** The notes of a room: who asks, by the room's own word, and the database where the notes are. */
export type NotesDoor = { roomId: Id; standing: NoteStanding; database: D1Database }

/** `uploads`: those that somebody wants to put into a note. `isSaying`: whether the room's log is to tell of what they want. */
export type NotesWish = { uploads?: ClientId[]; isSaying?: boolean }

/** Notes are in the directory and open to those who are in their room now, so the room is asked first. */
export async function accessRoomNotes(
  env: Bindings,
  actor: Actor,
  roomId: string,
  { uploads = [], isSaying = false }: NotesWish = {},
): Promise<Result<NotesDoor>> {
  const access = accessRoom(env, actor, roomId)
  if (!access.ok) return access
  const standing = await access.value.room.noteStanding(actor, uploads, isSaying)
  if (!standing.ok) return standing
  return env.DB ? ok({ roomId, standing: standing.value, database: env.DB }) : refuse('directory_unavailable')
}

/** One note of a room, which may not be there. Its id means something in its room alone. */
export async function accessNote(
  env: Bindings,
  actor: Actor,
  roomId: string,
  noteId: string,
  wish: NotesWish = {},
): Promise<Result<NotesDoor & { noteId: ClientId }>> {
  const access = await accessRoomNotes(env, actor, roomId, wish)
  if (!access.ok) return access
  return v.is(ClientId, noteId) ? ok({ ...access.value, noteId }) : refuse('not_found')
}

/** The stock of photos of an organization; which of them somebody may see, their rooms say. */
export type StockDoor = { organizationId: Id; isAdmin: boolean; database: D1Database }

export function accessStock(
  env: Bindings,
  profile: Pick<Profile, 'organizations'>,
  organizationId: string,
): Result<StockDoor> {
  const access = accessOrganization(env, profile, organizationId)
  if (!access.ok) return access
  const isAdmin = profile.organizations.some(({ id, isAdmin }) => id === organizationId && isAdmin)
  return env.DB ? ok({ organizationId, isAdmin, database: env.DB }) : refuse('directory_unavailable')
}
