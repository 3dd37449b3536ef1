import { makeZip } from 'client-zip'
import { type ListedPhoto, listHead, listLine } from '../../core/stock/zip-list.ts'
import { zipName } from '../../core/stock/zip-names.ts'
import type { PhotoName, ZipKind } from '../../protocol/stock.ts'
import { publicCopyOf } from '../files/public-copy.ts'
import { findPhotos } from './change-photos.ts'
import type { OpenedPhoto, PhotoReader } from './photo-reader.ts'
import type { RoomsWord } from './rooms-word.ts'
import { type Looker, photoKey, type SeenPhoto } from './seen-photos.ts'
import { whyNot } from './select-photos.ts'

export type ZipParts = { looker: Looker; word: RoomsWord; reader: PhotoReader }

type ZipFile = { name: string; input: Uint8Array | string; lastModified: Date }

/**
 * The photos as one zip, read one after another while it is downloaded, and the list at its end: so that what could not be read meanwhile is told
 * there, and breaks nothing. What was chosen is looked at anew, so that a consent or a membership that ended counts.
 */
export function zipPhotos(parts: ZipParts, kind: ZipKind, named: readonly PhotoName[]): ReadableStream<Uint8Array> {
  const zip = makeZip(filesOf(parts, kind, named)).getReader()
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await zip.read()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    // Whoever breaks a download off does nothing wrong; client-zip throws the reason into its generator, and so would the stream.
    cancel: (reason) => zip.cancel(reason).catch(() => undefined),
  })
}

/** Rooms are asked about so many photos at once. */
const openedAtOnce = 50

async function* filesOf(parts: ZipParts, kind: ZipKind, named: readonly PhotoName[]): AsyncGenerator<ZipFile> {
  let list = listHead(kind)
  let number = 0
  for (let i = 0; i < named.length; i += openedAtOnce) {
    const photos = await findPhotos(parts.looker, named.slice(i, i + openedAtOnce))
    const rights = await parts.word(photos.map(({ roomId }) => roomId))
    const opened = await parts.reader.open(photos)
    for (const photo of photos) {
      const right = rights.get(photo.roomId)
      // Nothing is told of a room that says no more that somebody is in it, now or by the time when a photo is gone.
      if (right === undefined) continue
      const not = whyNot(photo, kind, right.mayChange)
      const bytes = not === null ? await bytesOf(parts.reader, opened.get(photoKey(photo)), kind) : not
      if (bytes === 'gone' && !(await parts.word([photo.roomId])).has(photo.roomId)) continue
      const isIn = typeof bytes !== 'string'
      if (isIn) number += 1
      const at = photo.file.taken?.at ?? photo.storedAt
      const name = zipName({ at, unit: photo.unitName, type: photo.file.type, number })
      list += listLine(kind, name, listed(photo), isIn ? null : bytes)
      if (isIn) yield { name, input: bytes, lastModified: new Date(at) }
    }
  }
  yield { name: '一覧.csv', input: list, lastModified: new Date(parts.reader.now) }
}

async function bytesOf(
  reader: PhotoReader,
  opened: OpenedPhoto | undefined,
  kind: ZipKind,
): Promise<Uint8Array | 'gone' | 'no_copy'> {
  if (!opened) return 'gone'
  const read = () => reader.read(opened)
  if (kind === 'evidence') return orGone(await read())
  const copy = await publicCopyOf(opened, read)
  if (copy.ok) return copy.bytes
  return copy.reason === 'missing' || copy.reason === 'away' ? 'gone' : 'no_copy'
}

const orGone = (bytes: Uint8Array | 'missing' | null): Uint8Array | 'gone' =>
  bytes === null || bytes === 'missing' ? 'gone' : bytes

const listed = ({ file, ...photo }: SeenPhoto): ListedPhoto => ({ ...photo, file })
