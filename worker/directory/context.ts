import type { AccountRpc, LobbyRpc, RoomRpc } from '../../protocol/bindings.ts'

type Namespace<T> = { idFromName(name: string): DurableObjectId; get(id: DurableObjectId): T }

/** What the directory needs of the Worker's bindings. */
export type DirectoryBindings = {
  /** Absent where D1 is away: everything here then answers `directory_unavailable`. */
  DB?: D1Database
  ROOM: Namespace<Pick<RoomRpc, 'applyDirectory'>>
  LOBBY: Namespace<Pick<LobbyRpc, 'watchOutbox'>>
  ACCOUNT: Namespace<Pick<AccountRpc, 'applyDirectory'>>
}
