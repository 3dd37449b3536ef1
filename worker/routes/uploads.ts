import { type Context, Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import * as v from 'valibot'
import { FileKind, type UploadFacts, UploadStanding } from '../../protocol/file.ts'
import { ClientId } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import type { RefusalCode } from '../../protocol/refusals.ts'
import { ok, type Result, refuse } from '../../protocol/result.ts'
import { accessRoom, type RoomDoor } from '../access.ts'
import { described } from '../describe.ts'
import type { AppEnv } from '../env.ts'
import { chunksOf } from '../files/body-chunks.ts'
import { ofUpload } from '../files/of-upload.ts'
import { digits } from '../middleware/seq-in.ts'
import { answered, done, refused } from '../on-error.ts'

/**
 * Uploads that go on where they were cut off: tus 1.0.0 with creation and termination, under an id that the client makes. Creating it again
 * is finding it again. A cut body counts as far as it came.
 */
export const uploadRoutes = new Hono<AppEnv>()

const tusVersion = '1.0.0'
const bytesType = 'application/offset+octet-stream'
const inRoom: RefusalCode[] = ['not_found', 'upload_version']
const own: RefusalCode[] = [...inRoom, 'upload_unknown']

const tus = createMiddleware<AppEnv>(async (c, next) => {
  c.header('tus-resumable', tusVersion)
  if (c.req.header('tus-resumable') === tusVersion) return next()
  c.header('tus-version', tusVersion)
  return refused(c, 'upload_version')
})

uploadRoutes.options(
  '/api/rooms/:room/uploads',
  described({
    operationId: 'describeUploads',
    summary: 'What of tus is spoken here, and how large an upload may be',
    tag: 'files',
  }),
  (c) => {
    c.header('tus-resumable', tusVersion)
    c.header('tus-version', tusVersion)
    c.header('tus-extension', 'creation,termination')
    c.header('tus-max-size', `${limits.maxFileBytes}`)
    return c.body(null, 204)
  },
)

uploadRoutes.post(
  '/api/rooms/:room/uploads',
  described({
    operationId: 'createUpload',
    summary:
      'Begin an upload (tus), or find it again: Upload-Metadata has id, kind (photo, file, thumb, original), name, perhaps type, and of: the photo of an original',
    tag: 'files',
    answer: UploadStanding,
    status: 201,
    refusals: [
      ...([...inRoom, 'client_id_reused', 'read_only_room', 'upload_too_large', 'upload_unknown'] as const),
      ...(['uploads_waiting', 'quota_full', 'slow_down'] as const),
    ],
  }),
  tus,
  async (c) => {
    const access = accessRoom(c.env, c.get('actor'), c.req.param('room'))
    if (!access.ok) return refused(c, access.refusal)
    const { id: roomId, room, actor } = access.value
    const facts = readFacts(c)
    if (!facts) return refused(c, 'malformed')
    c.header('location', `/api/rooms/${roomId}/uploads/${facts.id}`)
    return stands(c, await room.createUpload(actor, facts), 201)
  },
)

uploadRoutes.get(
  '/api/rooms/:room/uploads/:upload',
  described({
    operationId: 'readUpload',
    summary: 'How far an own upload has come (tus: HEAD)',
    tag: 'files',
    answer: UploadStanding,
    refusals: [...own, 'type_not_allowed', 'file_differs'],
  }),
  tus,
  (c) => ofUpload(c, async ({ room, actor }, id) => stands(c, await room.uploadStanding(actor, id), 200)),
)

uploadRoutes.patch(
  '/api/rooms/:room/uploads/:upload',
  described({
    operationId: 'appendUpload',
    summary:
      'The next bytes of an own upload (tus), some or all; a body that breaks off or pauses counts as far as it came',
    tag: 'files',
    refusals: [
      ...([...own, 'json_only', 'too_large', 'upload_offset_differs', 'upload_too_large', 'type_not_allowed'] as const),
      'file_differs',
    ],
  }),
  tus,
  (c) =>
    ofUpload(c, async (door, id) => {
      if (c.req.header('content-type') !== bytesType) return refused(c, 'json_only')
      const offset = numberIn(c.req.header('upload-offset'))
      if (offset === null) return refused(c, 'malformed')
      if (Number(c.req.header('content-length') ?? 0) > limits.maxFileBytes) return refused(c, 'too_large')
      return stands(c, await takeBytes(door, id, offset, c.req.raw.body), 204)
    }),
)

uploadRoutes.delete(
  '/api/rooms/:room/uploads/:upload',
  described({
    operationId: 'endUpload',
    summary: 'Take an own upload away that no message carries (tus: termination)',
    tag: 'files',
    refusals: own,
  }),
  tus,
  (c) => ofUpload(c, async ({ room, actor }, id) => done(c, await room.endUpload(actor, id))),
)

function stands(c: Context<AppEnv>, outcome: Result<UploadStanding>, status: 200 | 201 | 204): Response {
  if (!outcome.ok) return refused(c, outcome.refusal)
  c.header('upload-offset', `${outcome.value.offset}`)
  c.header('upload-length', `${outcome.value.size}`)
  return status === 204 ? c.body(null, 204) : answered(c, outcome, status)
}

/** Gives the room each row of bytes as it is full, and what is left when the body ends or is cut. The room says when there are too many. */
async function takeBytes(
  { room, actor }: RoomDoor,
  id: ClientId,
  offset: number,
  body: ReadableStream<Uint8Array> | null,
): Promise<Result<UploadStanding>> {
  const row = new Uint8Array(limits.uploadStrideBytes)
  let [filled, at] = [0, offset]
  let last: Result<UploadStanding> | null = null
  const give = async (): Promise<Result<UploadStanding>> => {
    const given = await room.appendUpload(actor, id, at, row.slice(0, filled))
    at += filled
    filled = 0
    return given
  }
  for await (const chunk of chunksOf(body)) {
    for (let taken = 0; taken < chunk.length; ) {
      const full = at - offset < limits.maxUploadBodyBytes ? limits.uploadPieceBytes : limits.uploadStrideBytes
      const part = chunk.subarray(taken, taken + full - filled)
      row.set(part, filled)
      filled += part.length
      taken += part.length
      if (filled < full) continue
      last = await give()
      if (!last.ok) return last
    }
  }
  // A body that ends with a full row has nothing left; an empty one asks how far the upload has come.
  return filled === 0 && last ? last : give()
}

function readFacts(c: Context<AppEnv>): UploadFacts | null {
  const size = numberIn(c.req.header('upload-length'))
  const metadata = readMetadata(c.req.header('upload-metadata') ?? '')
  const facts = v.safeParse(Metadata, metadata)
  if (!size || !facts.success) return null
  const { id, kind, name, of } = facts.output
  // Only an original belongs to another upload.
  if ((kind === 'original') !== (of !== undefined)) return null
  return { id, kind, name, size, ...(of !== undefined && { of }) }
}

const Metadata = v.strictObject({
  id: ClientId,
  kind: FileKind,
  name: v.pipe(v.string(), v.maxLength(1_000)),
  of: v.optional(ClientId),
  // What clients say besides, as Uppy does unasked. It decides nothing: what bytes are, they say themselves.
  ...v.entriesFromList(['type', 'filename', 'filetype', 'relativePath'], v.optional(v.string())),
})

/** `key base64,key base64`, each value in UTF-8; null for anything else. */
function readMetadata(header: string): Record<string, string> | null {
  const pairs = header.split(',').map((pair) => pair.trim().split(' '))
  const read = pairs.map(([key = '', value = '', ...rest]): Result<[string, string]> => {
    const text = rest.length === 0 ? fromBase64(value) : null
    return text === null ? refuse('malformed') : ok([key, text])
  })
  if (new Set(pairs.map(([key]) => key)).size < pairs.length) return null
  return read.every((one) => one.ok) ? Object.fromEntries(read.map(({ value }) => value)) : null
}

function fromBase64(text: string): string | null {
  try {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

const numberIn = (text: string | undefined): number | null => (v.is(digits, text) ? Number(text) : null)
