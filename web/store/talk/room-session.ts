import { type Accessor, batch, createRoot, createSignal } from 'solid-js'
import { isCountable } from '../../../core/change.ts'
import type { ClientMessage, Hello, HttpCommand, Post, Question, React } from '../../../protocol/client-message.ts'
import type { Entry } from '../../../protocol/entry.ts'
import type { ClientId, EpochMs, Id, Seq } from '../../../protocol/ids.ts'
import { limits } from '../../../protocol/limits.ts'
import type { ServerMessage, Welcome } from '../../../protocol/server-message.ts'
import type { DeviceStore } from '../../offline/device-store.ts'
import { RoomKeeping } from '../../offline/room-keeping.ts'
import type { Api } from '../../transport/api.ts'
import { Channel } from '../../transport/channel.ts'
import type { Connection } from '../../transport/connection.ts'
import { paths, socketUrl } from '../../transport/paths.ts'
import { askByHttp, performByHttp } from '../../transport/room-http.ts'
import { comeBackWhenAlive, type SessionKeeper } from '../../transport/session-keeper.ts'
import { serverMessageOf, welcome } from '../../transport/shape.ts'
import { neverBack } from '../../transport/steady-clock.ts'
import { createLook } from '../ringing/look.ts'
import { rememberSent } from './audience.ts'
import { newClientId } from './client-id.ts'
import { createOutbox, type Outbox } from './outbox.ts'
import * as own from './own-pointer.ts'
import { createReading, lineAfter, type Reading } from './reading.ts'
import { answersOf, helloOf } from './room-fold.ts'
import { createRoomView, type RoomView } from './room-view.ts'
import { type PageAsk, pageAround, runAt, runsOf } from './runs.ts'

export type RoomSessionParts = { roomId: Id; keeper: SessionKeeper; store: DeviceStore; now: () => EpochMs }

/** A device that does not find what it keeps in this time is not waited for. */
const loadMs = 1_000

/** A room that is open here: what is seen of it, what waits to leave, and the connection that carries both. */
export class RoomSession {
  readonly roomId: Id
  readonly view: RoomView = createRoot(createRoomView)
  readonly reading: Reading = createReading()
  readonly outbox: Outbox
  /** Messages in the outbox whose photos and files are whole in the room. */
  readonly whole = new Set<ClientId>()
  readonly connection: Accessor<Connection | null>
  /** Told each message, for a page that is not always there. */
  declare heard?: ((message: ServerMessage) => void) | undefined
  private readonly setConnection: (connection: Connection) => void
  private channel: Channel<ServerMessage> | null = null
  /** For what waits; `sentAt` is by the phone's own clock. */
  private readonly steadyNow: () => EpochMs
  private isOnScreen = false
  /** Whether the room has said what was missed, on this connection. */
  private isCaughtUp = false
  private pointer = own.unread
  private sheet: Seq | null = null
  private readonly look = createLook((here) => this.connection()?.state === 'open' && this.send({ t: 'look', here }))
  private outboxTimer: ReturnType<typeof setTimeout> | undefined
  private pointerTimer: ReturnType<typeof setTimeout> | undefined
  private readonly keeping: RoomKeeping
  /** What was kept on the device is there, or will not come. */
  private readonly loaded: Promise<void>
  private isClosed = false

  constructor(readonly parts: RoomSessionParts) {
    this.roomId = parts.roomId
    this.steadyNow = neverBack(parts.now)
    this.keeping = new RoomKeeping({
      ...{ roomId: parts.roomId, store: parts.store },
      held: () => this.view.held,
      wanted: () => (this.isSilent() ? null : this.pointer.wanted),
    })
    const [connection, setConnection] = createSignal<Connection | null>(null)
    this.connection = connection
    this.setConnection = (next) => void setConnection(next)
    this.outbox = createOutbox({
      now: this.steadyNow,
      send: (command) => parts.store.sender.isMine() && this.send(command),
      later: (ms, then) => {
        clearTimeout(this.outboxTimer)
        this.outboxTimer = setTimeout(then, ms)
      },
      keeping: this.keeping.outbox,
      isWhole: (id) => this.whole.has(id),
      seeToFiles: () =>
        void import('../photos/uploading.ts').then(
          ({ seeTo }) => seeTo(this),
          () => undefined,
        ),
    })
    document.addEventListener('visibilitychange', this.sayLook)
    this.loaded = this.load()
  }

  /** For what is asked of the room over HTTP in any case. */
  get api(): Api {
    return this.parts.keeper.api
  }

  /** What the device keeps for whoever is signed in. */
  get store(): DeviceStore {
    return this.parts.store
  }

  /** Comes on screen: connects, if it is not connected. */
  enter(): void {
    this.isOnScreen = true
    this.sayLook()
    void this.loaded.then(() => this.isOnScreen && this.connect())
  }

  /** Connects for as long as something waits to be said. */
  drain(): void {
    void this.loaded.then(() => {
      if (this.outbox.isBusy() || !this.isSilent()) this.connect()
    })
  }

