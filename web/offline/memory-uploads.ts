import type { Post } from '../../protocol/client-message.ts'
import type { ClientId } from '../../protocol/ids.ts'
import { without } from '../store/photos/upload-queue.ts'
import type { OutboxRow } from './outbox-row.ts'
import type { KeptUpload, UploadShelf } from './upload-shelf.ts'

/** The outbox of the page, where that is all there is. */
export type PageOutbox = {
  put: (post: OutboxRow) => Promise<void>
  /** The message while it waits there. */
  post: (id: ClientId) => Post | null
  /** Puts the message with other files in its place: first under another id, then `moved` is told that, then the earlier one goes. */
  replace: (post: Post, moved: (nextId: ClientId) => void) => Promise<void>
}

/** In the page alone, in a browser that keeps nothing: what waits is gone with the page, as its message is. */
export function memoryUploads(outbox: PageOutbox): UploadShelf {
  const rows = new Map<ClientId, KeptUpload>()
  // Not `bytes`: the build takes a call of that name for one that makes a schema, and leaves it out.
  const bodies = new Map<ClientId, ArrayBuffer>()
  const end = (uploads: readonly KeptUpload[], { told }: { told: boolean }) => {
    for (const upload of uploads) {
      bodies.delete(upload.id)
      if (told) rows.set(upload.id, { ...upload, isGoing: true })
      else rows.delete(upload.id)
    }
  }
  return {
    rows: async () => [...rows.values()],
    bytes: async ({ id }) => bodies.get(id) ?? null,
    async put(post, uploads) {
      // First the message: what belongs to none would be cleared away.
      await outbox.put(post)
      for (const upload of uploads) {
        rows.set(upload.row.id, upload.row)
        bodies.set(upload.row.id, upload.bytes)
      }
    },
    async noteWhole(uploads, isWhole) {
      for (const { id } of uploads) {
        const { isWhole: _, ...row } = rows.get(id) ?? {}
        if (rows.has(id)) rows.set(id, { ...(row as KeptUpload), ...(isWhole && { isWhole }) })
      }
    },
    end: async (uploads, options) => end(uploads, options),
    async takeOut(postId, fileId) {
      const post = outbox.post(postId)
      if (post === null) return
      const { files, gone } = without(post.files ?? [], fileId)
      const uploads = gone.flatMap((id) => rows.get(id) ?? [])
      end(uploads, { told: true })
      await outbox.replace({ ...post, files }, (nextId) => {
        for (const row of rows.values()) if (row.postId === postId) rows.set(row.id, { ...row, postId: nextId })
      })
    },
    lonely: async () => [...rows.values()].filter(({ postId, isGoing }) => !isGoing && outbox.post(postId) === null),
  }
}
