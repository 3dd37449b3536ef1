import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import type { OpenedFile } from '../../protocol/bindings.ts'
import { FileDetails } from '../../protocol/file.ts'
import { ClientId } from '../../protocol/ids.ts'
import type { RefusalCode } from '../../protocol/refusals.ts'
import type { Result } from '../../protocol/result.ts'
import { accessRoom, type RoomDoor } from '../access.ts'
import { described } from '../describe.ts'
import type { AppEnv } from '../env.ts'
import { contentDisposition } from '../files/content-disposition.ts'
import { type ByteRange, rangeIn } from '../files/range.ts'
import { validated } from '../middleware/validate.ts'
import { answered, done, refused } from '../on-error.ts'

/** The bytes of photos and files, for whoever may see the message that carries them: the room says who, and needs no directory for it. */
export const fileRoutes = new Hono<AppEnv>()

const reading: RefusalCode[] = ['not_found', 'file_lost', 'out_of_range', 'file_unavailable']

fileRoutes.get(
  '/api/rooms/:room/files/:upload',
  described({
    operationId: 'readFile',
    summary: 'A photo or a file of a room, whole or a range of it',
    tag: 'files',
    status: 200,
    refusals: reading,
  }),
  (c) => ofFile(c, async (door, id) => serve(c, door, await door.room.openFile(door.actor, id))),
)

fileRoutes.get(
  '/api/rooms/:room/files/:upload/original',
  described({
    operationId: 'readOriginal',
    summary: 'A photo as the phone took it, where its author has sent it',
    tag: 'files',
    status: 200,
    refusals: reading,
  }),
  (c) => ofFile(c, async (door, id) => serve(c, door, await door.room.openOriginal(door.actor, id))),
)

fileRoutes.post(
  '/api/rooms/:room/files/:upload/original',
  described({
    operationId: 'wantOriginal',
    summary: 'Ask the author of a photo for the original; the phone that has it sends it when it next can',
    tag: 'files',
    refusals: ['not_found'],
  }),
  validated('json', v.strictObject({})),
  (c) => ofFile(c, async ({ room, actor }, id) => done(c, await room.wantOriginal(actor, id))),
)

fileRoutes.get(
  '/api/rooms/:room/files/:upload/facts',
  described({
    operationId: 'readFileDetails',
    summary:
      'What is known of a photo or a file that a message carries, of its original, and whether its bytes are there',
    tag: 'files',
    answer: FileDetails,
    refusals: ['not_found'],
  }),
  (c) => ofFile(c, async ({ room, actor }, id) => answered(c, await room.fileDetails(actor, id))),
)

async function ofFile(
  c: Context<AppEnv>,
  answer: (door: RoomDoor, id: ClientId) => Promise<Response>,
): Promise<Response> {
  const access = accessRoom(c.env, c.get('actor'), c.req.param('room') ?? '')
  if (!access.ok) return refused(c, access.refusal)
  const id = c.req.param('upload')
  return v.is(ClientId, id) ? answer(access.value, id) : refused(c, 'not_found')
}

async function serve(c: Context<AppEnv>, door: RoomDoor, opened: Result<OpenedFile>): Promise<Response> {
  if (!opened.ok) return refused(c, opened.refusal)
  const file = opened.value
  const etag = `"${file.sha256}"`
  c.header('etag', etag)
  c.header('accept-ranges', 'bytes')
  c.set('servesFile', file.type)
  if (c.req.header('if-none-match') === etag) return c.body(null, 304)
  const ifRange = c.req.header('if-range')
  const asked = ifRange === undefined || ifRange === etag ? c.req.header('range') : undefined
  const range = rangeIn(asked, file.size)
  if (range === null) {
    c.header('content-range', `bytes */${file.size}`)
    return refused(c, 'out_of_range')
  }
  const body = file.isInRoom ? fromRoom(c, door, file, range) : await fromBucket(c, file, range)
  if (body === 'missing' && (await door.room.noteLost(door.actor, file.id))) return refused(c, 'file_lost')
  if (body === null || body === 'missing') return refused(c, 'file_unavailable')
  const isPart = range.length < file.size
  if (isPart) c.header('content-range', `bytes ${range.offset}-${range.offset + range.length - 1}/${file.size}`)
  c.header('content-type', file.type)
  c.header('content-length', `${range.length}`)
  c.header('content-disposition', contentDisposition(file))
  return c.body(body, isPart ? 206 : 200)
}

/** Null while R2 does not answer. */
async function fromBucket(
  c: Context<AppEnv>,
  { key }: OpenedFile,
  range: ByteRange,
): Promise<ReadableStream | 'missing' | null> {
  if (!c.env.PHOTOS) return null
  try {
    const object = await c.env.PHOTOS.get(key, { range })
    return object ? object.body : 'missing'
  } catch {
    return null
  }
}

/** Piece by piece while it is read. Pieces that go to R2 meanwhile are read on from there. */
function fromRoom(c: Context<AppEnv>, { room, actor }: RoomDoor, file: OpenedFile, range: ByteRange): ReadableStream {
  const end = range.offset + range.length
  let at = range.offset
  const next = async (): Promise<Uint8Array | null> => {
    const piece = await room.filePiece(actor, file.id, at)
    if (piece) return piece.subarray(0, end - at)
    const rest = await fromBucket(c, file, { offset: at, length: end - at })
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
