import { paceFor } from '../../core/rate-limit.ts'
import { readsBetween } from '../../core/read-counts.ts'
import { presentNo, presentStay, type RoomState } from '../../core/room-state.ts'
import { CommandInbox } from '../../durable/command-inbox.ts'
import { FanOut } from '../../durable/fan-out.ts'
import { RoomConnection } from '../../durable/room-connection.ts'
import { RoomDelivery } from '../../durable/room-delivery.ts'
import { RoomPositions } from '../../durable/room-positions.ts'
import { RoomService } from '../../durable/room-service.ts'
import type { RoomSession, SessionSocket } from '../../durable/session.ts'
import type { RoomStorage } from '../../durable/storage/room-storage.ts'
import type { DirectoryRoom } from '../../protocol/bindings.ts'
import type { ClientMessage, Command, Hello } from '../../protocol/client-message.ts'
import type { ServerMessage, Update, Welcome } from '../../protocol/server-message.ts'
import { protocolVersion } from '../../protocol/version.ts'
import { id } from './builders.ts'
import { MemoryPositions } from './memory-positions.ts'
import { MemoryRoomStorage } from './memory-room-storage.ts'

/** A socket that keeps the frames it was sent. */
export class FakeSocket implements SessionSocket<RoomSession> {
  session: RoomSession
  readonly frames: string[] = []
  closedWith: number | null = null

  constructor(session: RoomSession) {
    this.session = session
  }

  save(session: RoomSession): void {
    this.session = session
  }

  send(frame: string): void {
    if (this.closedWith === null) this.frames.push(frame)
  }

  close(code: number): void {
    this.closedWith ??= code
  }

  messages(): ServerMessage[] {
    return this.frames.map((frame) => JSON.parse(frame) as ServerMessage)
  }

  updates(): Update[] {
    return this.messages().filter((message) => message.t === 'update')
  }

  welcome(): Welcome {
    const first = this.messages()[0]
    if (first?.t !== 'welcome') throw new Error(`the first frame is ${first?.t}`)
    return first
  }
}

/** A whole room in Node: memory storage, a clock that only moves when told, and sockets that remember. */
export class RoomHarness {
  readonly storage: RoomStorage
  readonly kept = new MemoryPositions()
  now = 1_000_000
  sockets = new Set<FakeSocket>()
  /** When the object's alarm is set for, as far as read pointers need it. */
  #timers: { at: number; run: () => void }[] = []
  #wakeAt: number | null = null
  service!: RoomService
  delivery!: RoomDelivery
  connection!: RoomConnection
  fanOut!: FanOut
  positions!: RoomPositions

  constructor(room: DirectoryRoom, storage: RoomStorage = new MemoryRoomStorage()) {
    this.storage = storage
    this.evict()
    this.applyDirectory(room)
  }

  /** Everything in memory is gone; sockets with their sessions, and storage, remain. */
  evict(): void {
    this.#timers = []
    this.#wakeAt = null
    const sessions = {
      all: () => [...this.sockets].filter((socket) => socket.closedWith === null),
      count: () => this.sockets.size,
    }
    this.service = new RoomService(this.storage)
    this.fanOut = new FanOut({
      sessions,
      readsFrom: (from) => readsBetween(this.state, from, this.state.head, () => ({ by: 0, counts: false })),
      pointerOf: (no) => presentStay(this.state, no)?.pointer ?? 0,
    })
    const inbox = new CommandInbox({
      after: (ms, run) => void this.#timers.push({ at: this.now + ms, run }),
      sockets: () => sessions.all().length,
      perform: (arrivals) => this.service.perform(arrivals),
      together: (run) => this.fanOut.together(run),
    })
    const parts = { service: this.service, storage: this.storage, sessions, fanOut: this.fanOut }
    this.delivery = new RoomDelivery({
      ...parts,
      wake: (at) => {
        this.#wakeAt = Math.min(this.#wakeAt ?? at, at)
      },
      kept: () => {},
    })
    this.positions = new RoomPositions({ ...parts, kept: this.kept, wake: () => {} })
    this.connection = new RoomConnection({
      ...parts,
      positions: this.positions,
      inbox,
      pace: paceFor(),
      delivery: this.delivery,
      changed: (changes) => this.delivery.deliver(changes),
    })
    this.delivery.start(this.now)
  }

  get state(): RoomState {
    const state = this.service.state()
    if (!state) throw new Error('the room was never created')
    return state
  }

  no(name: string): number {
    const no = presentNo(this.state, id(name))
    if (no === null) throw new Error(`${name} is not in the room`)
    return no
  }

  applyDirectory(room: DirectoryRoom): void {
    this.delivery.deliver(this.service.applyDirectory(room, this.now))
    this.fanOut.flush()
  }

  open(name: string, hello: Partial<Hello> = {}): FakeSocket {
    const session = {
      no: this.no(name),
      accountId: id(name),
      deviceId: id(`${name}'s`),
      openedAt: this.now,
      read: 0,
      sheet: null,
      here: true,
    }
    const socket = new FakeSocket(session)
    this.sockets.add(socket)
    this.connection.open(socket, { version: protocolVersion, seq: 0, rev: 0, roster: 0, ...hello }, this.now)
    return socket
  }

  close(socket: FakeSocket): void {
    this.sockets.delete(socket)
    this.delivery.forget(socket)
  }

  /** A frame up; what it caused is sent before this returns, unless it waits to be stored with others'. */
  send(socket: FakeSocket, message: ClientMessage | string): void {
    this.connection.receive(socket, typeof message === 'string' ? message : JSON.stringify(message), this.now)
    this.fanOut.flush()
  }

  /** A command without a socket. */
  perform(name: string, command: Command) {
    const [outcome] = this.service.perform([{ no: this.no(name), command, at: this.now }], false)
    if (!outcome) throw new Error('no outcome')
    if (outcome.ok) this.delivery.deliver(outcome.value.changes)
    this.fanOut.flush()
    return outcome
  }

  /** Lets time pass, running what is due on the way. */
  advance(ms: number): void {
    const until = this.now + ms
    for (;;) {
      const timer = this.#timers.reduce<{ at: number; run: () => void } | null>(
        (a, b) => (a && a.at <= b.at ? a : b),
        null,
      )
      const next = Math.min(timer?.at ?? Infinity, this.#wakeAt ?? Infinity)
      if (next > until) break
      this.now = Math.max(this.now, next)
      if (timer && timer.at === next) {
        this.#timers.splice(this.#timers.indexOf(timer), 1)
        timer.run()
      } else {
        this.#wakeAt = null
        this.delivery.tick(this.now)
        this.fanOut.flush()
      }
    }
    this.now = until
  }
}
