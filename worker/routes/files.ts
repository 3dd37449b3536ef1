import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { publicCopyRecipe } from '../../core/picture/public-copy.ts'
import type { OpenedFile } from '../../protocol/bindings.ts'
import { FileDetails } from '../../protocol/file.ts'
import type { RefusalCode } from '../../protocol/refusals.ts'
import type { Result } from '../../protocol/result.ts'
import type { RoomDoor } from '../access.ts'
import { described } from '../describe.ts'
import type { AppEnv } from '../env.ts'
import { contentDisposition } from '../files/content-disposition.ts'
import { ofUpload } from '../files/of-upload.ts'
import { publicCopyOf } from '../files/public-copy.ts'
import { rangeIn } from '../files/range.ts'
import { fromBucket, fromRoom, wholeOf } from '../files/stored-bytes.ts'
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
  (c) => ofUpload(c, async (door, id) => serve(c, door, await door.room.openFile(door.actor, id))),
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
  (c) => ofUpload(c, async (door, id) => serve(c, door, await door.room.openOriginal(door.actor, id))),
)

fileRoutes.get(
  '/api/rooms/:room/files/:upload/public',
  described({
    operationId: 'readPublicCopy',
    summary: 'A photo or its small picture with only what makes the picture: no place, no time, no names',
    tag: 'files',
    status: 200,
    refusals: ['not_found', 'file_lost', 'no_public_copy', 'file_unavailable'],
  }),
  (c) => ofUpload(c, async (door, id) => servePublic(c, door, await door.room.openFile(door.actor, id))),
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
  (c) => ofUpload(c, async ({ room, actor }, id) => done(c, await room.wantOriginal(actor, id))),
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
  (c) => ofUpload(c, async ({ room, actor }, id) => answered(c, await room.fileDetails(actor, id))),
)

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
  const body = file.isInRoom ? fromRoom(c.env, door, file, range) : await fromBucket(c.env, file, range)
  if (body === 'missing' && (await door.room.noteLost(door.actor, file.id))) return refused(c, 'file_lost')
  if (body === null || body === 'missing') return refused(c, 'file_unavailable')
  const isPart = range.length < file.size
  if (isPart) c.header('content-range', `bytes ${range.offset}-${range.offset + range.length - 1}/${file.size}`)
  c.header('content-type', file.type)
  c.header('content-length', `${range.length}`)
  c.header('content-disposition', contentDisposition(file))
  return c.body(body, isPart ? 206 : 200)
}

async function servePublic(c: Context<AppEnv>, door: RoomDoor, opened: Result<OpenedFile>): Promise<Response> {
  if (!opened.ok) return refused(c, opened.refusal)
  const file = opened.value
  const etag = `"${file.sha256}-public-${publicCopyRecipe}"`
  c.set('servesFile', file.type)
  if (c.req.header('if-none-match') === etag) {
    c.header('etag', etag)
    return c.body(null, 304)
  }
  const copy = await publicCopyOf(file, () => wholeOf(c.env, door, file))
  if (!copy.ok) {
    if (copy.reason === 'away') return refused(c, 'file_unavailable')
    if (copy.reason !== 'missing') return refused(c, 'no_public_copy')
    return refused(c, (await door.room.noteLost(door.actor, file.id)) ? 'file_lost' : 'file_unavailable')
  }
  c.header('etag', etag)
  c.header('content-type', file.type)
  c.header('content-length', `${copy.bytes.length}`)
  c.header('content-disposition', contentDisposition(file))
  return c.body(copy.bytes)
}
