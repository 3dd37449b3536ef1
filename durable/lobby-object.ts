import { DurableObject } from 'cloudflare:workers'
import {
  badgeFor,
  bytesElsewhere,
  decidePreference,
  type LobbyRoom,
  listFor,
  storageIn,
  takeReport,
} from '../core/lobby-state.ts'
import {
  actorHeader,
  type DirectoryRpc,
  type EndedSessions,
  type LobbyRpc,
  type Ringer,
  type RingPart,
  type RoomReport,
  type RoomRpc,
} from '../protocol/bindings.ts'
import { closeCodes } from '../protocol/close-codes.ts'
import type { Storage } from '../protocol/http.ts'
import type { EpochMs, Id, Seq } from '../protocol/ids.ts'
import { limits } from '../protocol/limits.ts'
import type { Badge, RoomPreference, RoomSummary } from '../protocol/lobby-message.ts'
import { ok, type Result } from '../protocol/result.ts'
import type { RingState } from '../protocol/ringing.ts'
import { isSpoken } from '../protocol/version.ts'
import { AlarmScheduler } from './alarm-scheduler.ts'
import { now } from './clock.ts'
import { LobbyFanOut } from './lobby-fan-out.ts'
import { LobbyPreferences } from './lobby-preferences.ts'
import { LobbyRings } from './lobby-rings.ts'
import { LobbySession } from './session.ts'
import { SocketRegistry } from './socket-registry.ts'
import { LobbyStorage } from './storage/lobby-storage.ts'
import { RingStorage } from './storage/ring-storage.ts'
import { acceptUpgrade, closeAtOnce, readActor, readHello } from './upgrade.ts'

export type LobbyEnv = {
  ROOM: DurableObjectNamespace<DurableObject & RoomRpc>
  DIRECTORY?: DirectoryRpc
  /** Absent or down: nobody is rung until it is there again, and nothing else changes. */
  RINGS?: Queue<RingPart>
  CLOCK_AHEAD_MS?: string
}

/** The room lists and badges of one organization, and whom its talk rings. All but what people set and who is to be rung can be told again. */
export class Lobby extends DurableObject<LobbyEnv> implements LobbyRpc {
  readonly #storage: LobbyStorage
  readonly #sockets: SocketRegistry<typeof LobbySession>
  readonly #alarms: AlarmScheduler
  readonly #fanOut: LobbyFanOut
  readonly #preferences: LobbyPreferences
  readonly #rings: LobbyRings
  #rooms: Map<Id, LobbyRoom> | undefined
  /** Drains in a row that found nothing, since the last announcement. */
  #emptyDrains = 0
  #drainAt: EpochMs = 0

