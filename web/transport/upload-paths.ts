import type { ClientId, Id } from '../../protocol/ids.ts'

/** Where photos and files go up; by itself, since nothing of it is needed for the first message. */
export const uploadPaths = {
  all: (room: Id) => `/api/rooms/${room}/uploads`,
  one: (room: Id, upload: ClientId) => `/api/rooms/${room}/uploads/${upload}`,
}
