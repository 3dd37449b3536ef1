import { jpegCopy } from './jpeg.ts'
import { pngCopy } from './png.ts'
import type { NoPublicCopy, Rebuilt } from './rebuilt.ts'
import { webpCopy } from './webp.ts'

export type PublicCopy = { ok: true; bytes: Uint8Array<ArrayBuffer> } | { ok: false; reason: NoPublicCopy }

const formats: ReadonlyMap<string, (bytes: Uint8Array) => Rebuilt> = new Map([
  ['image/jpeg', jpegCopy],
  ['image/png', pngCopy],
  ['image/webp', webpCopy],
])

/** Whether pictures of this type are built anew at all. */
export const hasPublicCopies = (type: string): boolean => formats.has(type)

/** Another number where the same picture gives another copy than before. */
export const publicCopyRecipe = 1

/**
 * The picture built anew with only what makes the picture. Its own bytes are copied as they are, so it looks the same; what else lies in the
 * file (records of place, time and camera, names, comments, small pictures, colour profiles, what hangs behind the end) is not. Never throws,
 * never longer than `bytes`, in time linear in them. `type`: of the bytes, by core/media-type.ts.
 */
export function publicCopy(bytes: Uint8Array, type: string): PublicCopy {
  const copy = formats.get(type)?.(bytes) ?? 'not_a_picture'
  return typeof copy === 'string' ? { ok: false, reason: copy } : { ok: true, bytes: copy }
}