  constructor(ctx: DurableObjectState, env: LobbyEnv) {
    super(ctx, env)
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'))
    this.#storage = new LobbyStorage(ctx.storage)
    this.#preferences = new LobbyPreferences(this.#storage)
    this.#sockets = new SocketRegistry(ctx, LobbySession)
    this.#alarms = new AlarmScheduler(ctx.storage)
    this.#fanOut = new LobbyFanOut({
      sessions: this.#sockets,
      after: (ms, run) => void setTimeout(run, ms),
      clock: () => now(env),
      rooms: () => this.#all(),
      preferences: () => this.#preferences.all(),
    })
    this.#rings = new LobbyRings({
      storage: new RingStorage(ctx.storage.sql, this.#storage),
      transaction: (work) => ctx.storage.transactionSync(work),
      rooms: () => this.#all(),
      preferences: () => this.#preferences.all(),
      onScreen: (roomId) => env.ROOM.getByName(roomId).onScreen(),
      feed: (parts) => feed(env, parts),
      organizationId: ctx.id.name ?? '',
    })
  }

  async report(report: RoomReport): ReturnType<LobbyRpc['report']> {
    const elsewhere = { bytesElsewhere: bytesElsewhere(this.#all().values(), report.roomId) }
    const held = this.#all().get(report.roomId)
    const outcome = takeReport(held, report)
    if (outcome.kind === 'wants-whole') return { version: held?.version ?? 0, wantsWhole: true, ...elsewhere }
    if (outcome.kind === 'taken') {
      this.#storage.prepare()
      this.ctx.storage.transactionSync(() => {
        this.#storage.put(outcome.room)
        this.#rings.note(report, held?.head ?? 0, now(this.env))
      })
      this.#arrangeRings()
      this.#preferences.forgetLeft(outcome.room)
      this.#all().set(report.roomId, outcome.room)
      this.#fanOut.note(report.roomId, outcome.concerned)
    }
    return { version: Math.max(report.version, held?.version ?? 0), wantsWhole: false, ...elsewhere }
  }

  async storage(accountId: Id): Promise<Storage> {
    return storageIn([...this.#all().values()], accountId)
  }

  async list(accountId: Id): Promise<RoomSummary[]> {
    return listFor(this.#all().values(), accountId, this.#preferences.all())
  }

  async badge(accountId: Id): Promise<Badge> {
    return badgeFor(this.#all().values(), accountId)
  }

  async badges(accountIds: Id[]): Promise<number[]> {
    return accountIds.map((accountId) => badgeFor(this.#all().values(), accountId).unread)
  }

  async noteRinger(ringer: Ringer): Promise<void> {
    this.#rings.noteRinger(ringer, now(this.env))
    this.#arrangeRings()
  }

  async settleRing(
    part: Pick<RingPart, 'id' | 'ring'>,
    outcomes: { accountId: Id; state: RingState }[],
  ): Promise<void> {
    this.#rings.settle(part, outcomes, now(this.env))
  }

  async ringRecord(roomId: Id, seq: Seq): ReturnType<LobbyRpc['ringRecord']> {
    return this.#rings.record(roomId, seq)
  }

  async probe(roomId: Id, accountIds: Id[]): Promise<Result<null>> {
    const outcome = this.#rings.probe(roomId, accountIds, now(this.env))
    this.#arrangeRings()
    return outcome
  }

  async setPreference(accountId: Id, roomId: Id, wish: RoomPreference): Promise<Result<null>> {
    const held = this.#preferences.all().get(roomId)?.get(accountId)
    const decided = decidePreference(this.#all().get(roomId), accountId, held, wish)
    if (!decided.ok) return decided
    if (decided.value !== 'same') {
      this.#preferences.keep(roomId, accountId, decided.value.keep)
      this.#fanOut.note(roomId, { members: [accountId], gone: [] })
    }
    return ok(null)
  }

  async watchOutbox(organizationId: Id): Promise<void> {
    this.#emptyDrains = 0
    this.#storage.watch(organizationId)
    this.#drainNext()
  }

  async endSessions({ accountId, deviceIds }: EndedSessions): Promise<void> {
    for (const socket of [...this.#sockets.all()]) {
      const { session } = socket
      if (session.accountId !== accountId || (deviceIds !== 'all' && !deviceIds.includes(session.deviceId))) continue
      socket.close(closeCodes.sessionEnded, 'session ended')
    }
  }

  /** Opens a device's list; the front door has checked that the account belongs to this organization. */
  override async fetch(request: Request): Promise<Response> {
    const actor = readActor(request.headers.get(actorHeader))
    const hello = readHello(new URL(request.url))
    if (!actor || !hello || request.headers.get('upgrade') !== 'websocket') return new Response(null, { status: 400 })
    if (!isSpoken(hello.version)) {
      return acceptUpgrade((ws) => closeAtOnce(ws, closeCodes.reloadRequired))
    }
    return acceptUpgrade((ws) => {
      this.#fanOut.welcome(this.#sockets.accept(ws, { ...actor, openedAt: now(this.env) }))
    })
  }

  /** A lobby has nothing to be told by a client; whoever sends frames is not one of ours. */
  override webSocketMessage(ws: WebSocket): void {
    ws.close(closeCodes.malformed, 'a lobby takes no frames')
  }

  override webSocketClose(ws: WebSocket): void {
    this.#sockets.forget(ws)
  }

  override webSocketError(ws: WebSocket): void {
    this.#sockets.forget(ws)
  }

  override async alarm(): Promise<void> {
    this.#alarms.fired()
    try {
      const hasRung = await this.#rings.run(now(this.env))
      await this.#drainOutbox(now(this.env), hasRung)
    } finally {
      this.#arrangeRings()
    }
  }

  #arrangeRings(): void {
    const at = this.#rings.nextAt()
    if (at !== null) this.#alarms.ensure(at)
  }

  /**
   * Directory changes that may not have been delivered: asks until there were none twice in a row, since a change is
   * announced here before it is committed, and the commit may be slow.
   */
  async #drainOutbox(at: EpochMs, isByTheWay: boolean): Promise<void> {
    const organizationId = this.#storage.watched()
    if (organizationId === null || !this.env.DIRECTORY) return
    if (isByTheWay && at < this.#drainAt) return this.#alarms.ensure(this.#drainAt)
    this.#emptyDrains += 1
    const pending = await this.env.DIRECTORY.drainOutbox(organizationId).then(
      (answer) => answer.pending,
      () => 1,
    )
    if (pending > 0) this.#emptyDrains = 0
    if (this.#emptyDrains < 2) this.#drainNext()
    else this.#storage.watch(null)
  }

  #drainNext(): void {
    this.#drainAt = now(this.env) + limits.outboxRetryMs
    this.#alarms.ensure(this.#drainAt)
  }

  #all(): Map<Id, LobbyRoom> {
    this.#rooms ??= new Map(this.#storage.load().map((room) => [room.roomId, room]))
    return this.#rooms
  }
}

async function feed({ RINGS }: LobbyEnv, parts: RingPart[]): Promise<void> {
  if (!RINGS) throw new Error('the queue of rings is not bound')
  await RINGS.sendBatch(parts.map((body) => ({ body })))
}
