import type { Change } from '../core/change.ts'
import { admitOne, type Pace, type RateWindow } from '../core/rate-limit.ts'
import { historyFloor, presentStay, type RoomState } from '../core/room-state.ts'
import type { Stay } from '../core/stay.ts'
import { olderPage, welcome, welcomeFrame } from '../core/welcome.ts'
import type { ClientMessage, Hello, Question } from '../protocol/client-message.ts'
import { closeCodes } from '../protocol/close-codes.ts'
import { decodeClientMessage, encodeServerMessage } from '../protocol/codec.ts'
import type { ClientId, EpochMs, Seq } from '../protocol/ids.ts'
import { limits } from '../protocol/limits.ts'
import type { RefusalCode } from '../protocol/refusals.ts'
import { ok, type Result, refuse } from '../protocol/result.ts'
import type { Answer, Page, Sheet, Versions, Welcome } from '../protocol/server-message.ts'
import { isSpoken } from '../protocol/version.ts'
import type { CommandInbox } from './command-inbox.ts'
import type { FanOut } from './fan-out.ts'
import type { RoomDelivery } from './room-delivery.ts'
import type { RoomPositions } from './room-positions.ts'
import type { Outcome, RoomService } from './room-service.ts'
import type { RoomSession, SessionSocket } from './session.ts'
import type { RoomStorage } from './storage/room-storage.ts'

type Socket = SessionSocket<RoomSession>

export type ConnectionDeps = {
  service: RoomService
  inbox: CommandInbox
  pace: Pick<Pace, 'maxFramesPerWindow'>
  storage: RoomStorage
  delivery: RoomDelivery
  fanOut: FanOut
  positions: Pick<RoomPositions, 'take' | 'watch'>
  /** Delivers what a command changed, once it is stored. */
  changed: (changes: readonly Change[]) => void
}

/** Frames of one socket in the window, and how many could not be read; lost with memory, which only lets more through. */
type Traffic = { frames: RateWindow; malformed: number }

/** What comes from one member: the hello, frames and questions, over a socket or over HTTP. */
export class RoomConnection {
  readonly #deps: ConnectionDeps
  readonly #traffic = new WeakMap<Socket, Traffic>()

  constructor(deps: ConnectionDeps) {
    this.#deps = deps
  }

