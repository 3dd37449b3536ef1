import * as v from 'valibot'
import { MapSetting, usualMap } from '../protocol/room-map.ts'
import type { Bindings } from './env.ts'

/** What the map is drawn with: 地理院タイル, unless the Worker's settings say otherwise. A setting that cannot be read counts as none. */
export function mapSetting({ TILES, MAP_CENTER }: Pick<Bindings, 'TILES' | 'MAP_CENTER'>): MapSetting {
  const [lat, lon] = (MAP_CENTER ?? '').split(',').map(Number)
  const center = { lat, lon }
  return {
    tiles: TILES !== undefined && originOf(TILES) !== null ? TILES : usualMap.tiles,
    center: v.is(MapSetting.entries.center, center) ? center : usualMap.center,
  }
}

/** The one foreign host from which a page may show pictures; a name of unusual letters is none, so that it cannot add to the policy. */
export const tileOrigin = (env: Pick<Bindings, 'TILES'>): string => originOf(mapSetting(env).tiles) ?? "'none'"

function originOf(tiles: string): string | null {
  const origin = URL.canParse(tiles) ? new URL(tiles).origin : ''
  return /^https?:\/\/[a-z0-9.-]+(:\d+)?$/i.test(origin) ? origin : null
}
