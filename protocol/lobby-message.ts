import * as v from 'valibot'
import { EpochMs, Id, Seq } from './ids.ts'
import { RoomKind } from './roster.ts'

/** A room in somebody's list. */
export const RoomSummary = v.strictObject({
  id: Id,
  name: v.string(),
  kind: RoomKind,
  memberCount: v.number(),
  head: Seq,
  /** The last entry worth a line; a retracted text is not in it. */
  last: v.optional(
    v.strictObject({
      seq: Seq,
      storedAt: EpochMs,
      by: v.string(),
      text: v.string(),
      retracted: v.optional(v.literal(true)),
    }),
  ),
  unread: v.number(),
  mentions: v.number(),
  /** By the person's own wish at the top of the list. */
  pinned: v.optional(v.literal(true)),
  /** By the person's own wish it rings only for mentions, or not at all; left out: for everything. It counts as unread all the same. */
  ring: v.optional(v.picklist(['mentions', 'none'])),
})
export type RoomSummary = v.InferOutput<typeof RoomSummary>

/** What a room rings for. 緊急 rings in any case. */
export const ringWhens = ['all', 'mentions', 'none'] as const
export type RingWhen = (typeof ringWhens)[number]

/** A person's own settings for a room; not pinned and `all` until they say otherwise. */
export const RoomPreference = v.strictObject({ pinned: v.boolean(), ring: v.picklist(ringWhens) })
export type RoomPreference = v.InferOutput<typeof RoomPreference>

/** The room list of one person in one organization: whole, or only the rooms that changed and those that are gone. */
export const Rooms = v.strictObject({
  t: v.literal('rooms'),
  version: v.number(),
  whole: v.boolean(),
  rooms: v.array(RoomSummary),
  gone: v.optional(v.array(Id)),
})
export type Rooms = v.InferOutput<typeof Rooms>

export const Badge = v.strictObject({ unread: v.number(), mentions: v.number() })
export type Badge = v.InferOutput<typeof Badge>
