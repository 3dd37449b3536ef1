import type { ClientId, Id } from '../../protocol/ids.ts'

/** What is asked of the server about the notes of a room. */
export const notePaths = {
  list: (room: Id) => `/api/rooms/${room}/notes`,
  archived: (room: Id) => `/api/rooms/${room}/notes?archived=1`,
  note: (room: Id, note: ClientId) => `/api/rooms/${room}/notes/${note}`,
  opens: (room: Id, note: ClientId) => `/api/rooms/${room}/notes/${note}/opens`,
  archive: (room: Id, note: ClientId) => `/api/rooms/${room}/notes/${note}/archived`,
  revisions: (room: Id, note: ClientId) => `/api/rooms/${room}/notes/${note}/revisions`,
  revision: (room: Id, note: ClientId, version: number) => `/api/rooms/${room}/notes/${note}/revisions/${version}`,
}
