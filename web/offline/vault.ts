import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from 'idb'
import type { Entry, Mark } from '../../protocol/entry.ts'
import type { EpochMs, Id, Seq } from '../../protocol/ids.ts'
import type { RoomSummary } from '../../protocol/lobby-message.ts'
import type { Roster } from '../../protocol/roster.ts'
import type { Draft } from '../store/drafts.ts'
import type { KeptRoom } from './kept-room.ts'
import type { OutboxRow } from './outbox-row.ts'

/** What one person's device keeps, one database for each account: another person's is never opened. */
interface Shelves extends DBSchema {
  lobbies: { key: Id; value: KeptLobby }
  rooms: { key: Id; value: KeptRoom }
  rosters: { key: Id; value: { roomId: Id; roster: Roster } }
  entries: { key: [Id, Seq]; value: { roomId: Id; seq: Seq; entry: Entry } }
  marks: { key: [Id, Seq]; value: { roomId: Id; seq: Seq; marks: readonly Mark[] } }
  /** In the order in which they were written, whichever tab wrote them. */
  outbox: { key: number; value: OutboxRow; indexes: { byId: string } }
  /** Read pointers that their room does not know yet. */
  pointers: { key: Id; value: { roomId: Id; organizationId: Id; wanted: Seq } }
  drafts: { key: Id; value: { roomId: Id; draft: Draft } }
}

type KeptLobby = { organizationId: Id; rooms: RoomSummary[] }

export type Vault = IDBPDatabase<Shelves>

/** What can be had again from the server, and goes when the server was not heard of for long. */
const cachedShelves = ['lobbies', 'rooms', 'rosters', 'entries', 'marks'] as const

const version = 1
const nameOf = (accountId: Id) => `yagura-${accountId}`
/** Notes lie in a database of their own, which the first screen does not need (notes-vault.ts). */
export const notesVaultName = (accountId: Id): string => `yagura-notes-${accountId}`

/** Opens the account's database; null where this browser keeps nothing. */
export async function openVault(accountId: Id): Promise<Vault | null> {
  try {
    const vault: Vault = await openDB<Shelves>(nameOf(accountId), version, {
      upgrade(db) {
        db.createObjectStore('lobbies', { keyPath: 'organizationId' })
        for (const shelf of ['rooms', 'rosters', 'pointers', 'drafts'] as const)
          db.createObjectStore(shelf, { keyPath: 'roomId' })
        for (const shelf of ['entries', 'marks'] as const) db.createObjectStore(shelf, { keyPath: ['roomId', 'seq'] })
        const outbox = db.createObjectStore('outbox', { keyPath: 'no', autoIncrement: true })
        outbox.createIndex('byId', 'command.id', { unique: true })
      },
      // Another tab wants to delete or to change it: stand aside.
      blocking: () => vault.close(),
    })
    return vault
  } catch {
    return null
  }
}

let hasAskedToStay = false

/** Asks the browser once not to clear this device's store for want of room: there is now something in it that is nowhere else. */
export function askToStay(): void {
  if (hasAskedToStay) return
  hasAskedToStay = true
  void navigator.storage?.persist?.().catch(() => false)
}

/** Everything of one account goes, what waits to be sent as well. */
export async function destroyVault(accountId: Id): Promise<void> {
  for (const name of [nameOf, notesVaultName]) await deleteDB(name(accountId)).catch(() => undefined)
}

/** Every key of a room on a shelf that is ordered by room and number. */
export const ofRoom = (roomId: Id): IDBKeyRange => IDBKeyRange.bound([roomId, 0], [roomId, Number.MAX_SAFE_INTEGER])

/** All that can be had again goes; drafts and what waits to be sent stay. */
export async function forgetCached(vault: Vault): Promise<void> {
  const change = vault.transaction(cachedShelves, 'readwrite')
  await Promise.all([...cachedShelves.map((shelf) => change.objectStore(shelf).clear()), change.done])
}

/** Everything of these rooms goes: their organization was left, or wants nothing to stay on a device. */
export async function forgetRooms(
  vault: Vault,
  roomIds: readonly Id[],
  { isLeft }: { isLeft: boolean },
): Promise<void> {
  if (roomIds.length === 0) return
  const shelves = ['rooms', 'rosters', 'entries', 'marks', 'pointers', 'drafts', 'outbox'] as const
  const change = vault.transaction(shelves, 'readwrite')
  for (const roomId of roomIds) {
    for (const shelf of ['rooms', 'rosters'] as const) void change.objectStore(shelf).delete(roomId)
    for (const shelf of ['entries', 'marks'] as const) void change.objectStore(shelf).delete(ofRoom(roomId))
    if (isLeft) for (const shelf of ['pointers', 'drafts'] as const) void change.objectStore(shelf).delete(roomId)
  }
  if (isLeft) {
    const outbox = change.objectStore('outbox')
    const [rows, keys] = await Promise.all([outbox.getAll(), outbox.getAllKeys()])
    for (const [at, key] of keys.entries()) if (roomIds.includes(rows[at]?.roomId ?? '')) void outbox.delete(key)
  }
  await change.done
}

/** How long what can be had again is kept after the server was heard of last. */
export const keptMs: EpochMs = 7 * 86_400_000
