import type { Rooms } from '../../protocol/lobby-message.ts'
import type { Page, ServerMessage, Versions, Welcome } from '../../protocol/server-message.ts'

/**
 * What our own server said, known for what it is; null for anything else.
 * The server checks every field of what comes up. What comes down was made by the same schemas, in the version that the hello agreed on,
 * and its strings only ever become text nodes: to check all its fields again would cost each phone 4 kB and find what the version finds.
 */
export type Shape<T> = (value: unknown) => T | null

/** An object that has these fields. */
export const shaped =
  <T extends object>(...fields: (keyof T & string)[]): Shape<T> =>
  (value) =>
    typeof value === 'object' && value !== null && fields.every((field) => field in value) ? (value as T) : null

/** An answer of which only the status matters. */
export const anything: Shape<true> = () => true

export const welcome = shaped<Welcome>('room', 'rights', 'me', 'entries', 'marks', 'reads')
export const page = shaped<Page>('before', 'entries', 'marks', 'reads', 'first')
export const versions = shaped<Versions>('seq', 'versions')

const frames: { [T in ServerMessage['t']]: Shape<Extract<ServerMessage, { t: T }>> } = {
  welcome,
  update: shaped('t'),
  page,
  versions,
  refused: shaped('code'),
}

/** A frame of a room. */
export function serverMessageOf(frame: string): ServerMessage | null {
  const message = shaped<{ t: ServerMessage['t'] }>('t')(parsed(frame))
  return message && Object.hasOwn(frames, message.t) ? frames[message.t](message) : null
}

/** A frame of a lobby. */
export const roomsOf = (frame: string): Rooms | null => shaped<Rooms>('version', 'whole', 'rooms')(parsed(frame))

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
