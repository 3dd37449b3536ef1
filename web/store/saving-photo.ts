import type { PhotoItem } from './photo-list.ts'
import { pictureOf } from './pictures.ts'
import type { RoomSession } from './room-session.ts'

/** Gives a photo to the device under a readable name: by the phone's own sheet where there is one, else as a download. Answers whether the bytes were there. */
export async function savePhoto(session: RoomSession, { file }: PhotoItem, name: string): Promise<boolean> {
  const picture = await pictureOf(session, file.id, 'large').catch(() => null)
  if (picture === null) return false
  if (matchMedia('(pointer: coarse)').matches && (await isShared(new File([picture.blob], name, { type: file.type }))))
    return true
  const link = document.createElement('a')
  link.href = picture.url
  link.download = name
  link.click()
  return true
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
