import { limits } from '../protocol/limits.ts'

export type StorageStanding = {
  /** Bytes that this room holds or has promised to take. */
  held: number
  /** What the organization's other rooms held when the lobby last told; null: it never did. */
  elsewhere: number | null
  /** What all of them may hold together. */
  quota: number
}

/**
 * Whether so many bytes more are too many. What the other rooms have taken since the lobby last told is not known here, so rooms that take
 * much at once may go over by that.
 */
export function isStorageFull({ held, elsewhere, quota }: StorageStanding, more: number): boolean {
  const most = elsewhere === null ? Math.min(quota, limits.untoldStorageBytes) : quota - elsewhere
  return held + more > most
}
