import { type Accessor, batch, createRoot, createSignal } from 'solid-js'
import * as v from 'valibot'
import type { ClientMessage, Command, Hello, Question } from '../../protocol/client-message.ts'
import type { EpochMs, Id, Seq } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import { ServerMessage, Welcome } from '../../protocol/server-message.ts'
import { parseJson } from '../../protocol/codec.ts'
import { protocolVersion } from '../../protocol/version.ts'
import { type Channel, openChannel } from '../transport/channel.ts'
import type { Connection } from '../transport/connection.ts'
import { paths, socketUrl } from '../transport/paths.ts'
import { askByHttp, performByHttp } from '../transport/room-http.ts'
import type { SessionKeeper } from '../transport/session-keeper.ts'
import { newClientId } from './client-id.ts'
import { type Outbox, createOutbox } from './outbox.ts'
import type { OutboxCommand } from './outbox-queue.ts'
import * as own from './own-pointer.ts'
import { answersOf } from './room-fold.ts'
import { type RoomView, createRoomView } from './room-view.ts'
import { type Reading, createReading, lineAfter } from './reading.ts'
import { type PageAsk, pageAround, runAt, runsOf } from './runs.ts'

/** A room that is open here: what is seen of it, what waits to leave, and the connection that carries both. */
export type RoomSession = {
  roomId: Id
  view: RoomView
  reading: Reading
  outbox: Outbox
  connection: Accessor<Connection | null>
  /** Connects, if it is not connected. */
  enter: () => void
  /** The room left the screen: disconnects as soon as nothing waits to be sent. */
  leave: () => void
  post: (message: { text: string; mentions?: number[]; replyTo?: Seq }) => void
  correct: (target: Seq, text: string, mentions?: number[]) => void
  retract: (target: Seq) => void
  react: (target: Seq, code: Extract<OutboxCommand, { t: 'react' }>['code']) => void
  pin: (target: Seq, pinned: boolean) => void
  /** What is on screen has been read up to here. */
  markRead: (seq: Seq) => void
  askPage: (ask: PageAsk) => void
  /** Goes to an entry, fetching what lies around it where it is not held. */
  jump: (seq: Seq) => void
  askVersions: (seq: Seq) => void
  openSheet: (seq: Seq | null) => void
}

export type RoomSessionParts = { roomId: Id; keeper: SessionKeeper; now: () => EpochMs }

/** A pause before a place is entered again that had shown somebody out. */
export const comeBackMs = 5_000

