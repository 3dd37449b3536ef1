import type { EpochMs, Id } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'

const dayMs = 24 * 3_600_000
/** 10:00 in Tokyo, as time of day in UTC: by day, so that a device that does show it wakes nobody. */
const tenInTokyoMs = 3_600_000
/** Organizations are spread over this part of the day. */
const spreadMs = 5 * 3_600_000

/** When the devices of an organization are next probed: in a week, by day. */
export function nextProbeAt(now: EpochMs, organizationId: Id): EpochMs {
  const share = Number.parseInt(organizationId.slice(0, 6), 16) / 0x1000000
  const midnight = Math.floor((now + limits.probeEveryMs) / dayMs) * dayMs
  return midnight + tenInTokyoMs + Math.floor(share * spreadMs)
}
