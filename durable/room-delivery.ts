import type { Change } from '../core/change.ts'
import {
  dueTimes,
  type Gathering,
  noteClaim,
  noteMoves,
  quiet,
  toldAcks,
  toldNear,
  toldWide,
} from '../core/gathering.ts'
import { authorsBetween, liveFrom } from '../core/read-counts.ts'
import { encodeSheet, sheetRows, sheetTarget } from '../core/read-sheet.ts'
import { presentStay, type RoomState } from '../core/room-state.ts'
import { rosterOf } from '../core/roster-view.ts'
import { serve } from '../core/served-entry.ts'
import { rightsOf } from '../core/welcome.ts'
import { closeCodes } from '../protocol/close-codes.ts'
import type { EpochMs, MemberNo, Seq } from '../protocol/ids.ts'
import type { Roster } from '../protocol/roster.ts'
import type { Sheet } from '../protocol/server-message.ts'
import type { FanOut } from './fan-out.ts'
import type { RoomService } from './room-service.ts'
import type { RoomSession, SessionSocket, Sessions } from './session.ts'
import type { RoomStorage } from './storage/room-storage.ts'

type Socket = SessionSocket<RoomSession>

export type DeliveryDeps = {
  service: RoomService
  storage: RoomStorage
  sessions: Sessions<RoomSession>
  fanOut: FanOut
  /** Told whenever something is due: the owner calls `tick` then. */
  wake: (at: EpochMs) => void
  /** Told what the near window has stored. */
  kept: (changes: readonly Change[]) => void
}

/**
 * Who hears what, and when: entries and marks at once, read pointers in their two cadences, open sheets with the near one.
 * What waits here may be lost with memory: it is in the sockets' attachments, and what is told is state.
 */
export class RoomDelivery {
  readonly #deps: DeliveryDeps
  readonly #claims = new Map<MemberNo, Seq>()
  readonly #acks = new Set<MemberNo>()
  readonly #nearAuthors = new Map<MemberNo, Seq>()
  /** Those who wait until the claims are stored. */
  #whenStored: (() => void)[] = []
  #gathering: Gathering = quiet()
  #wideFrom: Seq | null = null
  /** Sockets with an open sheet. */
  readonly #watchers = new Set<Socket>()
  /** What each open sheet showed last, by socket. */
  readonly #sheets = new Map<Socket, { members: string; bits: string }>()
  #roster: Roster | null = null

  constructor(deps: DeliveryDeps) {
    this.#deps = deps
  }

  /** After an eviction: takes up what sockets said was read and no window has stored yet. */
  start(now: EpochMs): void {
    const state = this.#deps.service.state()
    if (!state) return
    for (const socket of this.#deps.sessions.all()) {
      const { session } = socket
      if (session.sheet !== null) this.#watchers.add(socket)
      const stay = presentStay(state, session.no)
      if (stay && session.read > stay.pointer && stay.pointer < state.head) this.claimFor(session.no, session.read, now)
    }
  }

  /** Tells what a commit changed. */
  deliver(changes: readonly Change[]): void {
    for (const change of changes) {
      if (change.type === 'entry') {
        this.#deps.fanOut.toAll({ entries: [serve(change.entry, null)], ...this.#ridingReads() })
        if (change.entry.body.kind === 'membership') this.#membershipMoved(change.entry.body.left)
      } else if (change.type === 'mark') this.#deps.fanOut.toAll({ marks: [change.mark] })
      else if (change.type === 'directory') this.#directoryChanged()
      else this.#pointersMoved(change.moves.map((move) => move.no))
    }
    if (changes.some((change) => change.type === 'entry' || change.type === 'pointers')) this.#tellSheets()
  }

  /** A member says it has read up to `seq`. Stored and told with the next window. */
  claim(socket: Socket, seq: Seq, now: EpochMs): void {
    if (seq > socket.session.read) socket.save({ ...socket.session, read: seq })
    this.claimFor(socket.session.no, seq, now)
  }

