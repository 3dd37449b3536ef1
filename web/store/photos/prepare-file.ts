import type { FileKind, NamedFile } from '../../../protocol/file.ts'
import type { ClientId, EpochMs, Id } from '../../../protocol/ids.ts'
import type { NewUpload } from '../../offline/upload-shelf.ts'
import { newClientId } from '../talk/client-id.ts'
import {
  type PhotoPlace,
  type PhotoRecord,
  placeByRecord,
  type Taken,
  takenByPhone,
  takenByRecord,
} from './photo-facts.ts'
import { shrinkPhoto } from './shrink-photo.ts'
import { kindUnopened, looksLikePhoto, shrunkName } from './tray-rules.ts'

/** Something as it will leave this device. */
export type Prepared = {
  kind: Exclude<FileKind, 'thumb'>
  name: string
  body: Blob
  /** Of a photo that was made anew. */
  shrunk?: { thumb: Blob; width: number; height: number }
  taken?: Taken
  /** Where it was taken by its own record; goes along with consent only. */
  place?: PhotoPlace
  /** Under which id it lies in the tray and on the device, since when, and the id that the original of it has, where that is kept. */
  kept?: { id: ClientId; at: EpochMs; original: ClientId }
}

/** Makes a picture ready to leave; null where it is too large as it is and cannot be made smaller. Other files stay as they are. */
export async function prepareFile(
  file: File,
  { isFromCamera, now }: { isFromCamera: boolean; now: EpochMs },
): Promise<Prepared | null> {
  const { name } = file
  if (!looksLikePhoto(file)) {
    // A folder that was dropped looks like a file until it is read, and so does one that is gone by now.
    await file.slice(0, 1).arrayBuffer()
    return { kind: 'file', name, body: file }
  }
  // Before it is shrunk: that leaves nothing of the record.
  const record = await recordOf(file)
  const taken = takenByRecord(record, now) ?? (isFromCamera ? takenByPhone(file, now) : null)
  const place = placeByRecord(record)
  const facts = { ...(taken && { taken }), ...(place && { place }) }
  const shrunk = await shrinkPhoto(file)
  if (shrunk !== null) {
    const { photo, thumb, width, height } = shrunk
    return { kind: 'photo', name: shrunkName(name), body: photo, shrunk: { thumb, width, height }, ...facts }
  }
  const kind = await kindUnopened(file)
  if (kind === null) return null
  return kind === 'photo' ? { kind, name, body: file, ...facts } : { kind, name, body: file }
}

/** The reader is fetched with the first photo; where it cannot be had, a photo goes without what it says. */
const recordOf = (file: File): Promise<PhotoRecord> =>
  import('./read-exif.ts').then(({ readExif }) => readExif(file)).catch(() => ({}))

/** What a message says of it, and what is uploaded, under new ids: taken back and sent again it is something else. */
export async function uploadOf(
  prepared: Prepared,
  { roomId, postId, place }: { roomId: Id; postId: ClientId; place: PhotoPlace | null },
): Promise<{ named: NamedFile; uploads: NewUpload[] }> {
  const { kind, name, body, shrunk, taken } = prepared
  const make = async (kindOf: FileKind, of: Blob): Promise<NewUpload> => {
    const bytes = await of.arrayBuffer()
    return { row: { id: newClientId(), roomId, postId, kind: kindOf, name, size: bytes.byteLength }, bytes }
  }
  const thumb = shrunk && (await make('thumb', shrunk.thumb))
  const whole = await make(kind, body)
  const { id } = whole.row
  if (kind === 'file') return { named: { id }, uploads: [whole] }
  const named: NamedFile = {
    id,
    ...(shrunk && { width: shrunk.width, height: shrunk.height }),
    ...(taken && { taken }),
    ...(place && { place }),
    ...(thumb && { thumb: thumb.row.id }),
  }
  return { named, uploads: thumb ? [thumb, whole] : [whole] }
}
