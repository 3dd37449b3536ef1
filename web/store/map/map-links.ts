import { decimalWords, type LatLon } from '../../../core/place.ts'
import type { Platform } from '../../../protocol/ringing.ts'

/** 地理院地図, with its cross on the place. Nothing is fetched before somebody follows it. */
export const gsiMap = ({ lat, lon }: LatLon): string => `https://maps.gsi.go.jp/#16/${lat}/${lon}/`

/** The map of the phone itself, which finds the way there; null on what is no phone. */
export function phoneMap(place: LatLon, platform: Platform): string | null {
  const at = decimalWords(place).replace(' ', '')
  if (platform === 'android') return `geo:${at}?q=${at}`
  return platform === 'ios' ? `https://maps.apple.com/?ll=${at}&q=${at}` : null
}
