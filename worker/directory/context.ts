import type { AccountRpc } from '../../protocol/account-bindings.ts'
import type { LobbyRpc, RoomRpc } from '../../protocol/bindings.ts'
import type { EpochMs, Id } from '../../protocol/ids.ts'
import type { Database } from './database.ts'

type Namespace<T> = { idFromName(name: string): DurableObjectId; get(id: DurableObjectId): T }

/** What the directory needs of the Worker's bindings. */
export type DirectoryBindings = {
  /** Absent where D1 is away: everything here then answers `directory_unavailable`. */
  DB?: D1Database
  ROOM: Namespace<Pick<RoomRpc, 'applyDirectory' | 'applyNotes'>>
  LOBBY: Namespace<Pick<LobbyRpc, 'watchOutbox'>>
  ACCOUNT: Namespace<Pick<AccountRpc, 'applyDirectory'>>
}

/** The objects that the directory tells, by id. */
export type DirectoryObjects = {
  room(id: Id): Pick<RoomRpc, 'applyDirectory' | 'applyNotes'>
  lobby(organizationId: Id): Pick<LobbyRpc, 'watchOutbox'>
  account(id: Id): Pick<AccountRpc, 'applyDirectory'>
}

/** What a change of the directory works with. */
export type DirectoryContext = {
  db: Database
  objects: DirectoryObjects
  now: EpochMs
  /** Who asks; null for the system itself. */
  actor: Id | null
  /** Lets the answer go out before what is started here has ended. */
  waitUntil(work: Promise<unknown>): void
}

export function directoryObjects(env: Pick<DirectoryBindings, 'ROOM' | 'LOBBY' | 'ACCOUNT'>): DirectoryObjects {
  const at = <T>(namespace: Namespace<T>, name: string) => namespace.get(namespace.idFromName(name))
  return {
    room: (id) => at(env.ROOM, id),
    lobby: (id) => at(env.LOBBY, id),
    account: (id) => at(env.ACCOUNT, id),
  }
}