  isConnected(): boolean {
    return this.channel !== null
  }

  /** Whether it is on screen, or has something to say. */
  isBusy(): boolean {
    return this.isOnScreen || this.outbox.isBusy() || !this.isSilent()
  }

  /** For good: another person may sign in on this page. */
  close(): void {
    this.isOnScreen = false
    this.isClosed = true
    document.removeEventListener('visibilitychange', this.sayLook)
    clearTimeout(this.outboxTimer)
    clearTimeout(this.pointerTimer)
    this.keeping.close()
    this.channel?.leave()
    this.channel = null
  }

  private async load(): Promise<void> {
    const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), loadMs))
    const kept = await Promise.race([this.keeping.load().catch(() => null), late])
    if (kept !== null && this.view.facts() === null) {
      batch(() => {
        this.view.restore(kept.held)
        this.pointer = own.learn(own.want(this.pointer, kept.wanted), kept.held.pointer)
        this.drawLine([...kept.held.timeline.entries.values()], this.view.held.timeline.head)
      })
    }
    await Promise.race([this.outbox.reload().catch(() => undefined), late])
    this.outbox.shown((seq) => this.view.held.timeline.entries.has(seq))
  }

  private connect(): void {
    if (this.isClosed) return
    const { roomId, keeper, now } = this.parts
    this.channel ??= new Channel<ServerMessage>({
      socketUrl: () => socketUrl(paths.roomSocket(roomId, this.hello(), this.parts.store.accountId)),
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
    this.sayLook()
  }

  /** On the device when the promise ends, and on screen from then on; `heldMs` is the time in which it can be taken back. */
  post(message: Pick<Post, 'text' | 'mentions' | 'replyTo' | 'urgent' | 'place'>, heldMs = 0): Promise<void> {
    const sentAt = this.parts.now()
    const held = heldMs > 0 ? { heldUntil: this.steadyNow() + heldMs } : {}
    const post = this.outbox.add({ t: 'post', ...this.newId(), sentAt, ...message }, held)
    return post.then(() => rememberSent(this.view.facts()?.organizationId))
  }

  correct(target: Seq, text: string, mentions: number[]): void {
    const mentioned = mentions.length > 0 ? { mentions } : {}
    void this.outbox.add({ t: 'correct', ...this.newId(), sentAt: this.parts.now(), target, text, ...mentioned })
  }

  retract(target: Seq): void {
    void this.outbox.add({ t: 'retract', ...this.newId(), sentAt: this.parts.now(), target })
  }

  react(target: Seq, code: React['code']): void {
    void this.outbox.add({ t: 'react', ...this.newId(), target, code })
  }

  pin(target: Seq, pinned: boolean): void {
    void this.outbox.add({ t: 'pin', ...this.newId(), target, pinned })
  }

  /** What is on screen has been read up to here. */
  markRead(seq: Seq): void {
    if (seq <= this.pointer.wanted) return
    this.pointer = own.want(this.pointer, seq)
    this.keeping.touch()
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
    this.heard?.(message)
    const headBefore = this.view.held.timeline.head
    this.view.apply(message)
    this.keeping.touch()
    if ('entries' in message && message.t !== 'page') this.drawLine(message.entries ?? [], headBefore)
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
    this.look.opened(this.isHere())
  }

  /** “Unread from here”, when somebody else said something and nobody here was looking. */
  private drawLine(entries: readonly Entry[], headBefore: Seq): void {
    const { reading, view } = this
    const read = Math.max(view.held.pointer, this.pointer.wanted)
    const isNew = entries.some((entry) => isCountable(entry) && entry.by !== view.held.me && entry.seq > read)
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
  send(message: ClientMessage): boolean {
    if (this.channel?.send(JSON.stringify(message))) return true
    if (this.connection()?.state !== 'polling') return false
    if (message.t === 'sheet' || message.t === 'page' || message.t === 'versions') void this.ask(message)
    else if (message.t !== 'look' && message.t !== 'map') void this.perform(message)
    return true
  }

  private async ask(question: Question): Promise<void> {
    const answer = await askByHttp(this.parts.keeper.api, this.roomId, question)
    if (answer) batch(() => this.take(answer))
  }

  private async perform(command: HttpCommand): Promise<void> {
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

  private readonly sayLook = (): void => this.look.changed(this.isHere())

  /** Whether this room is looked at; a window without the focus may well be. */
  private isHere(): boolean {
    return this.isOnScreen && document.visibilityState === 'visible'
  }

  /** Whether the room knows how far was read here. */
  private isSilent(): boolean {
    return this.pointer.wanted <= this.pointer.known
  }

  private leaveWhenDone(): void {
    if (this.isBusy()) return
    this.channel?.leave()
    this.channel = null
  }

  private hello(): Hello {
    const read = this.pointer.wanted > 0 ? { read: this.pointer.wanted } : {}
    return { ...helloOf(this.view.held), ...read }
  }

  private newId() {
    return { id: newClientId() }
  }
}
