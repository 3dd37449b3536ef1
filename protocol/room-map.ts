import * as v from 'valibot'
import { MessageEntry } from './entry.ts'
import { latitude, longitude } from './geo-place.ts'
import { Seq } from './ids.ts'

/** Messages that carry a place, or a photo that does, newest first. */
export const PlacesPage = v.strictObject({
  entries: v.array(MessageEntry),
  /** Older ones are before this seq; null when there are none. */
  before: v.nullable(Seq),
})
export type PlacesPage = v.InferOutput<typeof PlacesPage>

/** What a map is drawn with. */
export const MapSetting = v.strictObject({
  /** With {layer} (std or pale), {z}, {x} and {y}. */
  tiles: v.string(),
  /** What it shows where there is nothing to show. */
  center: v.strictObject({ lat: latitude, lon: longitude }),
})
export type MapSetting = v.InferOutput<typeof MapSetting>

/** 地理院タイル, and 笠間市役所. A Worker may have others (`TILES`, `MAP_CENTER`). */
export const usualMap: MapSetting = {
  tiles: 'https://cyberjapandata.gsi.go.jp/xyz/{layer}/{z}/{x}/{y}.png',
  center: { lat: 36.3453, lon: 140.3042 },
}
