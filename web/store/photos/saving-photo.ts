import type { ClientId } from '../../../protocol/ids.ts'
import { photoPaths } from '../../transport/photo-paths.ts'
import type { RoomSession } from '../talk/room-session.ts'
import type { PhotoItem } from './photo-list.ts'
import { pictureOf } from './pictures.ts'

/** Gives a photo to the device under a readable name: by the phone's own sheet where there is one, else as a download. Answers whether the bytes were there. */
export async function savePhoto(session: RoomSession, { file }: PhotoItem, name: string): Promise<boolean> {
  const picture = await pictureOf(session, file.id, 'large').catch(() => null)
  if (picture === null) return false
  await give(new File([picture.blob], name, { type: file.type }), picture.url)
  return true
}

/** The same for a photo as it was chosen, which is fetched for it. */
export async function saveOriginal(
  { roomId }: RoomSession,
  photo: ClientId,
  { type, name }: { type: string; name: string },
): Promise<boolean> {
  const response = await fetch(photoPaths.original(roomId, photo), { cache: 'no-store' }).catch(() => null)
  const blob = response?.ok ? await response.blob().catch(() => null) : null
  if (blob === null) return false
  const url = URL.createObjectURL(blob)
  await give(new File([blob], name, { type }), url)
  setTimeout(() => URL.revokeObjectURL(url), downloadMs)
  return true
}

/** A browser has begun its download by then. */
const downloadMs = 60_000

async function give(file: File, url: string): Promise<void> {
  if (matchMedia('(pointer: coarse)').matches && (await isShared(file))) return
  const link = document.createElement('a')
  link.href = url
  link.download = file.name
  link.click()
}

/** Whether the phone took it, or its owner changed their mind; false where there is no such sheet. */
async function isShared(file: File): Promise<boolean> {
  const data = { files: [file] }
  if (!navigator.canShare?.(data)) return false
  return navigator.share(data).then(
    () => true,
    (error: unknown) => error instanceof DOMException && error.name === 'AbortError',
  )
}
