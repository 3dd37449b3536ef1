import { env } from 'cloudflare:test'
import type { DirectoryMember } from '../../protocol/bindings.ts'
import type { RoomFacts } from '../../protocol/roster.ts'
import { aRoom } from './builders.ts'

/** Id of 32 hex characters that no other test has. */
export const freshId = () => crypto.randomUUID().replaceAll('-', '')

/** A created room in its real object, with an organization (and so a lobby) of its own. */
export async function aRealRoom(members: (string | DirectoryMember)[], facts: Partial<RoomFacts> = {}) {
  const roomId = freshId()
  const organizationId = facts.organizationId ?? freshId()
  const stub = env.ROOM.getByName(roomId)
  const apply = (next: (string | DirectoryMember)[], revision: number) =>
    stub.applyDirectory(aRoom(next, { revision, facts: { ...facts, id: roomId, organizationId } }))
  await apply(members, 1)
  return { stub, roomId, organizationId, apply, lobby: env.LOBBY.getByName(organizationId) }
}
