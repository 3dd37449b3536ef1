import { type Accessor, batch, createRoot, createSignal } from 'solid-js'
import type { ClientMessage, Command, Hello, Question, React } from '../../protocol/client-message.ts'
import type { EpochMs, Id, Seq } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import type { ServerMessage, Welcome } from '../../protocol/server-message.ts'
import { protocolVersion } from '../../protocol/version.ts'
import { Channel } from '../transport/channel.ts'
import type { Connection } from '../transport/connection.ts'
import { paths, socketUrl } from '../transport/paths.ts'
import { askByHttp, performByHttp } from '../transport/room-http.ts'
import { comeBackWhenAlive, type SessionKeeper } from '../transport/session-keeper.ts'
import { serverMessageOf, welcome } from '../transport/shape.ts'
import { neverBack } from '../transport/steady-clock.ts'
import { newClientId } from './client-id.ts'
import { createOutbox, type Outbox } from './outbox.ts'
import * as own from './own-pointer.ts'
import { createReading, lineAfter, type Reading } from './reading.ts'
import { answersOf } from './room-fold.ts'
import { createRoomView, type RoomView } from './room-view.ts'
import { type PageAsk, pageAround, runAt, runsOf } from './runs.ts'

export type RoomSessionParts = { roomId: Id; keeper: SessionKeeper; now: () => EpochMs }

