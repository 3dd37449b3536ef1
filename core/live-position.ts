import type { GeoPlace } from '../protocol/geo-place.ts'
import type { ClientId, EpochMs, Id, MemberNo } from '../protocol/ids.ts'
import { limits } from '../protocol/limits.ts'
import type { LivePosition, Position, Positions } from '../protocol/position.ts'
import { ok, type Result, refuse } from '../protocol/result.ts'

/**
 * Live positions: the latest of each member, kept out of the log. All times are the room's own.
 *
 *   none ──first of a sharing──► shared ──its time is over──► last known ──24 h──► none
 *                                   └──────────stop──────────────► ended ──24 h──► none
 *
 * 1. What was stopped is erased at once; only the id of that sharing stays, so that what was on its way starts nothing again.
 * 2. A sharing never lasts longer than it was begun for, however long its sender goes on.
 */
export type HeldPosition = {
  no: MemberNo
  share: ClientId
  deviceId: Id
  /** null: stopped. */
  place: GeoPlace | null
  at: EpochMs
  until: EpochMs
}

/** What the room holds of a member after this; null where nothing changes. */
export function takePosition(
  held: HeldPosition | null,
  told: Position,
  { no, deviceId }: Pick<HeldPosition, 'no' | 'deviceId'>,
  now: EpochMs,
): Result<HeldPosition | null> {
  const { id, place, lastsMs } = told
  if (place === null) return ok(stopped(held, { no, share: id, deviceId, place, at: now, until: now }))
  const isSame = held?.share === id
  if (isSame && (held.place === null || now >= held.until)) return refuse('window_passed')
  if (isSame && (place.at ?? now) < (held.place?.at ?? 0)) return ok(null)
  const waitMs = held ? held.at + limits.positionEveryMs - now : 0
  if (waitMs > 0 && held?.place) return refuse('slow_down', waitMs)
  return ok({ no, share: id, deviceId, place, at: now, until: isSame ? held.until : now + lastsMs })
}

function stopped(held: HeldPosition | null, ended: HeldPosition): HeldPosition | null {
  if (held && held.place === null && held.share === ended.share) return null
  return held?.place ? { ...ended, share: held.share } : ended
}

/** When the room has to erase it. */
export const erasedAt = ({ at }: Pick<HeldPosition, 'at'>): EpochMs => at + limits.positionKeptMs

/** As it is told; null for what is not to be seen. */
export function shownPosition({ no, place, at, until }: HeldPosition, now: EpochMs): LivePosition | null {
  return place === null || now >= erasedAt({ at }) ? null : { no, place, at, until }
}

/** Two tellings as one: the later word about each member. */
export function joinPositions(first: Positions, then: Positions): Positions {
  if (then.whole) return then
  const told = new Set([...then.held.map(({ no }) => no), ...(then.gone ?? [])])
  const held = [...first.held.filter(({ no }) => !told.has(no)), ...then.held]
  const gone = [...(first.gone ?? []).filter((no) => !told.has(no)), ...(then.gone ?? [])]
  return { now: then.now, ...(first.whole && { whole: true as const }), held, ...(gone.length > 0 && { gone }) }
}
