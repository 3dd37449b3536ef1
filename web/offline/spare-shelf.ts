import type { FileKind } from '../../protocol/file.ts'
import type { ClientId, EpochMs, Id } from '../../protocol/ids.ts'
import type { Prepared } from '../store/photos/prepare-file.ts'
import type { DeviceStore } from './device-store.ts'
import type { KeptUpload } from './upload-shelf.ts'
import { ofRoom, type Vault } from './vault.ts'

type Lying = { roomId: Id; id: ClientId; at: EpochMs /** In bytes. */; size: number }

/** A photo as it was chosen, under the id that its upload will have. */
export type Original = Lying & {
  what: 'original'
  name: string
  /** The photo that was made of it, and the message that carries that; neither while it lies in the tray. */
  photo?: ClientId
  post?: ClientId
  /** What its author has agreed to; without it, it does not leave. */
  wish?: 'wifi' | 'now'
}

/** What a room was given, under the id of the upload: to be given again where the server loses it. */
export type Sent = Lying & { what: 'sent'; name: string; kind: FileKind }

/** Nobody here wants to be asked for the originals of a message again, up to this rev. It has no bytes. */
export type Hushed = Lying & { what: 'hushed'; rev: number }

export type Spare = Original | Sent | Hushed

/** One thing that was chosen, with its bytes. */
export type KeptChoice = Lying & {
  kind: Prepared['kind']
  name: string
  type: string
  bytes: ArrayBuffer
  shrunk?: { thumb: ArrayBuffer; width: number; height: number }
  taken?: Prepared['taken']
  place?: Prepared['place']
  /** Under which the original of it lies, where that is kept. */
  original: ClientId
}

type Key = Pick<Lying, 'roomId' | 'id'>
const keyOf = ({ roomId, id }: Key): [Id, ClientId] => [roomId, id]
const both = ['spares', 'spareBytes'] as const

export async function putSpare(vault: Vault, spare: Spare, bytes: ArrayBuffer | null): Promise<void> {
  const change = vault.transaction(both, 'readwrite')
  void change.objectStore('spares').put(spare)
  if (bytes) void change.objectStore('spareBytes').put({ roomId: spare.roomId, id: spare.id, bytes })
  await change.done
}

/** Changes an original that is still there. */
export async function changeOriginal(vault: Vault, key: Key, next: (held: Original) => Original): Promise<void> {
  const change = vault.transaction('spares', 'readwrite')
  const held = await change.store.get(keyOf(key))
  if (held?.what === 'original') void change.store.put(next(held))
  await change.done
}

/** Binds originals to photos that wait, where that was not done before the page was killed. */
export async function bindWaiting(vault: Vault): Promise<void> {
  for (const { id, roomId, postId, original, isGoing } of await vault.getAll('uploads')) {
    if (!original || isGoing) continue
    const { wish } = original
    await changeOriginal(vault, { roomId, id: original.id }, (held) =>
      held.photo ? held : { ...held, photo: id, post: postId, ...(wish && { wish }) },
    )
  }
}

export async function dropSpares(vault: Vault, spares: readonly Key[]): Promise<void> {
  const change = vault.transaction(both, 'readwrite')
  for (const spare of spares) for (const shelf of both) void change.objectStore(shelf).delete(keyOf(spare))
  await change.done
}

export const bytesOfSpare = async (vault: Vault, key: Key): Promise<ArrayBuffer | null> =>
  (await vault.get('spareBytes', keyOf(key)))?.bytes ?? null

/** What its rooms have stored stays here for a while, where it may. To be called before it leaves the shelf of what waits. */
export async function keepSent(
  store: DeviceStore,
  uploads: readonly KeptUpload[],
  { mayKeep, at }: { mayKeep: (roomId: Id) => boolean; at: EpochMs },
): Promise<void> {
  const vault = await store.vault
  const may = uploads.filter(({ roomId }) => mayKeep(roomId))
  if (vault === null || may.length === 0) return
  const change = vault.transaction(['bytes', ...both], 'readwrite')
  for (const { roomId, id, kind, name, size } of may) {
    const held = await change.objectStore('bytes').get([roomId, id])
    if (!held) continue
    void change.objectStore('spares').put({ what: 'sent', roomId, id, kind, name, size, at })
    void change.objectStore('spareBytes').put(held)
  }
  await change.done.catch(() => undefined)
}

/** What was chosen in a room and not sent, in the order in which it was chosen. */
export const choicesOf = async (vault: Vault, roomId: Id): Promise<KeptChoice[]> =>
  (await vault.getAll('trays', ofRoom(roomId))).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))

export const putChoice = async (vault: Vault, choice: KeptChoice): Promise<void> => {
  await vault.put('trays', choice)
}

export async function dropChoices(vault: Vault, roomId: Id, ids: readonly ClientId[]): Promise<void> {
  const change = vault.transaction('trays', 'readwrite')
  for (const id of ids) void change.store.delete([roomId, id])
  await change.done
}

/** What was chosen before this time goes. */
export async function dropOldChoices(vault: Vault, before: EpochMs): Promise<void> {
  const change = vault.transaction('trays', 'readwrite')
  let cursor = await change.store.openCursor()
  while (cursor) {
    if (cursor.value.at < before) void cursor.delete()
    cursor = await cursor.continue()
  }
  await change.done
}