export function createRoomSession({ roomId, keeper, now }: RoomSessionParts): RoomSession {
  const view = createRoot(createRoomView)
  const reading = createReading()
  const [connection, setConnection] = createSignal<Connection | null>(null)
  let channel: Channel | null = null
  let isOnScreen = false
  let pointer = own.unread
  let openSheet: Seq | null = null
  let outboxTimer: ReturnType<typeof setTimeout> | undefined
  let pointerTimer: ReturnType<typeof setTimeout> | undefined

  const outbox = createOutbox({
    now,
    send: (command) => send(command),
    later(ms, then) {
      clearTimeout(outboxTimer)
      outboxTimer = setTimeout(then, ms)
    },
  })

  const hear = (message: ServerMessage): void => batch(() => take(message))

  function take(message: ServerMessage): void {
    const headBefore = view.held.timeline.head
    view.apply(message)
    drawLine(message, headBefore)
    if (message.t === 'welcome') afterWelcome(message)
    for (const answer of answersOf(message)) outbox.answered(answer)
    outbox.shown((seq) => view.held.timeline.entries.has(seq))
    pointer = own.learn(pointer, view.held.pointer)
    sayPointer()
    leaveWhenDone()
  }

  /** The hello carried the own pointer; what else was said on an earlier connection is said again. */
  function afterWelcome({ gap, around, pointer: known }: Welcome): void {
    if (gap) reading.setAnchor(around?.some(({ seq }) => seq === known + 1) ? known + 1 : 'newest')
    outbox.pump()
    pointer = own.forgetSaid(pointer)
    if (openSheet !== null) send({ t: 'sheet', seq: openSheet })
  }

  /** “Unread from here”, when somebody else said something and nobody here was looking. */
  function drawLine(message: ServerMessage, headBefore: Seq): void {
    if (message.t !== 'welcome' && message.t !== 'update') return
    const read = Math.max(view.held.pointer, pointer.wanted)
    const isUnseen = message.entries?.some(
      ({ kind, by, seq }) => (kind === 'message' || kind === 'correction') && by !== view.held.me && seq > read,
    )
    if (isUnseen && !reading.isWatching) reading.setUnreadAfter(lineAfter(reading.unreadAfter(), { pointer: read, headBefore }))
  }

  function changed(next: Connection): void {
    setConnection(next)
    if (next.state !== 'open' && next.state !== 'polling') outbox.interrupted()
    if (next.state !== 'stopped') return
    channel = null
    if (next.reason === 'signed-out') void keeper.recheck().then(comeBack)
  }

  /** A session that turned out to live after all. */
  function comeBack(): void {
    if (keeper.current().state !== 'signed-in') return
    setTimeout(() => isOnScreen && enter(), comeBackMs)
  }

  /** True when it is on its way. */
  function send(message: ClientMessage): boolean {
    if (channel?.send(JSON.stringify(message))) return true
    if (connection()?.state !== 'polling') return false
    if (message.t === 'sheet' || message.t === 'page' || message.t === 'versions') void ask(message)
    else void perform(message)
    return true
  }

  async function ask(question: Question): Promise<void> {
    const answer = await askByHttp(keeper.api, roomId, question)
    if (answer) hear(answer)
  }

  async function perform(command: Command): Promise<void> {
    const reply = await performByHttp(keeper.api, roomId, command)
    if (reply === null) return outbox.interrupted()
    hear(reply)
    if (command.t !== 'read') channel?.hurry()
  }

  function sayPointer(): void {
    const seq = own.toSay(pointer, now())
    if (seq !== null && send({ t: 'read', seq })) pointer = own.sayIt(pointer, now())
    clearTimeout(pointerTimer)
    if (pointer.wanted > pointer.known) pointerTimer = setTimeout(sayPointer, own.repeatMs)
  }

  function leaveWhenDone(): void {
    if (isOnScreen || outbox.isBusy() || pointer.wanted > pointer.known) return
    channel?.leave()
    channel = null
  }

  const hello = (): Hello => ({
    version: protocolVersion,
    seq: view.held.timeline.head,
    rev: view.held.timeline.rev,
    roster: view.held.roster?.version ?? 0,
    ...(pointer.wanted > 0 ? { read: pointer.wanted } : {}),
  })

  function enter(): void {
    isOnScreen = true
    channel ??= openChannel({
      socketUrl: () => socketUrl(paths.roomSocket(roomId, hello())),
      decode: decodeServerMessage,
      poll: () => keeper.api({ method: 'GET', path: paths.sync(roomId, hello()), answer: Welcome }),
      ready: keeper.ready,
      heard: hear,
      changed,
      now,
    })
  }

  const command = () => ({ id: newClientId(now()), sentAt: now() })

  return {
    roomId,
    view,
    reading,
    outbox,
    connection,
    enter,
    leave() {
      isOnScreen = false
      leaveWhenDone()
    },
    post: (message) => outbox.add({ t: 'post', ...command(), ...message }),
    correct: (target, text, mentions) =>
      outbox.add({ t: 'correct', ...command(), target, text, ...(mentions?.length ? { mentions } : {}) }),
    retract: (target) => outbox.add({ t: 'retract', ...command(), target }),
    react: (target, code) => outbox.add({ t: 'react', id: newClientId(now()), target, code }),
    pin: (target, pinned) => outbox.add({ t: 'pin', id: newClientId(now()), target, pinned }),
    markRead(seq) {
      pointer = own.want(pointer, seq)
      sayPointer()
    },
    askPage: (page) => void send({ t: 'page', ...page, limit: Math.min(page.limit, limits.maxPageEntries) }),
    jump(seq) {
      const runs = runsOf(view.seqs())
      const run = runAt(runs, seq)
      const isAmid = run !== null && (run.to === view.head() || run.to - run.from >= limits.pageEntries / 2)
      if (!isAmid) send({ t: 'page', ...pageAround(seq, view.head()) })
      if (run === null || run !== runAt(runs, reading.anchor())) reading.setAnchor(seq)
      reading.setTarget(seq)
    },
    askVersions: (seq) => void send({ t: 'versions', seq }),
    openSheet(seq) {
      openSheet = seq
      view.closeSheet()
      send({ t: 'sheet', seq })
    },
  }
}

/** A frame down, or null when this page does not know its shape. */
export function decodeServerMessage(frame: string): ServerMessage | null {
  const parsed = v.safeParse(ServerMessage, parseJson(frame))
  return parsed.success ? parsed.output : null
}
