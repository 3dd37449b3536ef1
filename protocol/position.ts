import * as v from 'valibot'
import { GeoPlace } from './geo-place.ts'
import { ClientId, EpochMs, MemberNo } from './ids.ts'
import { limits } from './limits.ts'

/**
 * Where its sender is, shared for a while. Kept out of the log: the room has the latest of each member, and shows it to who looks at its map.
 * `id` is that of the sharing, made when it begins; its time counts from the first that the room hears of it. null ends what the member
 * shares, from whichever device, and erases it.
 */
export const Position = v.strictObject({
  t: v.literal('position'),
  id: ClientId,
  place: v.nullable(GeoPlace),
  lastsMs: v.picklist([limits.shortShareMs, limits.longShareMs]),
})
export type Position = v.InferOutput<typeof Position>

/** Opens the map of the room on this socket, or closes it: while it is open the socket is told where people are. */
export const OpenMap = v.strictObject({ t: v.literal('map'), open: v.boolean() })

/** Where a member is or was last. */
export const LivePosition = v.strictObject({
  no: MemberNo,
  place: GeoPlace,
  /** When the room heard of it. */
  at: EpochMs,
  /** Until then more is to be expected. */
  until: EpochMs,
})
export type LivePosition = v.InferOutput<typeof LivePosition>

/** The latest of these members, and who has none any more. State: it replaces what was held of them. */
export const Positions = v.strictObject({
  /** The room's clock. */
  now: EpochMs,
  /** All there are: whoever is not among them has none. */
  whole: v.optional(v.literal(true)),
  held: v.array(LivePosition),
  gone: v.optional(v.array(MemberNo)),
})
export type Positions = v.InferOutput<typeof Positions>
