import type { LobbyRoom, Preferences } from '../core/lobby-state.ts'
import { afterALook, isLastRound } from '../core/ringing/after-a-look.ts'
import { nextProbeAt } from '../core/ringing/probe-time.ts'
import { planRings, type Ringing, toRing } from '../core/ringing/who-rings.ts'
import type { Ringer, RingOf, RingPart, RoomReport } from '../protocol/bindings.ts'
import type { EpochMs, Id, Seq } from '../protocol/ids.ts'
import { limits } from '../protocol/limits.ts'
import { ok, type Result, refuse } from '../protocol/result.ts'
import type { RingState } from '../protocol/ringing.ts'
import { randomId } from './account-secrets.ts'
import type { DueRing, PartKey, RingStorage, StoredPart } from './storage/ring-storage.ts'

export type LobbyRingsDeps = {
  storage: RingStorage
  transaction: (work: () => void) => void
  rooms: () => ReadonlyMap<Id, LobbyRoom>
  preferences: () => Preferences
  /** Who has a room on screen. */
  onScreen: (roomId: Id) => Promise<Id[]>
  /** Hands parts to the queue; fails where it is not there. */
  feed: (parts: RingPart[]) => Promise<void>
  organizationId: Id
}

/** Parts of one call to the queue (Cloudflare Queues, 2026: 100 messages and 256 KB). */
const partsAtOnce = 50

/**
 * Who is to be rung, from a report to the last outcome. Everything that is still to be done is a row; the queue may lose it, or deliver it often.
 *
 *   said ──► due ──look──► parts ──queue──► settled      due again: 緊急 while unread; who had the room on screen
 *                            └──not settled in time──► queue again, with growing pauses ──► given up
 */
export class LobbyRings {
  readonly #deps: LobbyRingsDeps
  #ringers: Map<Id, Ringer> | undefined

  constructor(deps: LobbyRingsDeps) {
    this.#deps = deps
  }

