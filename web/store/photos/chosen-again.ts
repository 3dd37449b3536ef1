import type { CarriedFile } from '../../../protocol/file.ts'
import { shrinkPhoto } from './shrink-photo.ts'

/** What was chosen is what was sent: `body` has the same bytes. `thumb`: its small picture, where one was made. */
export type Same = { body: Blob; thumb?: Blob }

/** Whether a file that was chosen is one that was sent before, as it is or shrunk as this device shrinks; null where it is another. */
export async function sameAs(
  chosen: Blob,
  { kind, sha256 }: Pick<CarriedFile, 'kind' | 'sha256'>,
): Promise<Same | null> {
  if ((await hashOf(chosen)) === sha256) return { body: chosen }
  const shrunk = kind === 'photo' ? await shrinkPhoto(chosen) : null
  return shrunk && (await hashOf(shrunk.photo)) === sha256 ? { body: shrunk.photo, thumb: shrunk.thumb } : null
}

async function hashOf(blob: Blob): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()))
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
