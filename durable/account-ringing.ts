import { afterPush, afterShowing, afterTelling, canBeRung, wantsReceipt } from '../core/ringing/device-ringing.ts'
import { best, outlookOf } from '../core/ringing/outlook.ts'
import { isQuiet } from '../core/ringing/quiet-hours.ts'
import type { OwnRinging, PushTarget, RingClaim } from '../protocol/account-bindings.ts'
import type { RingOf } from '../protocol/bindings.ts'
import type { EpochMs, Id } from '../protocol/ids.ts'
import { limits } from '../protocol/limits.ts'
import { ok, type Result, refuse } from '../protocol/result.ts'
import type { Outlook, PushOutcome, QuietHours, RingingDevice, RingingFacts, TellRinging } from '../protocol/ringing.ts'
import type { AccountRingingStorage, StoredRinging } from './account-ringing-storage.ts'

/** A device that was given out: when, until when to nobody else, and whether it was asked for a receipt. */
type Lease = { at: EpochMs; until: EpochMs; isAsked: boolean }

/** Rooms of which a device remembers what it was rung for; a person has tens. */
const mostRungRooms = 500

/** A device of the account, as far as lists show it. */
type Listed = { id: Id; name: string }

/**
 * How the devices of one account ring, and what each was rung for: once for an entry and round. What is being sent is remembered in memory for
 * `limits.ringLeaseMs`, what was sent in a row; so a crash between the two rings again, and the device sees that it has seen it.
 */
export class AccountRinging {
  readonly #storage: AccountRingingStorage
  readonly #leases = new Map<string, Lease>()

  constructor(storage: AccountRingingStorage) {
    this.#storage = storage
  }

  tell(deviceId: Id, told: TellRinging, origin: string, now: EpochMs): void {
    const all = this.#storage.devices()
    const held = all.get(deviceId)
    // A browser that signed in anew is another device to us, and one phone all the same.
    for (const [id, other] of all)
      if (id !== deviceId && other.subscription && other.subscription.endpoint === told.subscription?.endpoint)
        this.#storage.putDevice(id, {
          ...other,
          ...{ subscription: null, facts: { ...other.facts, subscribedAt: null, trouble: null } },
        })
    const isSame = held?.subscription?.endpoint === told.subscription?.endpoint
    const facts = afterTelling(held?.facts ?? null, told, isSame, now)
    this.#storage.putDevice(deviceId, {
      ...{ facts, origin, subscription: told.subscription },
      ...{ probedAt: held?.probedAt ?? 0, rung: held?.rung ?? {} },
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
    const waitMs = (this.#leases.get(leaseOf(null, deviceId))?.until ?? 0) - now
    if (waitMs > 0) return refuse('slow_down', waitMs)
    this.#leases.set(leaseOf(null, deviceId), { at: now, until: now + limits.testEveryMs, isAsked: true })
    return ok({ deviceId, origin: held.origin, subscription: held.subscription, isAsked: true })
  }

  claim(ring: RingOf, devices: readonly Listed[], now: EpochMs): Omit<RingClaim, 'elsewhere'> {
    const held = this.#storage.devices()
    const able = devices.filter(({ id }) => canRing(held.get(id)))
    if (able.length === 0) return { targets: [], state: 'no_device' }
    if (ring.kind === 'entry' && !ring.urgent && isQuiet(this.#storage.quietHours(), now))
      return { targets: [], state: 'quiet' }
    const wanted = able.filter(({ id }) => !isDone(ring, held.get(id), now))
    const free = wanted.filter(({ id }) => (this.#leases.get(leaseOf(ring, id))?.until ?? 0) <= now)
    const targets = free.flatMap(({ id }): PushTarget[] => {
      const { origin, subscription, facts } = held.get(id) ?? {}
      if (!origin || !subscription || !facts) return []
      const isAsked = ring.kind === 'probe' || wantsReceipt(facts, now)
      this.#leases.set(leaseOf(ring, id), { at: now, until: now + limits.ringLeaseMs, isAsked })
      return [{ deviceId: id, origin, subscription, isAsked }]
    })
    return { targets, state: wanted.length > 0 ? 'waiting' : 'rung' }
  }

  /** Part of a transaction. `ring` null: a device's own test. */
  settle(ring: RingOf | null, outcomes: readonly { deviceId: Id; outcome: PushOutcome }[], now: EpochMs): void {
    const held = this.#storage.devices()
    for (const { deviceId, outcome } of outcomes) {
      const state = held.get(deviceId)
      const lease = this.#leases.get(leaseOf(ring, deviceId)) ?? { at: now, isAsked: true }
      if (ring !== null) this.#leases.delete(leaseOf(ring, deviceId))
      if (!state || outcome === 'later') continue
      const sent = ring !== null && outcome === 'sent' ? afterRing(ring, state, now) : {}
      this.#storage.putDevice(deviceId, { ...state, ...sent, facts: afterPush(state.facts, outcome, lease) })
    }
  }

  shown(deviceId: Id, now: EpochMs): void {
    const state = this.#storage.devices().get(deviceId)
    if (state) this.#storage.putDevice(deviceId, { ...state, facts: afterShowing(state.facts, now) })
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

function isDone(ring: RingOf, state: StoredRinging | undefined, now: EpochMs): boolean {
  if (ring.kind === 'probe') {
    const lastAt = Math.max(state?.facts.shownAt ?? 0, state?.probedAt ?? 0)
    return lastAt >= ring.at || now - lastAt < ring.ifQuietFor
  }
  const [seq, round] = state?.rung[rungRoom(ring)] ?? [0, 0]
  return seq > ring.seq || (seq === ring.seq && round >= ring.round)
}

/** What a device remembers of a push that was taken. */
function afterRing(ring: RingOf, state: StoredRinging, now: EpochMs): Partial<StoredRinging> {
  if (ring.kind === 'probe') return { probedAt: now }
  if (isDone(ring, state, now)) return {}
  const { [rungRoom(ring)]: _, ...others } = state.rung
  const newest = Object.entries(others).slice(-mostRungRooms)
  return { rung: { ...Object.fromEntries(newest), [rungRoom(ring)]: [ring.seq, ring.round] } }
}

/** 緊急 and everything else of a room are two lines: a later message must not stand for an earlier 緊急. */
const rungRoom = (ring: Extract<RingOf, { kind: 'entry' }>) => (ring.urgent ? `${ring.roomId}!` : ring.roomId)

/** `ring` null: a test. */
const leaseOf = (ring: RingOf | null, deviceId: Id): string => {
  if (ring === null) return `${deviceId} test`
  return ring.kind === 'entry'
    ? `${deviceId} ${rungRoom(ring)} ${ring.seq} ${ring.round}`
    : `${deviceId} probe ${ring.at}`
}
