import type { Hello } from '../../protocol/client-message.ts'
import { toHelloQuery } from '../../protocol/hello-query.ts'
import type { ClientId, Id, Seq } from '../../protocol/ids.ts'
import { protocolVersion } from '../../protocol/version.ts'
import type { PageAsk } from '../store/talk/runs.ts'

/** Every path of the server that this client asks for, but those of `ring-paths.ts` and `photo-paths.ts`. */
export const paths = {
  session: '/api/session',
  refresh: '/api/session/refresh',
  activation: '/api/session/activation',
  start: `/api/start?v=${protocolVersion}`,
  badges: '/api/me/badges',
  devices: '/api/me/devices',
  device: (device: Id) => `/api/me/devices/${device}`,
  rooms: (organization: Id) => `/api/organizations/${organization}/rooms?v=${protocolVersion}`,
  directory: (organization: Id) => `/api/organizations/${organization}/directory`,
  deskRooms: (organization: Id) => `/api/organizations/${organization}/desk-rooms`,
  preference: (organization: Id, room: Id) => `/api/organizations/${organization}/rooms/${room}/preference`,
  lobbySocket: (organization: Id, as?: Id) =>
    `/api/organizations/${organization}/socket?${query({ v: `${protocolVersion}`, as })}`,
  roomSocket: (room: Id, hello: Hello, as?: Id) => `/api/rooms/${room}/socket?${query({ ...toHelloQuery(hello), as })}`,
  sync: (room: Id, hello: Hello) => `/api/rooms/${room}/sync?${query(toHelloQuery(hello))}`,
  commands: (room: Id) => `/api/rooms/${room}/commands`,
  entries: (room: Id, { before, limit }: PageAsk) => `/api/rooms/${room}/entries?before=${before}&limit=${limit}`,
  readers: (room: Id, seq: Seq) => `/api/rooms/${room}/entries/${seq}/readers`,
  file: (room: Id, file: ClientId) => `/api/rooms/${room}/files/${file}`,
  versions: (room: Id, seq: Seq) => `/api/rooms/${room}/entries/${seq}/versions`,
}

const query = (parameters: Record<string, string | undefined>) =>
  new URLSearchParams(
    Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )

/** A path of this origin as the address of a socket. */
export function socketUrl(path: string): string {
  const url = new URL(path, location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return url.href
}
