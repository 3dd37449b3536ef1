import { isPhotoType, mediaType, sniffedBytes } from '../../../core/media-type.ts'
import { limits } from '../../../protocol/limits.ts'

/** Why something that was chosen cannot go along. */
export type TrayProblem = 'too-many' | 'too-large' | 'too-much' | 'empty' | 'unreadable'

/** What is asked of a file before it is opened. */
export type Chosen = Pick<File, 'name' | 'size' | 'type'>

/** A picture is shrunk before it is counted; one of more bytes than this would be too much for a phone to open. */
const maxOpenedBytes = 100 * 1024 * 1024

/** Whether somebody chose a picture: it is shrunk where it can be. */
export const looksLikePhoto = ({ name, type }: Pick<Chosen, 'name' | 'type'>): boolean =>
  type.startsWith('image/') || /\.hei[cf]$/i.test(name)

/** Whether one more may lie in the tray, where `count` things of `bytes` together lie already. */
export function problemOf(file: Chosen, { count, bytes }: { count: number; bytes: number }): TrayProblem | null {
  if (count >= limits.maxFiles) return 'too-many'
  if (file.size === 0) return 'empty'
  if (looksLikePhoto(file)) return file.size > maxOpenedBytes ? 'too-large' : null
  if (file.size > limits.maxFileBytes) return 'too-large'
  return bytes + file.size > limits.maxCarriedBytes ? 'too-much' : null
}

/** How much something will weigh, as far as can be told before it is opened. */
export const expectedBytes = (file: Chosen): number =>
  looksLikePhoto(file) ? Math.min(file.size, limits.maxShrunkBytes) : file.size

/** As what a picture goes that this browser cannot open; null where it is too large for either. */
export async function kindUnopened(file: Blob): Promise<'photo' | 'file' | null> {
  if (file.size > limits.maxFileBytes) return null
  const head = new Uint8Array(await file.slice(0, sniffedBytes).arrayBuffer())
  const type = mediaType(head, head, file.size)
  return isPhotoType(type) && /\/hei[cf]$/.test(type) && file.size <= limits.maxPhotoBytes ? 'photo' : 'file'
}

/** The name under which a shrunk photo goes: whatever it was, it is a JPEG now. */
export const shrunkName = (name: string): string => `${name.replace(/\.[^.]*$/, '') || 'photo'}.jpg`
