import type { Id } from '../../protocol/ids.ts'
import type { RoomSummary } from '../../protocol/lobby-message.ts'
import type { SignedIn } from '../transport/session-keeper.ts'
import type { DeviceStore } from './device-store.ts'
import { forgetRooms } from './vault.ts'

/** The room list of an organization as it was kept; null when it was not. */
export async function keptLobby({ vault }: DeviceStore, organizationId: Id): Promise<RoomSummary[] | null> {
  const opened = await vault
  const kept = await opened?.get('lobbies', organizationId).catch(() => undefined)
  return kept?.rooms ?? null
}

/** Keeps a list, and forgets the rooms that are in it no more. */
export async function keepLobby({ vault }: DeviceStore, organizationId: Id, rooms: RoomSummary[]): Promise<void> {
  const opened = await vault
  if (opened === null) return
  try {
    const before = await opened.get('lobbies', organizationId)
    const listed = new Set(rooms.map(({ id }) => id))
    const gone = before?.rooms.filter(({ id }) => !listed.has(id)) ?? []
    await forgetRooms(
      opened,
      gone.map(({ id }) => id),
      { isLeft: true },
    )
    // After that: a list that is there says that what left it is gone.
    await opened.put('lobbies', { organizationId, rooms })
  } catch {
    // Closed meanwhile: another person signed in, or this one signed out.
  }
}

/** Forgets what an organization that was left had here, and what one wants that keeps nothing on devices. */
export async function forgetUnwanted({ vault }: DeviceStore, organizations: SignedIn['organizations']): Promise<void> {
  const opened = await vault
  if (opened === null) return
  const own = new Map(organizations.map((organization) => [organization.id, organization]))
  const isUnwanted = (id: Id) => own.get(id)?.leavesNothing !== false
  try {
    for (const id of await opened.getAllKeys('lobbies')) if (isUnwanted(id)) await opened.delete('lobbies', id)
    const kept = await opened.getAll('rooms')
    for (const isLeft of [true, false]) {
      const rooms = kept.filter(
        ({ organizationId }) => own.has(organizationId) !== isLeft && isUnwanted(organizationId),
      )
      const ids = rooms.map(({ roomId }) => roomId)
      await forgetRooms(opened, ids, { isLeft })
    }
  } catch {
    // Closed meanwhile.
  }
}