  /** Takes what a report says was said; `known` is the head that the lobby knew of. Part of the report's own commit. */
  note(report: RoomReport, known: Seq, now: EpochMs): void {
    for (const entry of toRing(known, report))
      if (entry.urgent || this.#hasAnyRinger())
        this.#deps.storage.putDueRing({ roomId: report.roomId, dueAt: now + limits.ringGraceMs, entry })
    for (const seq of report.retracted) this.#withdraw(report.roomId, seq)
  }

  noteRinger(ringer: Ringer, now: EpochMs): void {
    const held = this.#all().get(ringer.accountId)
    if (held && held.version >= ringer.version) return
    this.#deps.storage.putRinger(ringer)
    this.#all().set(ringer.accountId, ringer)
    if (ringer.hasDevice && this.#deps.storage.timeOf('all') === null)
      this.#deps.storage.putTime('all', nextProbeAt(now, this.#deps.organizationId))
  }

  settle(key: PartKey, outcomes: readonly { accountId: Id; state: RingState }[], now: EpochMs): void {
    const part = this.#deps.storage.part(key)
    if (!part) return
    const states = new Map(outcomes.map(({ accountId, state }) => [accountId, state]))
    const people = part.people.map((person): StoredPart['people'][number] => {
      const state = states.get(person[0])
      return person[1] !== 'waiting' || state === undefined || state === 'waiting' ? person : [person[0], state, now]
    })
    const isDone = people.every(([, state]) => state !== 'waiting')
    this.#deps.storage.putPart({ ...part, people, dueAt: isDone ? null : part.dueAt })
  }

  record(roomId: Id, seq: Seq): { rings: { accountId: Id; at: EpochMs; state: RingState }[]; nextAt?: EpochMs } {
    const parts = this.#deps.storage.partsOf(roomId, seq)
    const rings = parts.flatMap(({ people }) => people.map(([accountId, state, at]) => ({ accountId, state, at })))
    const due = this.#deps.storage.dueRing(roomId, seq)
    return { rings, ...(due?.entry.urgent && due.entry.round > 0 && { nextAt: due.dueAt }) }
  }

  /** Probes these people's devices, whenever something was last shown there. */
  probe(roomId: Id, accountIds: readonly Id[], now: EpochMs): Result<null> {
    const waitMs = (this.#deps.storage.timeOf(roomId) ?? 0) + limits.probeRoomEveryMs - now
    if (waitMs > 0) return refuse('slow_down', waitMs)
    this.#deps.transaction(() => {
      this.#deps.storage.putTime(roomId, now)
      this.#makeParts({ kind: 'probe', at: now, ifQuietFor: 0 }, accountIds, 0, now)
    })
    return ok(null)
  }

  /** When something is to be done next, or null. */
  nextAt(): EpochMs | null {
    return this.#deps.storage.nextAt()
  }

  /** Does what is due; answers whether anything was. */
  async run(now: EpochMs): Promise<boolean> {
    if ((this.nextAt() ?? Number.POSITIVE_INFINITY) > now) return false
    await this.#look(now)
    this.#probeAll(now)
    await this.#feedDue(now)
    this.#sweep(now)
    return true
  }

  #sweep(now: EpochMs): void {
    if (now - (this.#deps.storage.timeOf('swept') ?? 0) < sweepEveryMs) return
    this.#deps.storage.putTime('swept', now)
    this.#deps.storage.sweep(now)
  }

  async #look(now: EpochMs): Promise<void> {
    for (const roomId of this.#deps.storage.dueRooms(now)) {
      // A room that does not answer spares nobody.
      const onScreen = new Set(await this.#deps.onScreen(roomId).catch(() => []))
      this.#deps.transaction(() => this.#ring(roomId, this.#deps.storage.dueRings(roomId, now), onScreen, now))
    }
  }

  #ring(roomId: Id, due: readonly DueRing[], onScreen: ReadonlySet<Id>, now: EpochMs): void {
    const room = this.#deps.rooms().get(roomId)
    const preferences = this.#deps.preferences().get(roomId)
    const entries = due.map(({ entry }) => entry)
    const plan = room ? planRings(room, entries, { preferences, onScreen }) : { rings: [], spared: [] }
    for (const { entry, accountIds } of plan.rings)
      if (room) this.#makeParts(ringOf(room, entry), accountIds, entry.countable, now)
    for (const { entry, isSecondLook } of due) {
      const spared = plan.spared.find((one) => one.entry === entry)?.accountIds ?? []
      const again = room && afterALook(room, { entry, ...(isSecondLook && { isSecondLook }) }, spared, now)
      if (again) this.#deps.storage.putDueRing({ roomId, ...again })
      else this.#deps.storage.removeDueRing(roomId, entry.seq)
    }
  }

  #makeParts(ring: RingOf, accountIds: readonly Id[], countable: number, now: EpochMs): void {
    const ringers = accountIds.filter((accountId) => this.#all().get(accountId)?.hasDevice)
    const isUrgent = ring.kind === 'entry' && ring.urgent
    const keptUntil = now + (isUrgent ? limits.urgentRecordMs : limits.ringRecordMs)
    const base = { madeAt: now, keptUntil, tries: 0, countable, ring }
    for (let from = 0; from < ringers.length; from += limits.ringPartPeople) {
      const people = ringers.slice(from, from + limits.ringPartPeople)
      this.#deps.storage.putPart({
        ...base,
        ...{ id: randomId(), dueAt: now, people: people.map((accountId) => [accountId, 'waiting', now]) },
      })
    }
    // Of 緊急 it is to be seen who could not be rung; of everything else that would be a row a message for nothing.
    const others = accountIds.filter((accountId) => !this.#all().get(accountId)?.hasDevice)
    if (!isUrgent || others.length === 0) return
    this.#deps.storage.putPart({
      ...base,
      ...{ id: randomId(), dueAt: null, people: others.map((accountId) => [accountId, 'no_device', now]) },
    })
  }

  #probeAll(now: EpochMs): void {
    const dueAt = this.#deps.storage.timeOf('all')
    if (dueAt === null || dueAt > now) return
    const ring: RingOf = { kind: 'probe', at: now, ifQuietFor: limits.probeEveryMs - limits.shownAtLastMs }
    this.#deps.transaction(() => {
      this.#deps.storage.putTime('all', nextProbeAt(now, this.#deps.organizationId))
      this.#makeParts(ring, [...this.#all().keys()], 0, now)
    })
  }

  async #feedDue(now: EpochMs): Promise<void> {
    const parts = this.#deps.storage.partsDue(now).flatMap((part) => this.#stillToRing(part, now) ?? [])
    for (let from = 0; from < parts.length; from += partsAtOnce) {
      const some = parts.slice(from, from + partsAtOnce)
      const isFed = await this.#deps.feed(some.map((part) => this.#message(part))).then(
        () => true,
        () => false,
      )
      for (const part of some) this.#fed(part, isFed, now)
    }
  }

  /** Who has read it meanwhile, or left, is not rung any more; nor is anybody after `limits.ringGiveUpMs`. */
  #stillToRing(part: StoredPart, now: EpochMs): StoredPart | null {
    const members = part.ring.kind === 'entry' ? this.#deps.rooms().get(part.ring.roomId)?.members : undefined
    const isWanted = (accountId: Id) =>
      part.ring.kind !== 'entry' || (members?.[accountId]?.read ?? Number.POSITIVE_INFINITY) < part.countable
    const isOver = now - part.madeAt > limits.ringGiveUpMs
    const people = part.people
      .filter(([accountId, state]) => state !== 'waiting' || isWanted(accountId))
      .map((person): StoredPart['people'][number] =>
        isOver && person[1] === 'waiting' ? [person[0], 'gave_up', now] : person,
      )
    const left = { ...part, people, dueAt: people.some(([, state]) => state === 'waiting') ? part.dueAt : null }
    if (left.people.length !== part.people.length || left.dueAt === null) this.#deps.storage.putPart(left)
    return left.dueAt === null ? null : left
  }

  #message({ id, ring, people }: StoredPart): RingPart {
    const accountIds = people.filter(([, state]) => state === 'waiting').map(([accountId]) => accountId)
    return { id, organizationId: this.#deps.organizationId, accountIds, ring }
  }

  /** The next try, unless all is settled meanwhile. */
  #fed(key: PartKey, isFed: boolean, now: EpochMs): void {
    const part = this.#deps.storage.part(key)
    if (!part || part.dueAt === null) return
    const pauseMs = Math.min((isFed ? limits.ringAgainMs : limits.retryMs) * 2 ** Math.min(part.tries, 6), mostPauseMs)
    this.#deps.storage.putPart({ ...part, tries: part.tries + 1, dueAt: now + pauseMs })
  }

  /** A retracted message, or an earlier version of a note, rings nobody from now on. */
  #withdraw(roomId: Id, seq: Seq): void {
    this.#deps.storage.removeDueRing(roomId, seq)
    for (const part of this.#deps.storage.partsOf(roomId, seq)) {
      if (part.dueAt === null) continue
      const people = part.people.filter(([, state]) => state !== 'waiting')
      this.#deps.storage.putPart({ ...part, people, dueAt: null })
    }
  }

  /** Where nobody has a phone that rings, talk costs nothing here. */
  #hasAnyRinger(): boolean {
    return [...this.#all().values()].some(({ hasDevice }) => hasDevice)
  }

  #all(): Map<Id, Ringer> {
    this.#ringers ??= this.#deps.storage.ringers()
    return this.#ringers
  }
}

const sweepEveryMs = 24 * 3_600_000
const mostPauseMs = 10 * 60_000

const ringOf = (room: LobbyRoom, entry: Ringing): RingOf => ({
  kind: 'entry',
  roomId: room.roomId,
  roomName: room.name,
  seq: entry.seq,
  round: entry.round,
  isLastRound: isLastRound(entry),
  urgent: entry.urgent ?? false,
  ...(entry.line && { line: entry.line }),
})
