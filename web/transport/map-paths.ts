import type { Id, Seq } from '../../protocol/ids.ts'
import type { Positions } from '../../protocol/position.ts'
import type { MapSetting, PlacesPage } from '../../protocol/room-map.ts'
import { shaped } from './shape.ts'

/** What the map of a room asks of the server. */
export const mapPaths = {
  setting: '/api/map',
  places: (room: Id, { before, limit }: { before: Seq | null; limit: number }) =>
    `/api/rooms/${room}/places?limit=${limit}${before === null ? '' : `&before=${before}`}`,
  positions: (room: Id) => `/api/rooms/${room}/positions`,
}

export const mapSettingShape = shaped<MapSetting>('tiles', 'center')
export const placesShape = shaped<PlacesPage>('entries', 'before')
export const positionsShape = shaped<Positions>('now', 'held')
