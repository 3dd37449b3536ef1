import * as v from 'valibot'
import { EpochMs } from './ids.ts'

/** Half way round the earth: nobody knows less than that of where they are. */
const mostAccuracyM = 20_037_508

export const latitude = v.pipe(v.number(), v.minValue(-90), v.maxValue(90))
export const longitude = v.pipe(v.number(), v.minValue(-180), v.maxValue(180))
export const radiusM = v.pipe(v.number(), v.minValue(0), v.maxValue(mostAccuracyM))

/** Where something is: WGS 84, in degrees, rounded by who sends it to six decimals (0.1 m). */
export const GeoPlace = v.strictObject({
  lat: latitude,
  lon: longitude,
  /** The true place is with a likelihood of 95 % within so many metres, by the word of the device. */
  accuracyM: v.optional(radiusM),
  /** When the device was there. */
  at: v.optional(EpochMs),
  /** Whether a device found it, somebody wrote or pasted it, or chose it on a map. */
  source: v.picklist(['gps', 'typed', 'map']),
})
export type GeoPlace = v.InferOutput<typeof GeoPlace>
