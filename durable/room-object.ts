import type { DurableObject } from 'cloudflare:workers'
import type { Change } from '../core/change.ts'
import { paceFor } from '../core/rate-limit.ts'
import { readsBetween } from '../core/read-counts.ts'
import { presentNo, presentStay, presentStays, type RoomState } from '../core/room-state.ts'
import { rightsOf } from '../core/welcome.ts'
import {
  type Actor,
  actorHeader,
  type DirectoryRoom,
  type DirectoryRpc,
  type EndedSessions,
  type LobbyRpc,
  type NoteStanding,
  type NoteTold,
  type RoomAudience,
  type RoomRpc,
} from '../protocol/bindings.ts'
import type { Command, Hello, HttpCommand, Question } from '../protocol/client-message.ts'
import { closeCodes } from '../protocol/close-codes.ts'
import type { ClientId, EpochMs, Id, MemberNo, Seq } from '../protocol/ids.ts'
import { limits } from '../protocol/limits.ts'
import type { Positions } from '../protocol/position.ts'
import { ok, type Result, refuse } from '../protocol/result.ts'
import type { PlacesPage } from '../protocol/room-map.ts'
import type { Answer, Page, Reads, Sheet, Versions, Welcome } from '../protocol/server-message.ts'
import { AlarmScheduler } from './alarm-scheduler.ts'
import { now } from './clock.ts'
import { CommandInbox } from './command-inbox.ts'
import { Errands } from './errands.ts'
import { FanOut } from './fan-out.ts'
import { LobbyErrand } from './lobby-errand.ts'
import { PhotoErrand } from './photo-errand.ts'
import { RoomAlbum } from './room-album.ts'
import { RoomConnection } from './room-connection.ts'
import { RoomDelivery } from './room-delivery.ts'
import { type FilesOfRoom, RoomFiles } from './room-files.ts'
import { RoomOriginals } from './room-originals.ts'
import { placesBefore } from './room-places.ts'
import { RoomPositions } from './room-positions.ts'
import { type Outcome, RoomService } from './room-service.ts'
import { RoomUploads } from './room-uploads.ts'
import { RoomSession } from './session.ts'
import { SocketRegistry } from './socket-registry.ts'
import { SqlRoomStorage } from './storage/sql-room-storage.ts'
import { acceptUpgrade, closeAtOnce, readActor, readHello } from './upgrade.ts'

export type RoomEnv = {
  LOBBY: DurableObjectNamespace<DurableObject & LobbyRpc>
  /** May be away: then photos and files wait in the room. */
  PHOTOS?: R2Bucket
  DIRECTORY?: Pick<DirectoryRpc, 'recordPhotos'>
  CLOCK_AHEAD_MS?: string
  /** Raised by the bench alone. */
  MAX_MESSAGES_PER_WINDOW?: string
}

/** A talk room: its lifecycle, sockets and RPC, and no rules. One object per room id; a room never created writes nothing. */
export class Room extends RoomFiles implements RoomRpc {
  readonly #storage: SqlRoomStorage
  readonly #sockets: SocketRegistry<typeof RoomSession>
  readonly #service: RoomService
  readonly #inbox: CommandInbox
  readonly #fanOut: FanOut
  readonly #delivery: RoomDelivery
  readonly #connection: RoomConnection
  readonly #errand: LobbyErrand
  protected override readonly files: FilesOfRoom
  readonly #positions: RoomPositions
  readonly #photos: PhotoErrand
  readonly #alarms: AlarmScheduler
  readonly #errands: Errands
  #timerAt: EpochMs | null = null
  /** Whether nothing but this wake-up's alarm has reached the object since it was made. */
  #isFresh = true

