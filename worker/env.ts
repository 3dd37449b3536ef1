import type { ThrottleCalls } from '../durable/throttle.ts'
import type { AccountRpc } from '../protocol/account-bindings.ts'
import type { Actor, DirectoryRpc, LobbyRpc, Profile, RingPart, RoomRpc } from '../protocol/bindings.ts'
import type { EpochMs } from '../protocol/ids.ts'
import type { Secrets } from './tokens/secrets.ts'

export type { ThrottleCalls }

/** Durable Objects of one class, seen as what they promise and nothing else. */
export type Objects<T> = { idFromName(name: string): DurableObjectId; get(id: DurableObjectId): T }

export type TakesSockets = { fetch(request: Request): Promise<Response> }

/** What the platform gives to the Worker. DB, PHOTOS, DIRECTORY, RINGS and ASSETS may be away; everything that can go on without them does. */
export type Bindings = {
  ROOM: Objects<RoomRpc & TakesSockets>
  LOBBY: Objects<LobbyRpc & TakesSockets>
  ACCOUNT: Objects<AccountRpc>
  THROTTLE: DurableObjectNamespace
  DB?: D1Database
  PHOTOS?: R2Bucket
  DIRECTORY?: DirectoryRpc
  /** Whom to ring, in parts; this Worker takes them out again. */
  RINGS?: Queue<RingPart>
  ASSETS?: { fetch(request: Request): Promise<Response> }
  /** Private Ed25519 JWK with a kid, as JSON. */
  SIGNING_KEY?: string
  /** The key before; its tokens are accepted while they live. */
  SIGNING_KEY_PREVIOUS?: string
  /** At least 32 random bytes, URL-safe base64. */
  PASSWORD_PEPPER?: string
  /** Private P-256 JWK, as JSON: pushes are signed with it, and browsers subscribe with its public half (RFC 8292). */
  PUSH_KEY?: string
  /** `mailto:…`, whom a push service may write to about our pushes. */
  PUSH_SUBJECT?: string
  /** An Origin that is allowed besides the request's own. */
  PUBLIC_ORIGIN?: string
  /** Where the map's tiles come from, with {layer}, {z}, {x} and {y}; left out: 地理院タイル. */
  TILES?: string
  /** “latitude,longitude” of what a map shows first; left out: 笠間市役所. */
  MAP_CENTER?: string
  /** Local towns only. */
  CLOCK_AHEAD_MS?: string
  /** Local towns only: every push goes to this origin, as /host/path of its endpoint. */
  PUSH_VIA?: string
}

/** What the middleware has found out about a request. */
export type Variables = {
  now: EpochMs
  /** To find this request in the log. */
  reference: string
  secrets: Secrets
  /** Sources of the stylesheets that stand in a page; set by `pages`. */
  inlinedStyles?: string[]
  /** Type of what somebody uploaded, where that is the answer; set by `files`. */
  servesFile?: string
  /** Set by `authenticate`. */
  actor: Actor
  profile: Profile
  accessEndsAt: EpochMs
}

export type AppEnv = { Bindings: Bindings; Variables: Variables }

export const objectNamed = <T>(objects: Objects<T>, name: string): T => objects.get(objects.idFromName(name))
