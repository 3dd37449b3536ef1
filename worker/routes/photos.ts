import { Hono } from 'hono'
import * as v from 'valibot'
import { RoomPhotos } from '../../protocol/file.ts'
import { limits } from '../../protocol/limits.ts'
import { accessRoom } from '../access.ts'
import { described } from '../describe.ts'
import type { AppEnv } from '../env.ts'
import { digits } from '../middleware/seq-in.ts'
import { validated } from '../middleware/validate.ts'
import { answered, refused } from '../on-error.ts'

/** What the messages of a room carry, looked at by itself. The room answers it, and needs no directory for it. */
export const photoRoutes = new Hono<AppEnv>()

const PhotosQuery = v.strictObject({
  kind: v.optional(v.picklist(['photo', 'file'])),
  before: v.optional(digits),
  limit: v.optional(digits),
})

photoRoutes.get(
  '/api/rooms/:room/photos',
  described({
    operationId: 'readPhotos',
    summary: 'Photos, or files, that the messages of a room carry, newest first',
    tag: 'files',
    answer: RoomPhotos,
    refusals: ['not_found'],
  }),
  validated('query', PhotosQuery),
  async (c) => {
    const access = accessRoom(c.env, c.get('actor'), c.req.param('room'))
    if (!access.ok) return refused(c, access.refusal)
    const { kind = 'photo', ...asked } = c.req.valid('query')
    const before = asked.before === undefined ? Number.MAX_SAFE_INTEGER : Number(asked.before)
    const limit = asked.limit === undefined ? limits.albumPage : Number(asked.limit)
    if (limit < 1 || limit > limits.maxAlbumPage) return refused(c, 'malformed')
    return answered(c, await access.value.room.photos(access.value.actor, { kind, before, limit }))
  },
)
