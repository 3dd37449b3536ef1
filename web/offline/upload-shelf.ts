import type { UploadFacts } from '../../protocol/file.ts'
import type { ClientId, Id } from '../../protocol/ids.ts'
import { without } from '../store/photos/upload-queue.ts'
import type { OutboxRow } from './outbox-row.ts'
import type { Original } from './spare-shelf.ts'
import type { Vault } from './vault.ts'

/** A photo, a small picture or a file of a message that waits, as it lies on the device. Its bytes lie beside it. */
export type KeptUpload = UploadFacts & {
  roomId: Id
  /** The message that carries it. */
  postId: ClientId
  /** Of a photo: what it was made of, and whether that may leave. For a page that is killed before it has noted that there. */
  original?: { id: ClientId; wish?: Original['wish'] }
  /** The room has all of it. */
  isWhole?: true
  /** It belongs to a note, and lies beside that (note-uploads.ts). */
  ofNote?: true
  /** Nobody wants it any more, its bytes are gone from here, and the room has to be told. */
  isGoing?: true
}

export type NewUpload = { row: KeptUpload; bytes: ArrayBuffer }

/** Where uploads lie until their message is stored. */
export type UploadShelf = {
  /** All that lie here, without their bytes. */
  rows: () => Promise<KeptUpload[]>
  bytes: (upload: KeptUpload) => Promise<ArrayBuffer | null>
  /** Takes a message and all that it carries, and forgets the draft and the choices that it was made from: all of it or nothing, and on the disk when this returns. */
  put: (post: OutboxRow, uploads: readonly NewUpload[], choices: readonly ClientId[]) => Promise<void>
  /** Notes of uploads that are still here whether the room has them whole. */
  noteWhole: (uploads: readonly KeptUpload[], isWhole: boolean) => Promise<void>
  /** Takes uploads away; of those that are `told` a line stays, until their room knows. */
  end: (uploads: readonly KeptUpload[], options: { told: boolean }) => Promise<void>
  /** Takes one photo or file out of a message that waits. */
  takeOut: (postId: ClientId, fileId: ClientId) => Promise<void>
  /** Uploads whose message is in the outbox no more: it was stored, or taken away. */
  lonely: () => Promise<KeptUpload[]>
}

const keyOf = ({ roomId, id }: KeptUpload): [Id, ClientId] => [roomId, id]

/** On the device, beside the outbox. */
export const uploadShelf = (vault: Vault): UploadShelf => ({
  rows: () => vault.getAll('uploads'),
  bytes: async (upload) => (await vault.get('bytes', keyOf(upload)))?.bytes ?? null,
  put: (...all) => put(vault, ...all),
  noteWhole: (uploads, isWhole) => noteWhole(vault, uploads, isWhole),
  end: (uploads, { told }) => end(vault, uploads, told),
  takeOut: (postId, fileId) => takeOut(vault, postId, fileId),
  lonely: () => lonely(vault),
})

async function put(vault: Vault, ...[post, uploads, choices]: Parameters<UploadShelf['put']>): Promise<void> {
  const shelves = ['outbox', 'drafts', 'trays', 'uploads', 'bytes'] as const
  const change = vault.transaction(shelves, 'readwrite', { durability: 'strict' })
  const asked: Promise<unknown>[] = [
    change.objectStore('outbox').add(post),
    change.objectStore('drafts').delete(post.roomId),
    ...choices.map((id) => change.objectStore('trays').delete([post.roomId, id])),
  ]
  for (const { row, bytes } of uploads) {
    asked.push(change.objectStore('uploads').put(row))
    asked.push(change.objectStore('bytes').put({ roomId: row.roomId, id: row.id, bytes }))
  }
  await Promise.all([...asked, change.done])
}

async function noteWhole(vault: Vault, uploads: readonly KeptUpload[], isWhole: boolean): Promise<void> {
  const change = vault.transaction('uploads', 'readwrite')
  for (const upload of uploads) {
    const kept = await change.store.get(keyOf(upload))
    if (!kept) continue
    const { isWhole: _, ...rest } = kept
    void change.store.put(isWhole ? { ...rest, isWhole } : rest)
  }
  await change.done
}

async function end(vault: Vault, uploads: readonly KeptUpload[], isTold: boolean): Promise<void> {
  const change = vault.transaction(['uploads', 'bytes'], 'readwrite')
  for (const upload of uploads) {
    void change.objectStore('bytes').delete(keyOf(upload))
    if (isTold) void change.objectStore('uploads').put({ ...upload, isGoing: true })
    else void change.objectStore('uploads').delete(keyOf(upload))
  }
  await change.done
}

async function takeOut(vault: Vault, postId: ClientId, fileId: ClientId): Promise<void> {
  const change = vault.transaction(['outbox', 'uploads', 'bytes'], 'readwrite')
  const cursor = await change.objectStore('outbox').index('byId').openCursor(postId)
  if (cursor?.value.command.t === 'post') {
    const { roomId, command } = cursor.value
    const { files, gone } = without(command.files ?? [], fileId)
    void cursor.update({ ...cursor.value, command: { ...command, files } })
    for (const id of gone) {
      const upload = await change.objectStore('uploads').get([roomId, id])
      if (upload) void change.objectStore('uploads').put({ ...upload, isGoing: true })
      void change.objectStore('bytes').delete([roomId, id])
    }
  }
  await change.done
}

async function lonely(vault: Vault): Promise<KeptUpload[]> {
  const read = vault.transaction(['outbox', 'uploads'])
  const uploads = await read.objectStore('uploads').getAll()
  const ids = [...new Set(uploads.map(({ postId }) => postId))]
  const keys = await Promise.all(ids.map((id) => read.objectStore('outbox').index('byId').getKey(id)))
  const here = new Set(ids.filter((_, i) => keys[i] !== undefined))
  return uploads.filter(({ postId, isGoing }) => !isGoing && !here.has(postId))
}
