import { untrack } from 'solid-js'
import type { RoomSession } from './room-session.ts'

/** Whether what is of a room may stay on this device, as its organization says. Nothing may of a room that is not known yet. */
export function mayKeepRoom(session: RoomSession | undefined): boolean {
  const organizationId = session && untrack(session.view.facts)?.organizationId
  return organizationId !== undefined && session?.store.mayKeep(organizationId) === true
}
