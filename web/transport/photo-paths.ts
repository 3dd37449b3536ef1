import type { ClientId, Id, Seq } from '../../protocol/ids.ts'

/** Paths of what is asked about photos and files, by parts that come later. */
export const photoPaths = {
  me: '/api/me',
  album: (room: Id, kind: 'photo' | 'file', before: Seq | null) =>
    `/api/rooms/${room}/photos?kind=${kind}${before === null ? '' : `&before=${before}`}`,
  facts: (room: Id, photo: ClientId) => `/api/rooms/${room}/files/${photo}/facts`,
  original: (room: Id, photo: ClientId) => `/api/rooms/${room}/files/${photo}/original`,
  copies: (room: Id) => `/api/rooms/${room}/copies`,
}
