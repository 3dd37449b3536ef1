import type { ClientId } from '../../../protocol/ids.ts'
import type { RoomSession } from '../talk/room-session.ts'

/** Something is lost: where this device has it, it is sent again. */
export function seekLost(session: RoomSession, id: ClientId): void {
  void import('./resending.ts').then(
    ({ resendingOf }) => resendingOf(session).byItself(session, id),
    () => undefined,
  )
}
