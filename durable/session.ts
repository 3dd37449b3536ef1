import * as v from 'valibot'
import { EpochMs, Id, MemberNo, Seq } from '../protocol/ids.ts'

/** One open socket of one member: what survives hibernation in its attachment (at most 16,384 bytes). */
export const RoomSession = v.strictObject({
  no: MemberNo,
  accountId: Id,
  deviceId: Id,
  openedAt: EpochMs,
  /** Highest seq that this socket said was read, whether stored yet or not. */
  read: Seq,
  /** The entry whose read sheet is open here. */
  sheet: v.nullable(Seq),
  /** Whether somebody looks at the room there; said by the client, and true until then. */
  here: v.optional(v.boolean(), true),
  /** Whether the map of the room is open there. */
  map: v.optional(v.boolean()),
})
export type RoomSession = v.InferOutput<typeof RoomSession>

/** One open socket of a device to its organization's lobby. */
export const LobbySession = v.strictObject({ accountId: Id, deviceId: Id, openedAt: EpochMs })
export type LobbySession = v.InferOutput<typeof LobbySession>

/** A socket as the room's service sees it: no Cloudflare in it. */
export interface SessionSocket<Session> {
  readonly session: Session
  /** Keeps a changed session where eviction does not reach it. */
  save(session: Session): void
  /** Sends, or drops a socket that is no longer there. */
  send(frame: string): void
  close(code: number, reason: string): void
}

export interface Sessions<Session> {
  all(): Iterable<SessionSocket<Session>>
  count(): number
}

/** Runs something a little later in the same awake object. Longest use: the wide gathering time. */
export type After = (ms: number, run: () => void) => void