  claimFor(no: MemberNo, seq: Seq, now: EpochMs): void {
    this.#claims.set(no, Math.max(this.#claims.get(no) ?? 0, seq))
    this.#acks.add(no)
    noteClaim(this.#gathering, now)
    this.#arrange()
  }

  /** The same from who has no socket; resolves when it is stored. Nothing waits for what was stored before. */
  claimByHttp(no: MemberNo, seq: Seq, now: EpochMs): Promise<void> {
    const state = this.#deps.service.state()
    const stay = state && presentStay(state, no)
    if (!stay || Math.min(seq, state.head) <= stay.pointer) return Promise.resolve()
    this.claimFor(no, seq, now)
    return new Promise((resolve) => this.#whenStored.push(resolve))
  }

  openSheet(socket: Socket, seq: Seq | null): void {
    this.#sheets.delete(socket)
    socket.save({ ...socket.session, sheet: seq })
    if (seq === null) this.#watchers.delete(socket)
    else this.#watchers.add(socket)
    if (seq !== null) this.#tellSheet(socket, seq, new Map())
  }

  forget(socket: Socket): void {
    this.#watchers.delete(socket)
    this.#sheets.delete(socket)
    this.#deps.fanOut.forget(socket)
  }

  /** Keeps the roster that members hold now, so that the next change travels as a difference. */
  noteRoster(state: RoomState): void {
    this.#roster ??= rosterOf(state)
  }

  /** Stores and tells what is due. Safe at any time, and again. */
  tick(now: EpochMs): void {
    const state = this.#deps.service.state()
    if (!state) return
    const due = dueTimes(this.#gathering, state.present)
    if (due.near !== null && due.near <= now) this.#near(state, now)
    if (due.ack !== null && due.ack <= now) this.#acknowledge()
    if (due.wide !== null && due.wide <= now) this.#wide()
    this.#arrange()
  }

  /** Everyone is told how many have read the newest entries: after an eviction nobody knows what was still to be told. */
  tellReadsAgain(): void {
    const state = this.#deps.service.state()
    if (state && state.head > 0) this.#deps.fanOut.toAll({ readsFrom: liveFrom(state) })
  }

  #near(state: RoomState, now: EpochMs): void {
    const before = new Map([...this.#claims.keys()].map((no) => [no, presentStay(state, no)?.pointer ?? 0]))
    const since = this.#gathering.firstNearAt ?? now
    const changes = this.#deps.service.movePointers(this.#claims, now)
    this.#claims.clear()
    for (const tell of this.#whenStored.splice(0)) tell()
    toldNear(this.#gathering)
    for (const change of changes) {
      if (change.type === 'pointers') noteMoves(this.#gathering, change.moves.length, since)
    }
    for (const [no, from] of before) this.#noteRead(state, no, from)
    if (this.#nearAuthors.size > 0) {
      for (const socket of this.#deps.sessions.all()) {
        const readsFrom = this.#nearAuthors.get(socket.session.no)
        if (readsFrom !== undefined) this.#deps.fanOut.toOne(socket, { readsFrom })
      }
    }
    this.#nearAuthors.clear()
    if (changes.length === 0) return
    this.#deps.kept(changes)
    this.#tellSheets()
  }

  #noteRead(state: RoomState, no: MemberNo, from: Seq): void {
    const to = presentStay(state, no)?.pointer ?? from
    if (to <= from) return
    const first = Math.max(from + 1, liveFrom(state))
    this.#wideFrom = Math.min(this.#wideFrom ?? first, first)
    for (const author of authorsBetween(state, from, to)) {
      this.#nearAuthors.set(author, Math.min(this.#nearAuthors.get(author) ?? first, first))
    }
  }

  /** Pointers that were stored outside the window (an HTTP client, talk brought in). */
  #pointersMoved(readers: readonly MemberNo[]): void {
    const state = this.#deps.service.state()
    if (state) this.#deps.fanOut.toAll({ readsFrom: liveFrom(state) })
    for (const no of readers)
      for (const socket of this.#socketsOf(no)) this.#deps.fanOut.toOne(socket, { pointer: true })
  }

  /** What was claimed and not stored yet is acknowledged when it is. */
  #acknowledge(): void {
    const stored = new Set([...this.#acks].filter((no) => !this.#claims.has(no)))
    for (const socket of this.#deps.sessions.all()) {
      if (stored.has(socket.session.no)) this.#deps.fanOut.toOne(socket, { pointer: true })
    }
    for (const no of stored) this.#acks.delete(no)
    toldAcks(this.#gathering)
  }

  #wide(): void {
    if (this.#wideFrom !== null) this.#deps.fanOut.toAll({ readsFrom: this.#wideFrom })
    this.#wideFrom = null
    toldWide(this.#gathering)
  }

  /** Untold counts go along with a frame that everyone gets anyway. */
  #ridingReads(): { readsFrom?: Seq } {
    if (this.#wideFrom === null) return {}
    const readsFrom = this.#wideFrom
    this.#wideFrom = null
    toldWide(this.#gathering)
    return { readsFrom }
  }

  #directoryChanged(): void {
    const state = this.#deps.service.state()
    if (!state) return
    const roster = rosterOf(state, this.#roster ?? undefined)
    this.#deps.fanOut.toAll({ room: state.facts, roster })
    this.#roster = rosterOf(state)
    for (const socket of this.#deps.sessions.all()) {
      if (presentStay(state, socket.session.no))
        this.#deps.fanOut.toOne(socket, { rights: rightsOf(state, socket.session.no) })
    }
  }

  /** Who left hears nothing any more, from this moment on. */
  #membershipMoved(left: readonly MemberNo[]): void {
    const state = this.#deps.service.state()
    for (const socket of [...this.#deps.sessions.all()]) {
      if (!left.includes(socket.session.no) || (state && presentStay(state, socket.session.no))) continue
      this.forget(socket)
      socket.close(closeCodes.notMember, 'not a member any more')
    }
  }

  #tellSheets(): void {
    const encoded = new Map<Seq, Sheet | null>()
    for (const socket of this.#watchers) {
      if (socket.session.sheet !== null) this.#tellSheet(socket, socket.session.sheet, encoded)
    }
  }

  /** Sends a sheet that differs from what the socket has; the list of members only when that differs too. */
  #tellSheet(socket: Socket, seq: Seq, encoded: Map<Seq, Sheet | null>): void {
    const sheet = encoded.get(seq) ?? this.sheet(seq)
    encoded.set(seq, sheet)
    if (!sheet) return
    const members = JSON.stringify(sheet.members)
    const bits = `${sheet.read} ${sheet.stale ?? ''}`
    const held = this.#sheets.get(socket)
    if (held?.members === members && held.bits === bits) return
    this.#sheets.set(socket, { members, bits })
    const { members: _, ...withoutMembers } = sheet
    this.#deps.fanOut.toOne(socket, { sheet: held?.members === members ? withoutMembers : sheet })
  }

  /** The read sheet of a message, or null when there is none to show. */
  sheet(seq: Seq): Sheet | null {
    const state = this.#deps.service.state()
    const entry = state && seq >= 1 && seq <= state.head ? this.#deps.storage.entry(seq) : null
    const target = entry && sheetTarget(entry, this.#deps.storage)
    return state && target ? encodeSheet(seq, sheetRows(state, target)) : null
  }

  #socketsOf(no: MemberNo): Socket[] {
    return [...this.#deps.sessions.all()].filter((socket) => socket.session.no === no)
  }

  #arrange(): void {
    const state = this.#deps.service.state()
    if (!state) return
    const due = dueTimes(this.#gathering, state.present)
    const times = [due.near, due.ack, due.wide].filter((at) => at !== null)
    if (times.length > 0) this.#deps.wake(Math.min(...times))
  }
}
