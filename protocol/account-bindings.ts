import type { Profile, RingOf } from './bindings.ts'
import type { EpochMs, Id, Revision } from './ids.ts'
import type { Result } from './result.ts'
import type {
  Outlook,
  PushOutcome,
  PushSubscription,
  QuietHours,
  RingingDevice,
  RingingFacts,
  RingState,
  TellRinging,
} from './ringing.ts'

/** What the front door and the lobbies ask of an account's object. */

/** A device that is to be rung now, and where. `origin`: of the town, as the device knows it. `isAsked`: for a receipt. */
export type PushTarget = { deviceId: Id; origin: string; subscription: PushSubscription; isAsked: boolean }

/**
 * The devices that are to be rung; they are the asker's for `limits.ringLeaseMs`. Without any `state` says why: 'rung' already, 'waiting' for somebody
 * else who is at it.
 */
export type RingClaim = { targets: PushTarget[]; state: RingState; elsewhere: Id[] }

export type DirectoryAccount = { revision: Revision; profile: Profile; disabled: boolean }

export type DeviceInfo = { id: Id; name: string; createdAt: EpochMs; lastSeenAt: EpochMs; current: boolean }

/** A room or a lobby in which a device opened a socket; told when the device ends. */
export type Place = { kind: 'room' | 'lobby'; id: Id }

/** `refresh` is the whole opaque token `accountId.deviceId.secret`. */
export type DeviceSession = { deviceId: Id; refresh: string; profile: Profile }

export type OwnRinging = { devices: RingingDevice[]; quiet: QuietHours | null }

export interface AccountRpc {
  /** Creates the account's object, or brings its profile to this revision; a disabled account's devices end. Idempotent. */
  applyDirectory(account: DirectoryAccount): Promise<void>
  /** A new device after a sign-in. Beyond `limits.maxDevicesPerAccount` the longest unused one ends. */
  openSession(deviceName: string): Promise<Result<DeviceSession>>
  /**
   * Rotation of the refresh token; `signed_out` for anything that is not good, with `isReuse` where that ended the device. `device_ended`
   * to a device that its owner ended from another one, or that ended with its disabled account, for a secret that it once had.
   */
  refresh(deviceId: Id, secret: string): Promise<Result<DeviceSession> & { isReuse?: true }>
  /** Whether the device lives; remembers the place, when one is given, before a socket opens there. */
  admit(deviceId: Id, place?: Place): Promise<Result<Profile>>
  devices(current: Id): Promise<DeviceInfo[]>
  /** `by`: the own device that asks; where it is another one, the ended device is told so when it comes again. */
  endDevice(deviceId: Id, by?: Id): Promise<Result<null>>
  /** What a device says of itself; `origin` is the town's, as the device knows it. */
  tellRinging(deviceId: Id, told: TellRinging, origin: string): Promise<Result<OwnRinging>>
  ringing(current: Id): Promise<OwnRinging>
  setQuietHours(quiet: QuietHours | null): Promise<Result<null>>
  /** The own device for a push of its own; `slow_down` a moment after the last one. */
  claimTest(deviceId: Id): Promise<Result<PushTarget>>
  /** Takes the devices that are to be rung for this. Repeated, it gives each device once for each entry and round. */
  claimRing(ring: RingOf): Promise<RingClaim>
  /** What became of the pushes to some devices. */
  settlePushes(ring: RingOf | null, outcomes: { deviceId: Id; outcome: PushOutcome }[]): Promise<void>
  /** A device showed a notification. */
  noteShown(deviceId: Id): Promise<void>
  /** The best of the devices, for those who look after others. */
  outlook(): Promise<{ outlook: Outlook; facts: RingingFacts | null }>
  /** Ends every device but one (or all): after a new password. */
  endOthers(keep: Id | null): Promise<void>
}
