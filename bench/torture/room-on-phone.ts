import type { ClientMessage, Command, Hello, Question } from '../../protocol/client-message.ts'
import type { ClientId, EpochMs, Id, Seq } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import type { Answer, ServerMessage, Welcome } from '../../protocol/server-message.ts'
import { protocolVersion } from '../../protocol/version.ts'
import { newClientId } from '../../web/store/talk/client-id.ts'
import * as queue from '../../web/store/talk/outbox-queue.ts'
import * as own from '../../web/store/talk/own-pointer.ts'
import { answersOf, emptyRoom, fold, type HeldRoom } from '../../web/store/talk/room-fold.ts'
import type { Connection } from '../../web/transport/connection.ts'
import { paths } from '../../web/transport/paths.ts'
import { askByHttp, performByHttp } from '../../web/transport/room-http.ts'
import { serverMessageOf, welcome } from '../../web/transport/shape.ts'
import { neverBack } from '../../web/transport/steady-clock.ts'
import { Channel } from './channel.ts'
import type { Phone } from './phone.ts'
import { Until } from './waiting.ts'

/** What a sender wrote down: its own list, and each answer that the room ever gave. */
export type Written = {
  id: ClientId
  text: string
  composedAt: number
  /** When it first left, and when the first answer came; performance.now(). */
  sentAt: number | null
  answeredAt: number | null
  answers: Answer[]
}

const retryAskMs = 2_000

/** A room on a phone, carried as web/store/talk/room-session.ts carries it: catch-up, outbox, own pointer, over a socket or over polls. */
export class RoomOnPhone {
  readonly roomId: Id
  readonly until = new Until()
  readonly held: HeldRoom = emptyRoom()
  readonly written: Written[] = []
  outbox = queue.emptyQueue
  pointer = own.unread
  connection: Connection | null = null
  isCaughtUp = false
  /** Frames and polled answers that came, and when the last one did. */
  heardCount = 0
  /** Frames that came over a new socket before its welcome. */
  earlyCount = 0
  heardAt = 0
  /** Told of everything that comes, before it is folded. */
  witness: (message: ServerMessage) => void = () => {}
  readonly #byId = new Map<ClientId, Written>()
  readonly #phone: Phone
  readonly #steadyNow: () => EpochMs
  #channel: Channel<ServerMessage> | null = null
  #isOnScreen = false
  #outboxTimer: ReturnType<typeof setTimeout> | undefined
  #pointerTimer: ReturnType<typeof setTimeout> | undefined

  constructor(phone: Phone, roomId: Id) {
    this.#phone = phone
    this.#steadyNow = neverBack(phone.now)
    this.roomId = roomId
  }

