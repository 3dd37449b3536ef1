import type { Id, Seq } from '../../protocol/ids.ts'

/** Where somebody is in the app; each place has one path. */
export type Place =
  | { at: 'list'; organizationId: Id | null }
  | { at: 'room'; roomId: Id; seq: Seq | null }
  | RoomPage
  | { at: 'stock'; organizationId: Id }
  | { at: 'new-room'; organizationId: Id }
  | { at: 'organization'; organizationId: Id }
  | { at: 'settings' }
  | { at: 'install' }
  | { at: 'ringing' }
  | { at: 'activation' }

/** A page that belongs to a room, and what of it is looked at. */
export type RoomPage = { at: 'room-page'; roomId: Id; page: 'notes' | 'album' | 'map'; item: string | null }

export const home: Place = { at: 'list', organizationId: null }

/** The place of a path; a path that is none leads home. */
export function placeOf(path: string): Place {
  const parts = path.split('/').filter((part) => part !== '')
  const [first, id, second, number] = parts
  if (first === 'settings' && parts.length === 1) return { at: 'settings' }
  if (first === 'install' && parts.length === 1) return { at: 'install' }
  if (first === 'ringing' && parts.length === 1) return { at: 'ringing' }
  if (first === 'activation' && parts.length === 1) return { at: 'activation' }
  if (!id || !/^[0-9a-f]{32}$/.test(id)) return home
  if (first === 'o' && parts.length === 2) return { at: 'list', organizationId: id }
  if (first === 'o' && second === 'settings' && parts.length === 3) return { at: 'organization', organizationId: id }
  if (first === 'o' && (second === 'stock' || second === 'new-room') && parts.length === 3)
    return { at: second, organizationId: id }
  if (first === 'r' && parts.length === 2) return { at: 'room', roomId: id, seq: null }
  if (first === 'r' && second === 'm' && /^[1-9]\d{0,14}$/.test(number ?? ''))
    return { at: 'room', roomId: id, seq: Number(number) }
  if (first === 'r' && /^(notes|album|map)$/.test(second ?? '') && parts.length < 5)
    return { at: 'room-page', roomId: id, page: second as RoomPage['page'], item: number ?? null }
  return home
}

export function pathOf(place: Place): string {
  switch (place.at) {
    case 'list':
      return place.organizationId === null ? '/' : `/o/${place.organizationId}`
    case 'room':
      return place.seq === null ? `/r/${place.roomId}` : `/r/${place.roomId}/m/${place.seq}`
    case 'room-page':
      return `/r/${[place.roomId, place.page, place.item].filter(Boolean).join('/')}`
    case 'organization':
      return `/o/${place.organizationId}/settings`
    case 'stock':
    case 'new-room':
      return `/o/${place.organizationId}/${place.at}`
    case 'settings':
      return '/settings'
    case 'install':
      return '/install'
    case 'ringing':
      return '/ringing'
    case 'activation':
      return '/activation'
  }
}
