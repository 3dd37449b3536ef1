import { Hono } from 'hono'
import type { CopyFacts, OpenedFile } from '../../protocol/bindings.ts'
import { AskCopy, UploadStanding } from '../../protocol/file.ts'
import type { ClientId } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import { ok, type Result, refuse } from '../../protocol/result.ts'
import { accessRoom, type RoomDoor } from '../access.ts'
import { described } from '../describe.ts'
import type { AppEnv, Bindings } from '../env.ts'
import { recordSearch } from '../files/own-record.ts'
import { validated } from '../middleware/validate.ts'
import { answered, refused } from '../on-error.ts'

/** Handing on to another room what a message carries: a copy, which is an upload of whoever makes it. */
export const copyRoutes = new Hono<AppEnv>()

copyRoutes.post(
  '/api/rooms/:room/copies',
  described({
    operationId: 'copyFile',
    summary: 'Copy what a message of another room carries, as an own upload that a message of this room may then carry',
    tag: 'files',
    answer: UploadStanding,
    status: 201,
    refusals: [
      ...(['not_found', 'client_id_reused', 'read_only_room', 'quota_full', 'file_unavailable'] as const),
      ...(['upload_unknown', 'record_inside'] as const),
    ],
  }),
  validated('json', AskCopy),
  async (c) => {
    const { id, thumb, from: source } = c.req.valid('json')
    const to = accessRoom(c.env, c.get('actor'), c.req.param('room'))
    const from = accessRoom(c.env, c.get('actor'), source.room)
    if (!to.ok || !from.ok) return refused(c, 'not_found')
    // Who may not see the room to which it goes does not learn either whether the source is there.
    const standing = await to.value.room.memberStanding(to.value.actor)
    if (!standing.ok) return refused(c, standing.refusal)
    const found = await from.value.room.fileToCopy(from.value.actor, source.upload)
    if (!found.ok) return refused(c, found.refusal)
    const { file, facts, origin, organizationId } = found.value
    const small = thumb === undefined ? undefined : found.value.thumb
    const way = { env: c.env, from: from.value, to: to.value }
    for (const one of standing.value.organizationId === organizationId ? [] : [file, ...(small ? [small] : [])]) {
      const leaves = await mayLeave(way, one)
      if (!leaves.ok) return refused(c, leaves.refusal)
    }
    const copy = { organizationId, facts, origin, ...(small && thumb !== undefined && { thumb }) }
    const copied = await copyTo(way, id, file, copy)
    if (!copied.ok || !small || thumb === undefined) return answered(c, copied, 201)
    const smallToo = await copyTo(way, thumb, small, { organizationId, facts: {} })
    return answered(c, smallToo.ok ? copied : smallToo, 201)
  },
)

type Way = { env: Bindings; from: RoomDoor; to: RoomDoor }

/** Begins a copy and gives the room its bytes, piece by piece, from where an earlier try of the same one ended. */
async function copyTo(
  { env, from, to }: Way,
  id: ClientId,
  file: OpenedFile,
  known: Omit<CopyFacts, 'from' | 'sha256'>,
): Promise<Result<UploadStanding>> {
  const { kind, name, size, sha256 } = file
  const copy = { ...known, sha256, from: `${from.id}/${file.id}` }
  let standing = await to.room.createCopy(to.actor, { id, kind, name, size }, copy)
  while (standing.ok && !standing.value.whole) {
    const { offset } = standing.value
    const piece = await pieceAt(env, from, file, offset)
    if (piece === null) return refuse('file_unavailable')
    const given = await to.room.appendUpload(to.actor, id, offset, piece)
    const isElsewhere = !given.ok && given.refusal.code === 'upload_offset_differs'
    // The same copy was asked for twice at once: this one goes on from where the other is.
    standing = isElsewhere ? await to.room.uploadStanding(to.actor, id) : given
  }
  return standing
}

/** A picture that says inside where it was taken stays in its organization, as the place does that was sent with it. */
async function mayLeave({ env, from }: Way, file: OpenedFile): Promise<Result<null>> {
  if (!file.type.startsWith('image/')) return ok(null)
  const hasRecord = recordSearch()
  for (let at = 0; at < file.size; ) {
    const piece = await pieceAt(env, from, file, at)
    if (piece === null) return refuse('file_unavailable')
    if (hasRecord(piece)) return refuse('record_inside')
    at += piece.length
  }
  return ok(null)
}

/** From the room while it has them, else from R2; null where neither gives them. */
async function pieceAt(env: Bindings, door: RoomDoor, file: OpenedFile, at: number): Promise<Uint8Array | null> {
  const own = file.isInRoom ? await door.room.filePiece(door.actor, file.id, at) : null
  if (own) return own
  try {
    const length = Math.min(limits.maxUploadBodyBytes, file.size - at)
    const object = await env.PHOTOS?.get(file.key, { range: { offset: at, length } })
    return object ? new Uint8Array(await object.arrayBuffer()) : null
  } catch {
    return null
  }
}
