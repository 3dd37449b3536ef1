import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from 'idb'
import type { Entry, Mark } from '../../protocol/entry.ts'
import type { ClientId, EpochMs, Id, Seq } from '../../protocol/ids.ts'
import type { RoomSummary } from '../../protocol/lobby-message.ts'
import type { Roster } from '../../protocol/roster.ts'
import type { Draft } from '../store/talk/drafts.ts'
import type { KeptRoom } from './kept-room.ts'
import type { OutboxRow } from './outbox-row.ts'
import type { KeptChoice, Spare } from './spare-shelf.ts'
import type { KeptUpload } from './upload-shelf.ts'

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
  /** Photos and files of messages that wait, and their bytes: apart, so that whoever counts them need not read them. */
  uploads: { key: [Id, ClientId]; value: KeptUpload }
  bytes: { key: [Id, ClientId]; value: KeptBytes }
  /** What was chosen for the next message of a room. */
  trays: { key: [Id, ClientId]; value: KeptChoice }
  /** What may be wanted after its message has left: originals, and what the room was given (spare-shelf.ts). */
  spares: { key: [Id, ClientId]; value: Spare }
  spareBytes: { key: [Id, ClientId]; value: KeptBytes }
}

type KeptBytes = { roomId: Id; id: ClientId; bytes: ArrayBuffer }

type KeptLobby = { organizationId: Id; rooms: RoomSummary[] }

export type Vault = IDBPDatabase<Shelves>

/** What can be had again from the server, and goes when the server was not heard of for long. */
const ofRooms = ['rooms', 'rosters', 'entries', 'marks'] as const
const cachedShelves = ['lobbies', ...ofRooms] as const
/** What goes besides where nothing is to stay on a device, and what goes besides that when a room was left. */
const spareShelves = ['spares', 'spareBytes'] as const
const ofKeepingNothing = [...ofRooms, ...spareShelves] as const
const ofLeftRooms = [...ofKeepingNothing, 'pointers', 'drafts', 'uploads', 'bytes', 'trays'] as const

const version = 3
const nameOf = (accountId: Id) => `yagura-${accountId}`
/** Notes lie in a database of their own, which the first screen does not need (notes-vault.ts). */
export const notesVaultName = (accountId: Id): string => `yagura-notes-${accountId}`

/** Opens the account's database; null where this browser keeps nothing. */
export async function openVault(accountId: Id): Promise<Vault | null> {
  try {
    const vault: Vault = await openDB<Shelves>(nameOf(accountId), version, {
      upgrade: makeShelves,
      // Another tab wants to delete or to change it: stand aside.
      blocking: () => vault.close(),
    })
    return vault
  } catch {
    return null
  }
}

/** The shelves that a database of version `from` does not have; what lies on its own stays. */
export function makeShelves(db: Pick<Vault, 'createObjectStore'>, from: number): void {
  if (from < 1) {
    db.createObjectStore('lobbies', { keyPath: 'organizationId' })
    for (const shelf of ['rooms', 'rosters', 'pointers', 'drafts'] as const)
      db.createObjectStore(shelf, { keyPath: 'roomId' })
    for (const shelf of ['entries', 'marks'] as const) db.createObjectStore(shelf, { keyPath: ['roomId', 'seq'] })
    const outbox = db.createObjectStore('outbox', { keyPath: 'no', autoIncrement: true })
    outbox.createIndex('byId', 'command.id', { unique: true })
  }
  const beforePhotos = from < 2 ? (['uploads', 'bytes'] as const) : []
  for (const shelf of [...beforePhotos, 'trays' as const, ...spareShelves])
    db.createObjectStore(shelf, { keyPath: ['roomId', 'id'] })
}

let hasAskedToStay = false

/** Asks the browser once not to clear this device's store for want of room: there is now something in it that is nowhere else. */
export function askToStay(): void {
  if (hasAskedToStay) return
  hasAskedToStay = true
  void navigator.storage?.persist?.().catch(() => false)
}

/** Small pictures are had again. They lie in a cache of the database's name (web/store/photos/pictures.ts), which a page that is not secure has none of. */
const forgetPictures = (name: string) => globalThis.caches?.delete(name).catch(() => false)

/** Everything of one account goes, what waits to be sent as well. */
export async function destroyVault(accountId: Id): Promise<void> {
  void forgetPictures(nameOf(accountId))
  for (const name of [nameOf, notesVaultName]) await deleteDB(name(accountId)).catch(() => undefined)
}

/** Every key of a room on a shelf that is ordered by room first: a list comes after every number and text. */
export const ofRoom = (roomId: Id): IDBKeyRange => IDBKeyRange.bound([roomId], [roomId, []])

/** All that can be had again goes; drafts and what waits to be sent stay. */
export async function forgetCached(vault: Vault): Promise<void> {
  void forgetPictures(vault.name)
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
  void forgetPictures(vault.name)
  const change = vault.transaction([...ofLeftRooms, 'outbox' as const], 'readwrite')
  for (const roomId of roomIds)
    for (const name of isLeft ? ofLeftRooms : ofKeepingNothing) {
      const shelf = change.objectStore(name)
      void shelf.delete(shelf.keyPath === 'roomId' ? roomId : ofRoom(roomId))
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
