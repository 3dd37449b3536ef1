import type { OpenedFile } from '../../protocol/bindings.ts'
import type { RoomDoor } from '../access.ts'
import type { Bindings } from '../env.ts'
import type { ByteRange } from './range.ts'

/** Null while R2 does not answer. */
export async function fromBucket(
  { PHOTOS }: Bindings,
  { key }: OpenedFile,
  range: ByteRange,
): Promise<ReadableStream | 'missing' | null> {
  if (!PHOTOS) return null
  try {
    const object = await PHOTOS.get(key, { range })
    return object ? object.body : 'missing'
  } catch {
    return null
  }
}

/** Piece by piece while it is read. Pieces that go to R2 meanwhile are read on from there. */
export function fromRoom(
  env: Bindings,
  { room, actor }: RoomDoor,
  file: OpenedFile,
  range: ByteRange,
): ReadableStream<Uint8Array> {
  const end = range.offset + range.length
  let at = range.offset
  const next = async (): Promise<Uint8Array | null> => {
    const piece = await room.filePiece(actor, file.id, at)
    if (piece) return piece.subarray(0, end - at)
    const rest = await fromBucket(env, file, { offset: at, length: end - at })
    return rest && rest !== 'missing' ? new Uint8Array(await new Response(rest).arrayBuffer()) : null
  }
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const bytes = await next()
      if (bytes === null) return controller.error(new Error('the bytes are not there'))
      controller.enqueue(bytes)
      at += bytes.length
      if (at >= end) controller.close()
    },
  })
  return stream.pipeThrough(new FixedLengthStream(range.length))
}

/** All bytes of a file at once, wherever they are; null while they cannot be had. Only for what is small: they lie in memory. */
export async function wholeOf(env: Bindings, door: RoomDoor, file: OpenedFile): Promise<Uint8Array | 'missing' | null> {
  const range = { offset: 0, length: file.size }
  const body = file.isInRoom ? fromRoom(env, door, file, range) : await fromBucket(env, file, range)
  if (body === null || body === 'missing') return body
  try {
    const bytes = new Uint8Array(await new Response(body).arrayBuffer())
    return bytes.length === file.size ? bytes : null
  } catch {
    // The line to the room or to R2 broke.
    return null
  }
}
