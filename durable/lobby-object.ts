import { DurableObject } from 'cloudflare:workers'
import { badgeFor, decidePreference, type LobbyRoom, listFor, takeReport } from '../core/lobby-state.ts'
import {
  actorHeader,
  type DirectoryRpc,
  type EndedSessions,
  type LobbyRpc,
  type RoomReport,
} from '../protocol/bindings.ts'
import { closeCodes } from '../protocol/close-codes.ts'
import type { Id } from '../protocol/ids.ts'
import { limits } from '../protocol/limits.ts'
import type { Badge, RoomPreference, RoomSummary } from '../protocol/lobby-message.ts'
import { ok, type Result } from '../protocol/result.ts'
import { isSpoken } from '../protocol/version.ts'
import { AlarmScheduler } from './alarm-scheduler.ts'
import { now } from './clock.ts'
import { LobbyFanOut } from './lobby-fan-out.ts'
import { LobbyPreferences } from './lobby-preferences.ts'
import { LobbySession } from './session.ts'
import { SocketRegistry } from './socket-registry.ts'
import { LobbyStorage } from './storage/lobby-storage.ts'
import { acceptUpgrade, closeAtOnce, readActor, readHello } from './upgrade.ts'

export type LobbyEnv = { DIRECTORY?: DirectoryRpc; CLOCK_AHEAD_MS?: string }

/** The room lists and badges of one organization. All but what people set for themselves can be told again by the rooms. */
export class Lobby extends DurableObject<LobbyEnv> implements LobbyRpc {
  readonly #storage: LobbyStorage
  readonly #sockets: SocketRegistry<typeof LobbySession>
  readonly #alarms: AlarmScheduler
  readonly #fanOut: LobbyFanOut
  readonly #preferences: LobbyPreferences
  #rooms: Map<Id, LobbyRoom> | undefined
  /** Drains in a row that found nothing, since the last announcement. */
  #emptyDrains = 0

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
  }

  async report(report: RoomReport): Promise<{ version: number; wantsWhole: boolean }> {
    const held = this.#all().get(report.roomId)
    const outcome = takeReport(held, report)
    if (outcome.kind === 'wants-whole') return { version: held?.version ?? 0, wantsWhole: true }
    if (outcome.kind === 'taken') {
      this.#storage.put(outcome.room)
      this.#preferences.forgetLeft(outcome.room)
      this.#all().set(report.roomId, outcome.room)
      this.#fanOut.note(report.roomId, outcome.concerned)
    }
    return { version: Math.max(report.version, held?.version ?? 0), wantsWhole: false }
  }

  async list(accountId: Id): Promise<RoomSummary[]> {
    return listFor(this.#all().values(), accountId, this.#preferences.all())
  }

  async badge(accountId: Id): Promise<Badge> {
    return badgeFor(this.#all().values(), accountId)
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
    this.#alarms.ensure(now(this.env) + limits.outboxRetryMs)
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

  /**
   * Directory changes that may not have been delivered: asks until there were none twice in a row, since a change is
   * announced here before it is committed, and the commit may be slow.
   */
  override async alarm(): Promise<void> {
    this.#alarms.fired()
    const organizationId = this.#storage.watched()
    if (organizationId === null || !this.env.DIRECTORY) return
    this.#emptyDrains += 1
    const pending = await this.env.DIRECTORY.drainOutbox(organizationId).then(
      (answer) => answer.pending,
      () => 1,
    )
    if (pending > 0) this.#emptyDrains = 0
    if (this.#emptyDrains < 2) this.#alarms.ensure(now(this.env) + limits.outboxRetryMs)
    else this.#storage.watch(null)
  }

  #all(): Map<Id, LobbyRoom> {
    this.#rooms ??= new Map(this.#storage.load().map((room) => [room.roomId, room]))
    return this.#rooms
  }
}
