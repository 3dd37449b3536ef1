import { afterPush, afterShowing, afterTelling, canBeRung } from '../core/ringing/device-ringing.ts'
import { best, outlookOf } from '../core/ringing/outlook.ts'
import { isQuiet } from '../core/ringing/quiet-hours.ts'
import type { OwnRinging, PushTarget, RingClaim, RingOf } from '../protocol/bindings.ts'
import type { EpochMs, Id } from '../protocol/ids.ts'
import { limits } from '../protocol/limits.ts'
import { ok, type Result, refuse } from '../protocol/result.ts'
import type { Outlook, PushOutcome, QuietHours, RingingDevice, RingingFacts, TellRinging } from '../protocol/ringing.ts'
import type { AccountRingingStorage, StoredRinging } from './account-ringing-storage.ts'

/** A device of the account, as far as lists show it. */
type Listed = { id: Id; name: string }

/**
 * How the devices of one account ring, and what each was rung for: once for an entry and round. What is being sent is remembered in memory for
 * `limits.ringLeaseMs`, what was sent in a row; so a crash between the two rings again, and the device sees that it has seen it.
 */
export class AccountRinging {
  readonly #storage: AccountRingingStorage
  readonly #leases = new Map<string, EpochMs>()

  constructor(storage: AccountRingingStorage) {
    this.#storage = storage
  }

  tell(deviceId: Id, told: TellRinging, origin: string, now: EpochMs): void {
    const held = this.#storage.devices().get(deviceId)
    const isSame = held?.subscription?.endpoint === told.subscription?.endpoint
    const facts = afterTelling(held?.facts ?? null, told, isSame, now)
    this.#storage.putDevice(deviceId, {
      ...{ facts, origin, subscription: told.subscription },
      probedAt: held?.probedAt ?? 0,
    })
  }

  own(devices: readonly Listed[], current: Id, now: EpochMs): OwnRinging {
    return { devices: this.#outlooks(devices, current, now), quiet: this.#storage.quietHours() }
  }

  best(devices: readonly Listed[], now: EpochMs): { outlook: Outlook; facts: RingingFacts | null } {
    const { outlook, facts } = best(this.#outlooks(devices, '', now)) ?? { outlook: 'no_device' as const, facts: null }
    return { outlook, facts }
  }

  setQuietHours(quiet: QuietHours | null): void {
    this.#storage.putQuietHours(quiet)
  }

  /** Whether any device could be rung. */
  hasDevice(devices: readonly Listed[]): boolean {
    const held = this.#storage.devices()
    return devices.some(({ id }) => canRing(held.get(id)))
  }

  claimTest(deviceId: Id, now: EpochMs): Result<PushTarget> {
    const held = this.#storage.devices().get(deviceId)
    if (!canRing(held) || !held.subscription) return refuse('not_found')
    const waitMs = (this.#leases.get(`test ${deviceId}`) ?? 0) - now
    if (waitMs > 0) return refuse('slow_down', waitMs)
    this.#leases.set(`test ${deviceId}`, now + limits.testEveryMs)
    return ok({ deviceId, origin: held.origin, subscription: held.subscription })
  }

  claim(ring: RingOf, devices: readonly Listed[], now: EpochMs): Omit<RingClaim, 'elsewhere'> {
    const held = this.#storage.devices()
    const able = devices.filter(({ id }) => canRing(held.get(id)))
    if (able.length === 0) return { targets: [], state: 'no_device' }
    if (ring.kind === 'entry' && !ring.urgent && isQuiet(this.#storage.quietHours(), now))
      return { targets: [], state: 'quiet' }
    const wanted = able.filter(({ id }) => !this.#isDone(ring, id, held.get(id), now))
    const free = wanted.filter(({ id }) => (this.#leases.get(leaseOf(ring, id)) ?? 0) <= now)
    for (const { id } of free) this.#leases.set(leaseOf(ring, id), now + limits.ringLeaseMs)
    const targets = free.flatMap(({ id }): PushTarget[] => {
      const { origin = '', subscription } = held.get(id) ?? {}
      return subscription ? [{ deviceId: id, origin, subscription }] : []
    })
    return { targets, state: wanted.length > 0 ? 'waiting' : 'rung' }
  }

  /** Part of a transaction. `ring` null: a device's own test. */
  settle(ring: RingOf | null, outcomes: readonly { deviceId: Id; outcome: PushOutcome }[], now: EpochMs): void {
    const held = this.#storage.devices()
    for (const { deviceId, outcome } of outcomes) {
      const state = held.get(deviceId)
      if (ring !== null) this.#leases.delete(leaseOf(ring, deviceId))
      if (!state || outcome === 'later') continue
      const probedAt = ring?.kind === 'probe' && outcome === 'sent' ? now : state.probedAt
      this.#storage.putDevice(deviceId, { ...state, facts: afterPush(state.facts, outcome, now), probedAt })
      if (ring?.kind === 'entry' && outcome === 'sent' && !this.#isDone(ring, deviceId, state, now))
        this.#storage.putRung(deviceId, rungRoom(ring), ring)
    }
  }

  shown(deviceId: Id, now: EpochMs): void {
    const state = this.#storage.devices().get(deviceId)
    if (state) this.#storage.putDevice(deviceId, { ...state, facts: afterShowing(state.facts, now) })
  }

  #isDone(ring: RingOf, deviceId: Id, state: StoredRinging | undefined, now: EpochMs): boolean {
    if (ring.kind === 'probe') {
      const lastAt = Math.max(state?.facts.shownAt ?? 0, state?.probedAt ?? 0)
      return lastAt >= ring.at || now - lastAt < ring.ifQuietFor
    }
    const rung = this.#storage.rung(deviceId, rungRoom(ring))
    return rung !== null && (rung.seq > ring.seq || (rung.seq === ring.seq && rung.round >= ring.round))
  }

  #outlooks(devices: readonly Listed[], current: Id, now: EpochMs): RingingDevice[] {
    const held = this.#storage.devices()
    return devices.map(({ id, name }) => {
      const facts = held.get(id)?.facts ?? null
      return { id, name, current: id === current, facts, outlook: outlookOf(facts, now) }
    })
  }
}

const canRing = (state: StoredRinging | undefined): state is StoredRinging =>
  state !== undefined && state.subscription !== null && canBeRung(state.facts)

/** 緊急 and everything else of a room are two lines: a later message must not stand for an earlier 緊急. */
const rungRoom = (ring: Extract<RingOf, { kind: 'entry' }>) => (ring.urgent ? `${ring.roomId}!` : ring.roomId)

const leaseOf = (ring: RingOf, deviceId: Id): string =>
  ring.kind === 'entry' ? `${deviceId} ${rungRoom(ring)} ${ring.seq} ${ring.round}` : `${deviceId} probe ${ring.at}`
