import { roundedPlace } from '../../../core/place.ts'
import type { NamedFile } from '../../../protocol/file.ts'
import type { EpochMs } from '../../../protocol/ids.ts'

export type Taken = NonNullable<NamedFile['taken']>
export type PhotoPlace = NonNullable<NamedFile['place']>

/** What a photo's own record (EXIF) says, as it stands there. */
export type PhotoRecord = {
  /** “2026:11:20 08:30:00”, by the clock of the camera. */
  dateTime?: unknown
  /** “+09:00” */
  offset?: unknown
  /** In degrees, south and west below nought. */
  latitude?: unknown
  longitude?: unknown
  /** In metres. */
  accuracy?: unknown
}

/** The first digital cameras with such a record. What is older is a clock that was never set. */
const earliestYear = 1995
const dayMs = 86_400_000

/** When a photo was taken by its own record; null where it does not say, or cannot be right. A time without a zone is in the device's. */
export function takenByRecord({ dateTime, offset }: PhotoRecord, now: EpochMs): Taken | null {
  const parts = /^(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)/.exec(String(dateTime))
  if (parts === null) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number)
  const zone = /^([+-])(\d\d):(\d\d)/.exec(String(offset))
  const minutes = zone && Number(`${zone[1]}1`) * (Number(zone[2]) * 60 + Number(zone[3]))
  const local = new Date(year, month - 1, day, hour, minute, second)
  const at =
    minutes === null ? local.getTime() : Date.UTC(year, month - 1, day, hour, minute, second) - minutes * 60_000
  const isDate = local.getMonth() === month - 1 && local.getDate() === day
  return isDate && year >= earliestYear && at <= now + dayMs ? { at, from: 'exif' } : null
}

/** When a photo was taken that does not say: just now, if it came from the camera. */
export function takenByPhone({ lastModified }: Pick<File, 'lastModified'>, now: EpochMs): Taken {
  const isBelieved = lastModified > 0 && Math.abs(now - lastModified) < dayMs
  return { at: isBelieved ? lastModified : now, from: 'phone' }
}

/** Where a photo was taken by its own record; null where it does not say. */
export function placeByRecord({ latitude, longitude, accuracy }: PhotoRecord): PhotoPlace | null {
  if (!isWithin(latitude, 90) || !isWithin(longitude, 180)) return null
  // A camera that did not know writes nought twice.
  if (latitude === 0 && longitude === 0) return null
  const accuracyM = isWithin(accuracy, 20_000_000) && accuracy > 0 ? { accuracyM: Math.ceil(accuracy) } : {}
  return { ...roundedPlace({ lat: latitude, lon: longitude }), ...accuracyM, from: 'exif' }
}

const isWithin = (value: unknown, most: number): value is number =>
  typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= most