/** A room that is open here: what is seen of it, what waits to leave, and the connection that carries both. */
export class RoomSession {
  readonly roomId: Id
  readonly view: RoomView = createRoot(createRoomView)
  readonly reading: Reading = createReading()
  readonly outbox: Outbox
  readonly connection: Accessor<Connection | null>
  private readonly setConnection: (connection: Connection) => void
  private channel: Channel<ServerMessage> | null = null
  /** For what waits; `sentAt` is by the phone's own clock. */
  private readonly steadyNow: () => EpochMs
  private isOnScreen = false
  /** Whether the room has said what was missed, on this connection. */
  private isCaughtUp = false
  private pointer = own.unread
  private sheet: Seq | null = null
  private outboxTimer: ReturnType<typeof setTimeout> | undefined
  private pointerTimer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly parts: RoomSessionParts) {
    this.roomId = parts.roomId
    this.steadyNow = neverBack(parts.now)
    const [connection, setConnection] = createSignal<Connection | null>(null)
    this.connection = connection
    this.setConnection = (next) => void setConnection(next)
    this.outbox = createOutbox({
      now: this.steadyNow,
      send: (command) => this.send(command),
      later: (ms, then) => {
        clearTimeout(this.outboxTimer)
        this.outboxTimer = setTimeout(then, ms)
      },
    })
  }

  /** Connects, if it is not connected. */
  enter(): void {
    this.isOnScreen = true
    const { roomId, keeper, now } = this.parts
    this.channel ??= new Channel<ServerMessage>({
      socketUrl: () => socketUrl(paths.roomSocket(roomId, this.hello())),
      decode: serverMessageOf,
      poll: () => keeper.api({ method: 'GET', path: paths.sync(roomId, this.hello()), answer: welcome }),
      ready: keeper.ready,
      heard: (message) => batch(() => this.take(message)),
      changed: (connection) => this.changed(connection),
      now,
    })
  }

  /** The room left the screen: disconnects as soon as nothing waits to be said. */
  leave(): void {
    this.isOnScreen = false
    this.leaveWhenDone()
  }

  post(message: { text: string; mentions?: number[]; replyTo?: Seq }): void {
    this.outbox.add({ t: 'post', ...this.newId(), sentAt: this.parts.now(), ...message })
  }

  correct(target: Seq, text: string, mentions: number[]): void {
    const mentioned = mentions.length > 0 ? { mentions } : {}
    this.outbox.add({ t: 'correct', ...this.newId(), sentAt: this.parts.now(), target, text, ...mentioned })
  }

  retract(target: Seq): void {
    this.outbox.add({ t: 'retract', ...this.newId(), sentAt: this.parts.now(), target })
  }

  react(target: Seq, code: React['code']): void {
    this.outbox.add({ t: 'react', ...this.newId(), target, code })
  }

  pin(target: Seq, pinned: boolean): void {
    this.outbox.add({ t: 'pin', ...this.newId(), target, pinned })
  }

  /** What is on screen has been read up to here. */
  markRead(seq: Seq): void {
    this.pointer = own.want(this.pointer, seq)
    this.sayPointer()
  }

  askPage({ before, limit }: PageAsk): void {
    this.send({ t: 'page', before, limit: Math.min(limit, limits.maxPageEntries) })
  }

  askVersions(seq: Seq): void {
    this.send({ t: 'versions', seq })
  }

  /** Opens the read sheet of an entry, live until it is closed with null. */
  openSheet(seq: Seq | null): void {
    this.sheet = seq
    this.view.closeSheet()
    this.send({ t: 'sheet', seq })
  }

  /** Goes to an entry, fetching what lies around it where it is not held. */
  jump(seq: Seq): void {
    const { view, reading } = this
    const runs = runsOf(view.seqs())
    const run = runAt(runs, seq)
    const isAmid = run !== null && (run.to === view.head() || run.to - run.from >= limits.pageEntries / 2)
    if (!isAmid) this.askPage(pageAround(seq, view.head()))
    if (run === null || run !== runAt(runs, reading.anchor())) reading.setAnchor(seq)
    reading.setTarget(seq)
  }

  private take(message: ServerMessage): void {
    const headBefore = this.view.held.timeline.head
    this.view.apply(message)
    this.drawLine(message, headBefore)
    if (message.t === 'welcome') this.afterWelcome(message)
    for (const answer of answersOf(message)) this.outbox.answered(answer)
    this.outbox.shown((seq) => this.view.held.timeline.entries.has(seq))
    this.pointer = own.learn(this.pointer, this.view.held.pointer)
    this.sayPointer()
    this.leaveWhenDone()
  }

  /** The hello carried the own pointer; what else was said on an earlier connection is said again. */
  private afterWelcome({ gap, around, pointer }: Welcome): void {
    this.isCaughtUp = true
    if (gap) this.reading.setAnchor(around?.some(({ seq }) => seq === pointer + 1) ? pointer + 1 : 'newest')
    this.outbox.pump()
    this.pointer = own.forgetSaid(this.pointer)
    if (this.sheet !== null) this.send({ t: 'sheet', seq: this.sheet })
  }

  /** “Unread from here”, when somebody else said something and nobody here was looking. */
  private drawLine(message: ServerMessage, headBefore: Seq): void {
    if (message.t !== 'welcome' && message.t !== 'update') return
    const { reading, view } = this
    const read = Math.max(view.held.pointer, this.pointer.wanted)
    const isNew = message.entries?.some(
      ({ kind, by, seq }) => (kind === 'message' || kind === 'correction') && by !== view.held.me && seq > read,
    )
    if (!isNew || (this.isCaughtUp && reading.isWatching)) return
    reading.setUnreadAfter(lineAfter(reading.unreadAfter(), { pointer: read, headBefore }))
  }

  private changed(next: Connection): void {
    this.setConnection(next)
    if (next.state === 'open' || next.state === 'polling') return
    this.isCaughtUp = false
    this.outbox.interrupted()
    if (next.state !== 'stopped') return
    this.channel = null
    if (next.reason === 'signed-out') comeBackWhenAlive(this.parts.keeper, () => this.isOnScreen && this.enter())
  }

  /** True when it is on its way. */
  private send(message: ClientMessage): boolean {
    if (this.channel?.send(JSON.stringify(message))) return true
    if (this.connection()?.state !== 'polling') return false
    if (message.t === 'sheet' || message.t === 'page' || message.t === 'versions') void this.ask(message)
    else void this.perform(message)
    return true
  }

  private async ask(question: Question): Promise<void> {
    const answer = await askByHttp(this.parts.keeper.api, this.roomId, question)
    if (answer) batch(() => this.take(answer))
  }

  private async perform(command: Command): Promise<void> {
    const answer = await performByHttp(this.parts.keeper.api, this.roomId, command)
    if (answer === null) return this.outbox.interrupted()
    batch(() => this.take(answer))
    if (command.t !== 'read') this.channel?.hurry()
  }

  private sayPointer(): void {
    const seq = own.toSay(this.pointer, this.steadyNow())
    if (seq !== null && this.send({ t: 'read', seq })) this.pointer = own.sayIt(this.pointer, this.steadyNow())
    clearTimeout(this.pointerTimer)
    if (this.isSilent()) return
    this.pointerTimer = setTimeout(() => this.sayPointer(), own.repeatMs)
  }

  /** Whether the room knows how far was read here. */
  private isSilent(): boolean {
    return this.pointer.wanted <= this.pointer.known
  }

  private leaveWhenDone(): void {
    if (this.isOnScreen || this.outbox.isBusy() || !this.isSilent()) return
    this.channel?.leave()
    this.channel = null
  }

  private hello(): Hello {
    const { timeline, roster } = this.view.held
    const read = this.pointer.wanted > 0 ? { read: this.pointer.wanted } : {}
    return { version: protocolVersion, seq: timeline.head, rev: timeline.rev, roster: roster?.version ?? 0, ...read }
  }

  private newId() {
    return { id: newClientId() }
  }
}
