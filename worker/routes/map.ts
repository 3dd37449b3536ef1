import { Hono } from 'hono'
import * as v from 'valibot'
import { limits } from '../../protocol/limits.ts'
import { Positions } from '../../protocol/position.ts'
import { MapSetting, PlacesPage } from '../../protocol/room-map.ts'
import { accessRoom } from '../access.ts'
import { described } from '../describe.ts'
import type { AppEnv } from '../env.ts'
import { mapSetting } from '../map-setting.ts'
import { digits } from '../middleware/seq-in.ts'
import { validated } from '../middleware/validate.ts'
import { answered, refused } from '../on-error.ts'

/** What a room shows on its map, and what the map is drawn with. */
export const mapRoutes = new Hono<AppEnv>()

const PlacesQuery = v.strictObject({ before: v.optional(digits), limit: v.optional(digits) })

mapRoutes.get(
  '/api/rooms/:room/places',
  described({
    operationId: 'readPlaces',
    summary: 'Messages with a place, or with a photo that has one, newest first',
    tag: 'talk',
    answer: PlacesPage,
    refusals: ['not_found'],
  }),
  validated('query', PlacesQuery),
  async (c) => {
    const access = accessRoom(c.env, c.get('actor'), c.req.param('room'))
    if (!access.ok) return refused(c, access.refusal)
    const { before, limit } = c.req.valid('query')
    const most = Math.min(Math.max(1, Number(limit ?? limits.pageEntries)), limits.maxPlaces)
    const { room, actor } = access.value
    return answered(c, await room.places(actor, before === undefined ? Number.MAX_SAFE_INTEGER : Number(before), most))
  },
)

mapRoutes.get(
  '/api/rooms/:room/positions',
  described({
    operationId: 'readPositions',
    summary: 'Where the members are who share it now, or were last',
    tag: 'talk',
    answer: Positions,
    refusals: ['not_found'],
  }),
  async (c) => {
    const access = accessRoom(c.env, c.get('actor'), c.req.param('room'))
    if (!access.ok) return refused(c, access.refusal)
    return answered(c, await access.value.room.positions(access.value.actor))
  },
)

mapRoutes.get(
  '/api/map',
  described({
    operationId: 'readMap',
    summary: 'Where the tiles of the map come from, and what it shows first',
    tag: 'talk',
    answer: MapSetting,
  }),
  (c) => c.json(mapSetting(c.env) satisfies MapSetting),
)
