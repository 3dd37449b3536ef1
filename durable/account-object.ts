import { DurableObject } from 'cloudflare:workers'
import { hashesOf, isIdle, present, type RefreshFamily, type SecretHash, startFamily } from '../core/refresh-family.ts'
import type {
  AccountRpc,
  DeviceInfo,
  DeviceSession,
  DirectoryAccount,
  OwnRinging,
  Place,
  PushTarget,
  RingClaim,
} from '../protocol/account-bindings.ts'
import type { Profile, RingOf } from '../protocol/bindings.ts'
import type { EpochMs, Id } from '../protocol/ids.ts'
import { limits } from '../protocol/limits.ts'
import { ok, type Result, refuse } from '../protocol/result.ts'
import type { Outlook, PushOutcome, QuietHours, RingingFacts, TellRinging } from '../protocol/ringing.ts'
import { type AccountEnv, AccountErrands } from './account-errands.ts'
import { AccountRinging } from './account-ringing.ts'
import { AccountRingingStorage } from './account-ringing-storage.ts'
import { hashOf, randomId, randomNonce, randomSecret, successorOf } from './account-secrets.ts'
import { AccountStorage, type StoredDevice } from './account-storage.ts'
import { now } from './clock.ts'

/** A device's last-seen time is written at most this often, except when its secret rotates. */
const seenStepMs = 3_600_000
/** A person has tens of rooms; this bounds what a device can make its account remember. */
const maxPlacesPerDevice = 1_000

/**
 * The sessions of one account, and the only place where they are true: devices, their refresh families, where they have sockets.
 * Needs neither D1 nor the directory once the account was created here; before that it writes nothing.
 */
export class Account extends DurableObject<AccountEnv> implements AccountRpc {
  readonly #storage: AccountStorage
  readonly #errands: AccountErrands
  readonly #ringing: AccountRinging
  readonly #rungRows: AccountRingingStorage

  constructor(ctx: DurableObjectState, env: AccountEnv) {
    super(ctx, env)
    this.#storage = new AccountStorage(ctx.storage, now(env))
    this.#rungRows = new AccountRingingStorage(ctx.storage.sql)
    this.#ringing = new AccountRinging(this.#rungRows)
    this.#errands = new AccountErrands(this.#storage, ctx.storage, env, () => this.#rungRows.ringer())
  }