  enter(): void {
    this.#isOnScreen = true
    const { ready, now, random, api } = this.#phone
    this.#channel ??= new Channel<ServerMessage>({
      socket: () => this.#phone.socket(paths.roomSocket(this.roomId, this.#hello())),
      decode: serverMessageOf,
      poll: () => api({ method: 'GET', path: paths.sync(this.roomId, this.#hello()), answer: welcome }),
      ready,
      heard: (message) => this.#take(message),
      changed: (connection) => this.#changed(connection),
      now,
      chance: () => random.next(),
    })
  }

  /** The room left the screen: disconnects as soon as nothing waits to be said. */
  leave(): void {
    this.#isOnScreen = false
    this.#leaveWhenDone()
  }

  close(): void {
    clearTimeout(this.#outboxTimer)
    clearTimeout(this.#pointerTimer)
    this.#channel?.leave()
    this.#channel = null
  }

  get isConnected(): boolean {
    const { connection } = this
    return connection?.state === 'open' || (connection?.state === 'polling' && connection.healthy)
  }

  post(text: string, id: ClientId = newClientId()): Written {
    const written = { id, text, composedAt: performance.now(), sentAt: null, answeredAt: null, answers: [] }
    this.written.push(written)
    this.#byId.set(id, written)
    this.outbox = queue.enqueue(this.outbox, { t: 'post', id, text, sentAt: this.#phone.now() })
    this.#pump()
    return written
  }

  markRead(seq: Seq): void {
    this.pointer = own.want(this.pointer, seq)
    this.#sayPointer()
  }

  /** Somebody looks at the phone again. */
  look(): void {
    this.#channel?.look()
  }

  openSheet(seq: Seq | null): void {
    this.held.sheet = null
    this.#send({ t: 'sheet', seq })
  }

  /** The first seq missing below the head, or null when the transcript is whole. */
  missing(): Seq | null {
    const { entries, head } = this.held.timeline
    for (let seq = head; seq >= 1; seq -= 1) if (!entries.has(seq)) return seq
    return null
  }

  /** Fetches older pages, as scrolling up does, until nothing is missing. */
  async readUp(deadlineMs: number): Promise<void> {
    for (let at = this.missing(); at !== null; at = this.missing()) {
      const missing = at
      const ask = () => this.#send({ t: 'page', before: missing + 1, limit: limits.maxPageEntries })
      ask()
      const again = setInterval(ask, retryAskMs)
      try {
        await this.until.holds(
          `the page before ${missing + 1}`,
          () => this.held.timeline.entries.has(missing),
          deadlineMs,
        )
      } finally {
        clearInterval(again)
      }
    }
  }

  #take(message: ServerMessage): void {
    this.heardCount += 1
    this.heardAt = performance.now()
    if (this.connection?.state === 'open' && !this.isCaughtUp && message.t !== 'welcome') this.earlyCount += 1
    this.witness(message)
    fold(this.held, message)
    if (message.t === 'welcome') this.#afterWelcome(message)
    for (const answer of answersOf(message)) this.#answered(answer)
    this.outbox = queue.shown(this.outbox, (seq) => this.held.timeline.entries.has(seq))
    this.pointer = own.learn(this.pointer, this.held.pointer)
    this.#sayPointer()
    this.#leaveWhenDone()
    this.until.look()
  }

  #afterWelcome(_: Welcome): void {
    this.isCaughtUp = true
    this.#pump()
    this.pointer = own.forgetSaid(this.pointer)
  }

  #answered(answer: Answer): void {
    const written = this.#byId.get(answer.id)
    written?.answers.push(answer)
    if (written && !('refusal' in answer)) written.answeredAt ??= performance.now()
    this.outbox = queue.answered(this.outbox, answer, this.#steadyNow())
    this.#pump()
  }

  #changed(next: Connection): void {
    this.connection = next
    if (next.state !== 'open' && next.state !== 'polling') {
      this.isCaughtUp = false
      this.outbox = queue.interrupted(this.outbox)
      if (next.state === 'stopped') this.#channel = null
    }
    this.until.look()
  }

  #pump(): void {
    for (const command of queue.due(this.outbox, this.#steadyNow(), () => true)) {
      if (!this.#send(command)) continue
      this.outbox = queue.underway(this.outbox, command.id)
      const written = this.#byId.get(command.id)
      if (written) written.sentAt ??= performance.now()
    }
    const waitMs = this.outbox.resumeAt - this.#steadyNow()
    if (waitMs <= 0) return
    clearTimeout(this.#outboxTimer)
    this.#outboxTimer = setTimeout(() => this.#pump(), waitMs)
  }

  #send(message: ClientMessage): boolean {
    if (this.#channel?.send(JSON.stringify(message))) return true
    if (this.connection?.state !== 'polling') return false
    if (message.t === 'sheet' || message.t === 'page' || message.t === 'versions') void this.#ask(message)
    else if (message.t !== 'look' && message.t !== 'position' && message.t !== 'map') void this.#perform(message)
    return true
  }

  async #ask(question: Question): Promise<void> {
    const answer = await askByHttp(this.#phone.api, this.roomId, question)
    if (answer) this.#take(answer)
  }

  async #perform(command: Command): Promise<void> {
    const answer = await performByHttp(this.#phone.api, this.roomId, command)
    if (answer === null) {
      this.outbox = queue.interrupted(this.outbox)
      return
    }
    this.#take(answer)
    if (command.t !== 'read') this.#channel?.hurry()
  }

  #sayPointer(): void {
    const now = this.#steadyNow()
    const seq = own.toSay(this.pointer, now)
    if (seq !== null && this.#send({ t: 'read', seq })) this.pointer = own.sayIt(this.pointer, now)
    clearTimeout(this.#pointerTimer)
    if (this.pointer.wanted <= this.pointer.known || !this.#channel) return
    this.#pointerTimer = setTimeout(() => this.#sayPointer(), own.repeatMs)
  }

  #leaveWhenDone(): void {
    if (this.#isOnScreen || queue.isBusy(this.outbox) || this.pointer.wanted > this.pointer.known) return
    this.#channel?.leave()
    this.#channel = null
  }

  #hello(): Hello {
    const { timeline, roster } = this.held
    const read = this.pointer.wanted > 0 ? { read: this.pointer.wanted } : {}
    return { version: protocolVersion, seq: timeline.head, rev: timeline.rev, roster: roster?.version ?? 0, ...read }
  }
}