  constructor(ctx: DurableObjectState, env: RoomEnv) {
    super(ctx, env)
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'))
    this.#storage = new SqlRoomStorage(ctx.storage)
    this.#sockets = new SocketRegistry(ctx, RoomSession)
    const pace = paceFor(env.MAX_MESSAGES_PER_WINDOW === undefined ? undefined : Number(env.MAX_MESSAGES_PER_WINDOW))
    this.#service = new RoomService(this.#storage, pace)
    this.#alarms = new AlarmScheduler(ctx.storage)
    this.#errand = new LobbyErrand(this.#storage, (state) => env.LOBBY.getByName(state.facts.organizationId))
    const after = (ms: number, run: () => void) => void setTimeout(run, ms)
    this.#fanOut = new FanOut({
      sessions: this.#sockets,
      readsFrom: (from) => this.#readsFrom(from),
      pointerOf: (no) => this.#pointerOf(no),
    })
    this.#inbox = new CommandInbox({
      after,
      sockets: () => this.#sockets.count(),
      perform: (arrivals) => this.#service.perform(arrivals),
      together: (run) => this.#fanOut.together(run),
    })
    const parts = { service: this.#service, storage: this.#storage, sessions: this.#sockets, fanOut: this.#fanOut }
    this.#delivery = new RoomDelivery({
      ...parts,
      wake: (at) => this.#wake(at),
      kept: (changes) => this.#kept(changes),
    })
    const ensure = (at: EpochMs) => this.#alarms.ensure(at)
    this.#positions = new RoomPositions({ ...parts, kept: this.#storage.positions, wake: ensure })
    this.#connection = new RoomConnection({
      ...parts,
      positions: this.#positions,
      inbox: this.#inbox,
      pace,
      delivery: this.#delivery,
      changed: (changes) => this.#changed(changes),
    })
    this.files = this.#makeFiles()
    this.#photos = new PhotoErrand({ storage: this.#storage, directory: () => env.DIRECTORY })
    this.#errands = new Errands([this.#errand, this.files.uploads, this.#positions, this.#photos], ensure)
    const state = this.#service.state()
    if (state && this.#errand.wake(state)) this.#alarms.ensure(now(env) + limits.lobbyReportMs)
    const dueAt = state && [this.files.uploads.nextAt(), this.#positions.nextAt(), this.#photos.nextAt(now(env))]
    for (const at of dueAt ?? []) if (at !== null) ensure(at)
    this.#delivery.start(now(env))
  }

  async applyDirectory(room: DirectoryRoom): Promise<void> {
    this.#changed(this.#service.applyDirectory(room, room.at ?? now(this.env)))
  }

  /** The upgrade request is the hello. Only the front door reaches this, and it names the actor. */
  override async fetch(request: Request): Promise<Response> {
    this.#isFresh = false
    const actor = readActor(request.headers.get(actorHeader))
    const hello = readHello(new URL(request.url))
    if (!actor || !hello || request.headers.get('upgrade') !== 'websocket') return new Response(null, { status: 400 })
    const no = this.#numberOf(actor.accountId)
    if (no === null) return new Response(null, { status: 404 })
    const at = now(this.env)
    if (!this.#connection.understands(hello)) return acceptUpgrade((ws) => closeAtOnce(ws, closeCodes.reloadRequired))
    this.#sockets
      .oldestBeyond(limits.maxSocketsPerMember, ({ accountId }) => accountId === actor.accountId)
      ?.close(closeCodes.tooManySockets, 'too many sockets')
    // What waits for all does not concern who comes now: it is in the welcome, which is the first frame.
    this.#fanOut.flush()
    return acceptUpgrade((ws) => {
      const session = {
        no,
        accountId: actor.accountId,
        deviceId: actor.deviceId,
        openedAt: at,
        read: hello.read ?? 0,
        sheet: null,
        here: true,
      }
      this.#connection.open(this.#sockets.accept(ws, session), hello, at)
    })
  }

  override webSocketMessage(ws: WebSocket, frame: string | ArrayBuffer): void {
    this.#isFresh = false
    const socket = this.#sockets.of(ws)
    if (socket) this.#connection.receive(socket, frame, now(this.env))
    else ws.close(closeCodes.expired, 'open a new socket')
  }

  override webSocketClose(ws: WebSocket): void {
    this.#forget(ws)
  }

  override webSocketError(ws: WebSocket): void {
    this.#forget(ws)
  }

  async sync(actor: Actor, hello: Hello): Promise<Result<Welcome>> {
    const no = this.#numberOf(actor.accountId)
    if (no === null) return refuse('not_found')
    if (hello.read !== undefined) await this.#delivery.claimByHttp(no, hello.read, now(this.env))
    return this.#connection.greet(no, hello, now(this.env))
  }

  async perform(actor: Actor, command: HttpCommand): Promise<Result<Answer | { pointer: Seq }>> {
    const no = this.#numberOf(actor.accountId)
    if (no === null) return refuse('not_found')
    const at = now(this.env)
    if (command.t === 'position') return this.#positions.take(no, actor.deviceId, command, at)
    if (command.t === 'read') {
      await this.#delivery.claimByHttp(no, command.seq, at)
      return ok({ pointer: this.#pointerOf(no) })
    }
    return new Promise((resolve, reject) => {
      const settled = (outcome: Result<Outcome>) => resolve(this.#answer(outcome))
      this.#inbox.add({ no, command, at, settled, failed: () => reject(new Error('the command was not stored')) })
    })
  }

  async ask(actor: Actor, question: Question): Promise<Result<Page | Versions | Sheet>> {
    const no = this.#numberOf(actor.accountId)
    return no === null ? refuse('not_found') : this.#connection.ask(no, question)
  }

  async places({ accountId }: Actor, before: Seq, limit: number): Promise<Result<PlacesPage>> {
    return this.#ofMember(accountId, (no) => placesBefore(this.#storage, this.#service.state(), no, { before, limit }))
  }

  async positions({ accountId }: Actor): Promise<Result<Positions>> {
    return this.#ofMember(accountId, () => ok(this.#positions.all(now(this.env))))
  }

  async endSessions({ accountId, deviceIds }: EndedSessions): Promise<void> {
    this.#positions.endDevices(this.#numberOf(accountId), deviceIds, now(this.env))
    for (const socket of [...this.#sockets.all()]) {
      const { session } = socket
      if (session.accountId !== accountId || (deviceIds !== 'all' && !deviceIds.includes(session.deviceId))) continue
      this.#delivery.forget(socket)
      socket.close(closeCodes.sessionEnded, 'session ended')
    }
  }

  async onScreen(): Promise<Id[]> {
    const alive = this.#sockets.aliveWithin(limits.onScreenMs, now(this.env))
    return [...new Set(alive.filter(({ here }) => here).map(({ accountId }) => accountId))]
  }

  async audience({ accountId }: Actor): Promise<Result<RoomAudience>> {
    const state = this.#service.state()
    const no = this.#numberOf(accountId)
    if (state === null || no === null) return refuse('not_found')
    const members = presentStays(state).map((stay) => ({
      no: stay.no,
      accountId: state.people[stay.no - 1]?.accountId ?? '',
    }))
    return ok({ organizationId: state.facts.organizationId, mayModerate: rightsOf(state, no).moderate, members })
  }

  async noteStanding({ accountId }: Actor, uploads: ClientId[], isSaying: boolean): Promise<Result<NoteStanding>> {
    return this.#ofMember(accountId, (no) => this.#service.noteStanding(no, uploads, isSaying ? now(this.env) : null))
  }

  async applyNotes(told: NoteTold[]): Promise<Seq[]> {
    const { seqs, changes } = this.#service.applyNotes(told, now(this.env))
    this.#changed(changes)
    return seqs
  }

  async bringIn(
    steps: { accountId: Id; at: EpochMs; command: Command }[],
  ): Promise<Result<Answer | { pointer: Seq }>[]> {
    return steps.map(({ accountId, at, command }) => {
      const no = this.#numberOf(accountId)
      if (no === null) return refuse('not_found')
      const [outcome] = this.#service.perform([{ no, command, at }], false)
      return this.#answer(outcome as Result<Outcome>)
    })
  }

  /** What is due by now: reads to tell, the lobby's report, and photos and files on their way to R2. */
  override async alarm(): Promise<void> {
    this.#alarms.fired()
    if (this.#isFresh) this.#delivery.tellReadsAgain()
    this.#isFresh = false
    this.#delivery.tick(now(this.env))
    const state = this.#service.state()
    if (state) await this.#errands.run(now(this.env), state)
  }

  #makeFiles(): FilesOfRoom {
    const keepers = { service: this.#service, storage: this.#storage }
    const originals = new RoomOriginals({ ...keepers, changed: (changes) => this.#changed(changes) })
    const uploads = new RoomUploads({
      ...keepers,
      originals,
      bucket: () => this.env.PHOTOS,
      wake: (at) => this.#alarms.ensure(at),
    })
    const numberOf = (accountId: Id) => {
      this.#isFresh = false
      return this.#numberOf(accountId)
    }
    const album = new RoomAlbum({ ...keepers, uploads })
    return { uploads, originals, album, numberOf, clock: () => now(this.env) }
  }

  #answer(outcome: Result<Outcome>): Result<Answer | { pointer: Seq }> {
    if (!outcome.ok) return outcome
    this.#changed(outcome.value.changes)
    return ok(outcome.value.answer)
  }

  #changed(changes: readonly Change[]): void {
    if (changes.length === 0) return
    this.#kept(changes)
    this.#delivery.deliver(changes)
    this.#positions.changed(changes, now(this.env))
  }

  #kept(changes: readonly Change[]): void {
    this.#isFresh = false
    const state = this.#service.state()
    if (!state || changes.length === 0) return
    this.#errand.note(state, changes)
    this.#alarms.ensure(now(this.env) + limits.lobbyReportMs)
  }

  /** A short wait by timer, which keeps the object awake; a long one by alarm, which does not. */
  #wake(at: EpochMs): void {
    const wait = at - now(this.env)
    if (wait > limits.wideGatherMs) return this.#alarms.ensure(at)
    if (this.#timerAt !== null && this.#timerAt <= at) return
    this.#timerAt = at
    setTimeout(
      () => {
        if (this.#timerAt === at) this.#timerAt = null
        this.#delivery.tick(now(this.env))
      },
      Math.max(0, wait),
    )
  }

  #forget(ws: WebSocket): void {
    const socket = this.#sockets.of(ws)
    if (socket) this.#delivery.forget(socket)
    this.#sockets.forget(ws)
  }

  #numberOf(accountId: Id): MemberNo | null {
    const state = this.#service.state()
    return state ? presentNo(state, accountId) : null
  }

  #ofMember<T>(accountId: Id, answer: (no: MemberNo) => T | Result<never>): T | Result<never> {
    this.#isFresh = false
    const no = this.#numberOf(accountId)
    return no === null ? refuse('not_found') : answer(no)
  }

  #readsFrom(from: Seq): Reads {
    const state = this.#service.state() as RoomState
    return readsBetween(state, from, state.head, () => ({ by: 0, counts: false }))
  }

  #pointerOf(no: MemberNo): Seq {
    const state = this.#service.state()
    return (state && presentStay(state, no)?.pointer) ?? 0
  }
}
