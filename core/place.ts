import type { GeoPlace } from '../protocol/geo-place.ts'

/** A place in words: to be read on a screen, and to be read out on the radio to somebody with a paper map. */

export type LatLon = Pick<GeoPlace, 'lat' | 'lon'>

/** Five decimals are 1.1 m: no more than a phone knows. */
const shownDecimals = 5
const sentDecimals = 6

const roundTo = (decimals: number, value: number): number => {
  const rounded = Math.round(value * 10 ** decimals) / 10 ** decimals
  // Nothing is south or west of zero by nothing.
  return rounded === 0 ? 0 : rounded
}

/** As it is sent. */
export const roundedPlace = ({ lat, lon }: LatLon): LatLon => ({
  lat: roundTo(sentDecimals, lat),
  lon: roundTo(sentDecimals, lon),
})

const decimal = (value: number): string => roundTo(shownDecimals, value).toFixed(shownDecimals)

/** 「36.12345, 140.12345」 */
export const decimalWords = ({ lat, lon }: LatLon): string => `${decimal(lat)}, ${decimal(lon)}`

/** 「北緯36度07分24秒 東経140度07分24秒」: a second is 31 m, and less eastward. */
export const dmsWords = ({ lat, lon }: LatLon): string => `${angle(lat, '北緯', '南緯')} ${angle(lon, '東経', '西経')}`

function angle(degrees: number, positive: string, negative: string): string {
  const seconds = Math.round(Math.abs(degrees) * 3_600)
  const [d, m, s] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60]
  return `${degrees < 0 && seconds > 0 ? negative : positive}${d}度${twoDigits(m)}分${twoDigits(s)}秒`
}

const twoDigits = (value: number): string => String(value).padStart(2, '0')

/** 「誤差 約15m」「誤差 約1.2km」: rounded up, so that nobody looks in too small a circle. */
export const accuracyWords = (metres: number): string => `誤差 約${distance(metres)}`

function distance(metres: number): string {
  if (metres <= 10) return `${Math.max(1, Math.ceil(metres))}m`
  const step = metres <= 100 ? 5 : 10
  const rounded = Math.ceil(metres / step) * step
  if (rounded < 1_000) return `${rounded}m`
  return metres <= 10_000 ? `${Math.ceil(metres / 100) / 10}km` : `${Math.ceil(metres / 1_000)}km`
}

/** All that is said of a place, a line each, with the word that went with it on top. */
export const placeLines = (place: GeoPlace, word: string): string[] => [
  word,
  decimalWords(place),
  dmsWords(place),
  ...(place.accuracyM === undefined ? [] : [accuracyWords(place.accuracyM)]),
]