  /** The first frame down. The socket's own claim of what it has read counts at once. */
  open(socket: Socket, hello: Hello, now: EpochMs): void {
    const greeting = this.#asMember(socket.session.no, (state, stay) => {
      this.#deps.delivery.noteRoster(state)
      return ok({ frame: welcomeFrame(state, stay, hello, this.#deps.storage, now), pointer: stay.pointer })
    })
    if (!greeting.ok) return socket.close(closeCodes.notMember, 'not a member')
    this.#deps.fanOut.alone(socket, greeting.value.frame)
    if (hello.read !== undefined && hello.read > greeting.value.pointer)
      this.#deps.delivery.claim(socket, hello.read, now)
  }

  understands(hello: Hello): boolean {
    return isSpoken(hello.version)
  }

  /** All that was missed since a cursor. */
  greet(no: number, hello: Hello, now: EpochMs): Result<Welcome> {
    if (!this.understands(hello)) return refuse('reload_required')
    return this.#asMember(no, (state, stay) => {
      this.#deps.delivery.noteRoster(state)
      return ok(welcome(state, stay, hello, this.#deps.storage, now))
    })
  }

  /** One frame up. Whatever it holds, only this socket can be closed by it. */
  receive(socket: Socket, frame: string | ArrayBuffer, now: EpochMs): void {
    const traffic = this.#traffic.get(socket) ?? { frames: [], malformed: 0 }
    this.#traffic.set(socket, traffic)
    if (admitOne(traffic.frames, this.#deps.pace.maxFramesPerWindow, now) !== null)
      return socket.close(closeCodes.flooding, 'too many frames')
    if (now - socket.session.openedAt > limits.socketLifetimeMs)
      return socket.close(closeCodes.expired, 'open a new socket')
    const message = decodeClientMessage(frame)
    if (message.ok) return this.#act(socket, message.value, now)
    if (message.refusal.code === 'too_large') return socket.close(closeCodes.tooBig, 'frame too large')
    traffic.malformed += 1
    if (traffic.malformed > limits.maxMalformedFrames)
      return socket.close(closeCodes.malformed, 'too many unreadable frames')
    this.#refused(socket, 'malformed')
  }

  /** A question that changes nothing. A sheet over HTTP is answered whole, once. */
  ask(no: number, question: Question): Result<Page | Versions | Sheet> {
    return this.#asMember(no, (state, stay): Result<Page | Versions | Sheet> => {
      if (question.t === 'page')
        return ok(olderPage(state, stay, question.before, question.limit ?? limits.pageEntries, this.#deps.storage))
      if (question.t === 'versions') return this.#versions(state, stay, question.seq)
      if (question.seq === null || question.seq < historyFloor(state, stay)) return refuse('no_such_entry')
      const sheet = this.#deps.delivery.sheet(question.seq)
      return sheet ? ok(sheet) : refuse('no_such_entry')
    })
  }

  #act(socket: Socket, message: ClientMessage, now: EpochMs): void {
    if (message.t === 'read') return this.#deps.delivery.claim(socket, message.seq, now)
    if (message.t === 'sheet') return this.#watchSheet(socket, message.seq)
    if (message.t === 'look') return socket.save({ ...socket.session, here: message.here })
    if (message.t === 'map') return this.#deps.positions.watch(socket, message.open, now)
    if (message.t === 'position') {
      const { no, deviceId } = socket.session
      return this.#tellAnswer(socket, message.id, this.#deps.positions.take(no, deviceId, message, now))
    }
    if (message.t === 'page' || message.t === 'versions') {
      const answer = this.ask(socket.session.no, message)
      if (answer.ok) return this.#deps.fanOut.alone(socket, JSON.stringify(answer.value))
      return this.#refused(socket, answer.refusal.code, message.t)
    }
    const settled = (outcome: Result<Outcome>) => this.#answer(socket, message.id, outcome)
    const failed = () => socket.close(closeCodes.fault, 'send it again')
    this.#deps.inbox.add({ no: socket.session.no, command: message, at: now, settled, failed })
  }

  #answer(socket: Socket, id: ClientId, outcome: Result<Outcome>): void {
    if (!outcome.ok) return this.#tellAnswer(socket, id, outcome)
    this.#deps.changed(outcome.value.changes)
    if ('id' in outcome.value.answer) this.#tellAnswer(socket, id, ok(outcome.value.answer))
  }

  #tellAnswer(socket: Socket, id: ClientId, answer: Result<Answer>): void {
    if (answer.ok) return this.#deps.fanOut.toOne(socket, { answers: [answer.value] })
    const { code, retryAfterMs } = answer.refusal
    const refused = { id, refusal: code, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
    this.#deps.fanOut.toOne(socket, { answers: [refused] })
  }

  #watchSheet(socket: Socket, seq: Seq | null): void {
    const isShown = seq === null || this.ask(socket.session.no, { t: 'sheet', seq }).ok
    if (isShown) this.#deps.delivery.openSheet(socket, seq)
    else this.#refused(socket, 'no_such_entry', 'sheet')
  }

  #versions(state: RoomState, stay: Stay, seq: Seq): Result<Versions> {
    const isAllowed =
      state.facts.versionsFor === 'everyone' ||
      (state.facts.versionsFor === 'moderators' && state.people[stay.no - 1]?.rights.moderate === true)
    if (!isAllowed) return refuse('not_allowed')
    const entry = seq >= historyFloor(state, stay) && seq <= state.head ? this.#deps.storage.entry(seq) : null
    if (entry?.kind !== 'message') return refuse('no_such_entry')
    return ok({ t: 'versions', seq, versions: this.#deps.storage.versions(seq) })
  }

  #asMember<T>(no: number, answer: (state: RoomState, stay: Stay) => Result<T>): Result<T> {
    const state = this.#deps.service.state()
    const stay = state && presentStay(state, no)
    return state && stay ? answer(state, stay) : refuse('not_found')
  }

  #refused(socket: Socket, code: RefusalCode, to?: string): void {
    this.#deps.fanOut.alone(socket, encodeServerMessage({ t: 'refused', code, ...(to === undefined ? {} : { to }) }))
  }
}
