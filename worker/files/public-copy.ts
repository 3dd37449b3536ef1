import { hasPublicCopies, publicCopy } from '../../core/picture/public-copy.ts'
import type { NoPublicCopy } from '../../core/picture/rebuilt.ts'
import type { OpenedFile } from '../../protocol/bindings.ts'
import { limits } from '../../protocol/limits.ts'

/** `missing`: R2 has lost its bytes; `away`: they cannot be had now. */
export type PublicCopyOfFile =
  | { ok: true; bytes: Uint8Array<ArrayBuffer> }
  | { ok: false; reason: NoPublicCopy | 'missing' | 'away' }

/**
 * The public copy of a photo or of a small picture that was opened. `read`: all its bytes, `missing`, or null while they cannot be had; not
 * asked for what has no public copy by its kind, its type or its size (10 MB, of which two copies lie in memory).
 */
export async function publicCopyOf(
  { kind, type, size }: OpenedFile,
  read: () => Promise<Uint8Array | 'missing' | null>,
): Promise<PublicCopyOfFile> {
  const isPhoto = kind === 'photo' || kind === 'thumb'
  if (!isPhoto || size > limits.maxPhotoBytes || !hasPublicCopies(type)) return { ok: false, reason: 'not_a_picture' }
  const bytes = await read()
  if (bytes === null) return { ok: false, reason: 'away' }
  return bytes === 'missing' ? { ok: false, reason: 'missing' } : publicCopy(bytes, type)
}