  async applyDirectory(account: DirectoryAccount): Promise<void> {
    const at = now(this.env)
    const earlier = this.#storage.account()
    if (earlier !== null && account.revision <= earlier.revision) return
    this.#change(at, () => {
      this.#storage.putAccount(account, at)
      if (account.disabled) this.#endTold(this.#storage.devices(), at)
      if (this.#rungRows.ringer().hasDevice) this.#errands.noteRinger(at)
    })
  }

  async openSession(deviceName: string): Promise<Result<DeviceSession>> {
    const at = now(this.env)
    const deviceId = randomId()
    const secret = randomSecret()
    const family = startFamily(await hashOf(secret))
    const profile = this.#liveProfile()
    if (profile === null) return refuse('not_found')
    this.#change(at, () => {
      this.#endIdle(at)
      this.#forgetEnded(at)
      const devices = this.#storage.devices()
      this.#end(devices.slice(0, Math.max(0, devices.length + 1 - limits.maxDevicesPerAccount)), at)
      this.#storage.putDevice({ id: deviceId, name: deviceName, createdAt: at, seenAt: at, family })
      this.#errands.noteCopy(at)
    })
    return ok(sessionOf(profile, deviceId, secret))
  }

  async refresh(deviceId: Id, secret: string): Promise<Result<DeviceSession> & { isReuse?: true }> {
    const at = now(this.env)
    // Made ready beforehand, so that between reading the family and storing the next one nothing else can happen.
    const nonce = randomNonce()
    const successor = await successorOf(secret, nonce)
    const presented = { hash: await hashOf(secret), fresh: { nonce, successorHash: await hashOf(successor) } }

    const live = this.#live(deviceId, at)
    if (live === null) return refuse(this.#wasEnded(deviceId, presented.hash, at) ? 'device_ended' : 'signed_out')
    const presentation = present(live.device.family, presented, at)
    switch (presentation.outcome) {
      case 'rotated':
        this.#rotate(live.device, presentation.family, at)
        return ok(sessionOf(live.profile, deviceId, successor))
      case 'repeated':
        return ok(sessionOf(live.profile, deviceId, await walk(secret, presentation.nonces)))
      case 'reused':
        this.#change(at, () => this.#end([live.device], at))
        return { ...refuse('signed_out'), isReuse: true }
      case 'unknown':
        return refuse('signed_out')
    }
  }

  async admit(deviceId: Id, place?: Place): Promise<Result<Profile>> {
    const at = now(this.env)
    const live = this.#live(deviceId, at)
    if (live === null) return refuse('signed_out')
    if (at - live.device.seenAt >= seenStepMs) this.#storage.putDevice({ ...live.device, seenAt: at })
    if (place !== undefined && !this.#storage.hasPlace(deviceId, place)) {
      if (this.#storage.countPlaces(deviceId) >= maxPlacesPerDevice) return refuse('slow_down', limits.maxRetryMs)
      this.#storage.addPlace(deviceId, place)
    }
    return ok(live.profile)
  }

  async devices(current: Id): Promise<DeviceInfo[]> {
    const at = now(this.env)
    if (this.#liveProfile() === null) return []
    return this.#storage
      .devices()
      .filter((device) => !isIdle(device.seenAt, at))
      .reverse()
      .map(({ id, name, createdAt, seenAt }) => ({ id, name, createdAt, lastSeenAt: seenAt, current: id === current }))
  }

  async endDevice(deviceId: Id, by: Id = deviceId): Promise<Result<null>> {
    const at = now(this.env)
    const live = this.#live(deviceId, at)
    if (live === null) return refuse('not_found')
    this.#change(at, () => (by === deviceId ? this.#end([live.device], at) : this.#endTold([live.device], at)))
    return ok(null)
  }

  async endOthers(keep: Id | null): Promise<void> {
    const at = now(this.env)
    if (this.#storage.account() === null) return
    const others = this.#storage.devices().filter(({ id }) => id !== keep)
    this.#change(at, () => this.#end(others, at))
  }

  async tellRinging(deviceId: Id, told: TellRinging, origin: string): Promise<Result<OwnRinging>> {
    const at = now(this.env)
    if (this.#live(deviceId, at) === null) return refuse('signed_out')
    this.#change(at, () => {
      this.#ringing.tell(deviceId, told, origin, at)
      this.#noteRinger(at)
    })
    return ok(this.#ringing.own(this.#storage.devices(), deviceId, at))
  }

  async ringing(current: Id): Promise<OwnRinging> {
    if (this.#liveProfile() === null) return { devices: [], quiet: null }
    return this.#ringing.own(this.#storage.devices(), current, now(this.env))
  }

  async setQuietHours(quiet: QuietHours | null): Promise<Result<null>> {
    if (this.#liveProfile() === null) return refuse('not_found')
    this.#ringing.setQuietHours(quiet)
    return ok(null)
  }

  async claimTest(deviceId: Id): Promise<Result<PushTarget>> {
    const at = now(this.env)
    return this.#live(deviceId, at) === null ? refuse('signed_out') : this.#ringing.claimTest(deviceId, at)
  }

  async claimRing(ring: RingOf): Promise<RingClaim> {
    const profile = this.#liveProfile()
    if (profile === null) return { targets: [], state: 'no_device', elsewhere: [] }
    const at = now(this.env)
    const devices = this.#storage.devices().filter(({ seenAt }) => !isIdle(seenAt, at))
    return { ...this.#ringing.claim(ring, devices, at), elsewhere: profile.organizations.map(({ id }) => id) }
  }

  async settlePushes(ring: RingOf | null, outcomes: { deviceId: Id; outcome: PushOutcome }[]): Promise<void> {
    if (this.#storage.account() === null) return
    const at = now(this.env)
    this.#change(at, () => {
      this.#ringing.settle(ring, outcomes, at)
      if (outcomes.some(({ outcome }) => outcome === 'gone')) this.#noteRinger(at)
    })
  }

  async noteShown(deviceId: Id): Promise<void> {
    const at = now(this.env)
    if (this.#live(deviceId, at) !== null) this.#ringing.shown(deviceId, at)
  }

  async outlook(): Promise<{ outlook: Outlook; facts: RingingFacts | null }> {
    const at = now(this.env)
    return this.#ringing.best(this.#liveProfile() === null ? [] : this.#storage.devices(), at)
  }

  override async alarm(): Promise<void> {
    await this.#errands.runDue(now(this.env))
  }

  /** One commit with its errands and their alarm; then places are told at once, without keeping the caller waiting. */
  #change(at: EpochMs, work: () => void): void {
    this.#storage.transaction(() => {
      work()
      return null
    })
    this.#errands.schedule(at)
    this.ctx.waitUntil(Promise.all([this.#errands.tellPlaces(at), this.#errands.tellLobbies(at)]))
  }

  /** Part of a transaction: the lobbies are told when there is a device to be rung, and when there is none any more. */
  #noteRinger(at: EpochMs): void {
    const held = this.#rungRows.ringer()
    const hasDevice = this.#liveProfile() !== null && this.#ringing.hasDevice(this.#storage.devices())
    if (hasDevice === held.hasDevice) return
    this.#rungRows.putRinger({ version: held.version + 1, hasDevice })
    this.#errands.noteRinger(at)
  }

  #end(devices: StoredDevice[], at: EpochMs): void {
    if (devices.length === 0) return
    for (const { id } of devices) this.#storage.removeDevice(id)
    this.#noteRinger(at)
    this.#errands.noteNotices(at)
    this.#errands.noteCopy(at)
  }

  /** Ends devices that are to be told so when they come again: what they keep has to go. */
  #endTold(devices: StoredDevice[], at: EpochMs): void {
    for (const { id, family } of devices) this.#storage.putEndedDevice({ id, hashes: hashesOf(family), endedAt: at })
    this.#forgetEnded(at)
    this.#end(devices, at)
  }

  #forgetEnded(at: EpochMs): void {
    this.#storage.forgetEndedDevices(at - limits.deviceIdleMs, limits.maxEndedDevices)
  }

  /** Whether the device was ended, and whoever asks has a secret that was its own. */
  #wasEnded(deviceId: Id, hash: SecretHash, at: EpochMs): boolean {
    const ended = this.#storage.endedDevice(deviceId)
    return ended !== null && at - ended.endedAt <= limits.deviceIdleMs && ended.hashes.includes(hash)
  }

  #endIdle(at: EpochMs): void {
    const idle = this.#storage.devices().filter((device) => isIdle(device.seenAt, at))
    this.#end(idle, at)
  }

  #rotate(device: StoredDevice, family: RefreshFamily, at: EpochMs): void {
    this.#change(at, () => {
      this.#storage.putDevice({ ...device, family, seenAt: at })
      // Once a day is often enough for a copy that only says when a device was last seen.
      if (dayOf(at) !== dayOf(device.seenAt)) this.#errands.noteCopy(at)
    })
  }

  #liveProfile(): Profile | null {
    const account = this.#storage.account()
    return account === null || account.disabled ? null : account.profile
  }

  #live(deviceId: Id, at: EpochMs): { profile: Profile; device: StoredDevice } | null {
    const profile = this.#liveProfile()
    if (profile === null) return null
    const device = this.#storage.device(deviceId)
    return device === null || isIdle(device.seenAt, at) ? null : { profile, device }
  }
}

const sessionOf = (profile: Profile, deviceId: Id, secret: string): DeviceSession => ({
  deviceId,
  refresh: `${profile.accountId}.${deviceId}.${secret}`,
  profile,
})

async function walk(secret: string, nonces: string[]): Promise<string> {
  let reached = secret
  for (const nonce of nonces) reached = await successorOf(reached, nonce)
  return reached
}

const dayOf = (at: EpochMs) => Math.floor(at / 86_400_000)
