import { type CloseCode, closeCodes } from '../../protocol/close-codes.ts'
import type { EpochMs } from '../../protocol/ids.ts'
import type { RefusalCode } from '../../protocol/refusals.ts'
import { assertNever } from '../../protocol/result.ts'
import { isOut } from './api.ts'
import { backoff, paces } from './backoff.ts'

/**
 * A room or a lobby, kept open over a bad network. Pure: (state, event, circumstances) → state and what is to be done.
 *
 *   waiting ──time──► connecting ──first frame──► open
 *      ▲                  │                        │
 *      └──first failure───┤                        ├── silence, close ──► waiting
 *                         ├─second failure, or no answer─► polling ──first frame on a new socket──► open
 *   any ── a code or a refusal that says “do not come back” ──► stopped
 *
 * 1. A socket counts as open when its first frame arrived: a proxy that accepts an upgrade and swallows the frames is a failure.
 * 2. Whatever comes from a socket other than the current one is ignored.
 * 3. Every state but `stopped` has a time at which it goes on by itself (`nextWake`), except an open one that nobody looks at.
 */
export type Connection =
  | { state: 'waiting'; failures: number; retryAt: EpochMs }
  | { state: 'connecting'; failures: number; socket: SocketNo; giveUpAt: EpochMs }
  | { state: 'open'; socket: SocketNo; heardAt: EpochMs; pingAt: EpochMs | null; deadAt: EpochMs | null }
  | { state: 'polling'; failures: number; pollAt: EpochMs | null; healthy: boolean; upgrade: Upgrade }
  | { state: 'stopped'; reason: StopReason }

/** A try to get a socket again while polling. */
export type Upgrade = { at: EpochMs } | { socket: SocketNo; giveUpAt: EpochMs }

/** Made anew for each socket, so that a late event of an old one is known for what it is. */
export type SocketNo = number

export type StopReason = 'reload' | 'signed-out' | 'not-member' | 'left'

export type ConnectionEvent =
  /** `hurry`: something was sent by HTTP, and its entry is there to be fetched. */
  | { type: 'time' | 'online' | 'offline' | 'visible' | 'hidden' | 'hurry' | 'leave' }
  /** A frame left over the open socket, and something should come back. */
  | { type: 'sent' }
  | { type: 'heard'; socket: SocketNo; what: 'frame' | 'pong' }
  | { type: 'closed'; socket: SocketNo; code: number }
  /** The answer to a poll; a network that gave none is `unreachable`. */
  | { type: 'polled'; refusal: RefusalCode | 'unreachable' | null }

export type Effect = { do: 'open' | 'close' | 'ping'; socket: SocketNo } | { do: 'poll' }

/** What the moment brings along: the clock, chance (0 to 1) and a fresh number for a socket that may be opened. */
export type Circumstances = { now: EpochMs; chance: number; visible: boolean; nextSocket: SocketNo }

export type Step = { connection: Connection; effects: Effect[] }

export const timing = {
  connectMs: 8_000,
  pingMs: 25_000,
  pongMs: 10_000,
  /** What was sent has an answer within this time, or the other end is asked whether it lives. */
  answerMs: 2_000,
  /** After a silence this long a page that wakes up takes a new socket instead of asking the old one. */
  staleMs: 30_000,
  pollVisibleMs: 5_000,
  pollHiddenMs: 30_000,
  pollRetryMs: 2_000,
  /** A server that closed for too many sockets or frames gets a rest. */
  restMs: 60_000,
  failuresUntilPolling: 2,
} as const

export const unopened: Connection = { state: 'waiting', failures: 0, retryAt: 0 }

/** Begins with polls where sockets did not work a moment ago, and tries one besides. */
export const unopenedWithoutSockets: Connection = {
  state: 'polling',
  failures: timing.failuresUntilPolling,
  pollAt: 0,
  healthy: false,
  upgrade: { at: 0 },
}

export function step(connection: Connection, event: ConnectionEvent, at: Circumstances): Step {
  if (connection.state === 'stopped') return stay(connection)
  if (event.type === 'leave') return stop(connection, 'left')
  switch (connection.state) {
    case 'waiting':
      return whileWaiting(connection, event, at)
    case 'connecting':
      return whileConnecting(connection, event, at)
    case 'open':
      return whileOpen(connection, event, at)
    case 'polling':
      return whilePolling(connection, event, at)
    default:
      return assertNever(connection)
  }
}

/** When the connection wants the event `time`, if nothing else happens before. */
export function nextWake(connection: Connection): EpochMs | null {
  switch (connection.state) {
    case 'waiting':
      return connection.retryAt
    case 'connecting':
      return connection.giveUpAt
    case 'open':
      return connection.deadAt ?? connection.pingAt
    case 'polling': {
      const upgradeAt = 'at' in connection.upgrade ? connection.upgrade.at : connection.upgrade.giveUpAt
      return connection.pollAt === null ? upgradeAt : Math.min(connection.pollAt, upgradeAt)
    }
    case 'stopped':
      return null
    default:
      return assertNever(connection)
  }
}

type In<S extends Connection['state']> = Extract<Connection, { state: S }>

function whileWaiting(connection: In<'waiting'>, event: ConnectionEvent, at: Circumstances): Step {
  const isDue = event.type === 'time' && at.now >= connection.retryAt
  const isHopeful = event.type === 'online' || event.type === 'visible'
  return isDue || isHopeful ? connect(connection.failures, at) : stay(connection)
}

function whileConnecting(connection: In<'connecting'>, event: ConnectionEvent, at: Circumstances): Step {
  if (event.type === 'heard' && event.socket === connection.socket) return opened(connection.socket, at)
  if (event.type === 'closed' && event.socket === connection.socket) return lost(connection, event.code, at)
  if (event.type === 'time' && at.now >= connection.giveUpAt) return lost(connection, abandoned, at)
  return stay(connection)
}

function whileOpen(connection: In<'open'>, event: ConnectionEvent, at: Circumstances): Step {
  switch (event.type) {
    case 'heard':
      return event.socket === connection.socket ? opened(connection.socket, at) : stay(connection)
    case 'closed':
      return event.socket === connection.socket
        ? lost({ ...connection, failures: -1 }, event.code, at)
        : stay(connection)
    case 'time':
      if (connection.deadAt !== null && at.now >= connection.deadAt) return replace(connection, at)
      return connection.pingAt !== null && connection.deadAt === null && at.now >= connection.pingAt
        ? ping(connection, at)
        : stay(connection)
    case 'visible':
      return at.now - connection.heardAt >= timing.staleMs ? replace(connection, at) : ping(connection, at)
    case 'online':
    case 'offline':
      return ping(connection, at)
    case 'sent':
      return connection.pingAt === null
        ? stay(connection)
        : stay({ ...connection, pingAt: Math.min(connection.pingAt, at.now + timing.answerMs) })
    case 'hidden':
      return stay({ ...connection, pingAt: null, deadAt: null })
    default:
      return stay(connection)
  }
}

function whilePolling(connection: In<'polling'>, event: ConnectionEvent, at: Circumstances): Step {
  const { upgrade } = connection
  switch (event.type) {
    case 'heard':
      return 'socket' in upgrade && event.socket === upgrade.socket ? opened(upgrade.socket, at) : stay(connection)
    case 'closed': {
      if (!('socket' in upgrade) || event.socket !== upgrade.socket) return stay(connection)
      const reason = stopReason(event.code)
      return reason ? stop(connection, reason) : stay(laterUpgrade(connection, at))
    }
    case 'polled':
      return polled(connection, event.refusal, at)
    case 'time':
      return pollingTime(connection, at)
    case 'hurry':
      return poll(stay(connection))
    case 'online':
    case 'visible':
      return poll('at' in upgrade ? startUpgrade(connection, at) : stay(connection))
    default:
      return stay(connection)
  }
}

function pollingTime(connection: In<'polling'>, at: Circumstances): Step {
  let next: Step = stay(connection)
  const { upgrade } = connection
  if ('at' in upgrade && at.now >= upgrade.at) next = startUpgrade(connection, at)
  if ('socket' in upgrade && at.now >= upgrade.giveUpAt) {
    next = { connection: laterUpgrade(connection, at), effects: [{ do: 'close', socket: upgrade.socket }] }
  }
  return connection.pollAt !== null && at.now >= connection.pollAt ? poll(next) : next
}

function polled(connection: In<'polling'>, refusal: RefusalCode | 'unreachable' | null, at: Circumstances): Step {
  if (isOut(refusal)) return stop(connection, 'signed-out')
  if (refusal === 'not_found') return stop(connection, 'not-member')
  if (refusal === 'reload_required') return stop(connection, 'reload')
  const healthy = refusal === null
  const calmMs = at.visible ? timing.pollVisibleMs : timing.pollHiddenMs
  const retryMs = at.visible ? timing.pollRetryMs : timing.pollHiddenMs
  const next: In<'polling'> = { ...connection, healthy, pollAt: at.now + (healthy ? calmMs : retryMs) }
  const isBack = healthy && !connection.healthy && 'at' in connection.upgrade
  return isBack ? startUpgrade(next, at) : stay(next)
}

function poll({ connection, effects }: Step): Step {
  if (connection.state !== 'polling' || connection.pollAt === null) return { connection, effects }
  return { connection: { ...connection, pollAt: null }, effects: [...effects, { do: 'poll' }] }
}

function startUpgrade(connection: In<'polling'>, at: Circumstances): Step {
  const upgrade = { socket: at.nextSocket, giveUpAt: at.now + timing.connectMs }
  return { connection: { ...connection, upgrade }, effects: [{ do: 'open', socket: at.nextSocket }] }
}

function laterUpgrade(connection: In<'polling'>, at: Circumstances): In<'polling'> {
  const failures = connection.failures + 1
  const pace = at.visible ? paces.upgradeVisible : paces.upgradeHidden
  const waitMs = backoff(failures - timing.failuresUntilPolling, at.chance, pace)
  return { ...connection, failures, upgrade: { at: at.now + waitMs } }
}

function connect(failures: number, at: Circumstances): Step {
  return {
    connection: { state: 'connecting', failures, socket: at.nextSocket, giveUpAt: at.now + timing.connectMs },
    effects: [{ do: 'open', socket: at.nextSocket }],
  }
}

function opened(socket: SocketNo, at: Circumstances): Step {
  const pingAt = at.visible ? at.now + timing.pingMs : null
  return stay({ state: 'open', socket, heardAt: at.now, pingAt, deadAt: null })
}

function ping(connection: In<'open'>, at: Circumstances): Step {
  if (connection.deadAt !== null) return stay(connection)
  return {
    connection: { ...connection, deadAt: at.now + timing.pongMs },
    effects: [{ do: 'ping', socket: connection.socket }],
  }
}

/** A socket that is thought dead is left alone, and a new one taken at once. */
function replace(connection: In<'open'>, at: Circumstances): Step {
  const next = connect(0, at)
  return { connection: next.connection, effects: [{ do: 'close', socket: connection.socket }, ...next.effects] }
}

/** A code of our own for a try that took too long; no socket reports it. */
const abandoned = -1

function lost(from: { socket: SocketNo; failures: number }, code: number, at: Circumstances): Step {
  const reason = stopReason(code)
  if (reason) return { connection: { state: 'stopped', reason }, effects: [] }
  const failures = from.failures + 1
  const effects: Effect[] = code === abandoned ? [{ do: 'close', socket: from.socket }] : []
  // Who accepts a connection and never answers will not answer the next one either.
  if (failures >= timing.failuresUntilPolling || code === abandoned) return startPolling(failures, effects, at)
  const waitMs = needsRest(code)
    ? timing.restMs
    : backoff(failures, at.chance, at.visible ? paces.visible : paces.hidden)
  return { connection: { state: 'waiting', failures, retryAt: at.now + waitMs }, effects }
}

function startPolling(failures: number, effects: Effect[], at: Circumstances): Step {
  const pace = at.visible ? paces.upgradeVisible : paces.upgradeHidden
  const upgrade = { at: at.now + backoff(0, at.chance, pace) }
  const connection: Connection = { state: 'polling', failures, pollAt: null, healthy: false, upgrade }
  return { connection, effects: [...effects, { do: 'poll' }] }
}

function stopReason(code: number): StopReason | null {
  if (code === closeCodes.reloadRequired) return 'reload'
  if (code === closeCodes.sessionEnded) return 'signed-out'
  return code === closeCodes.notMember ? 'not-member' : null
}

const restful: readonly number[] = [
  closeCodes.malformed,
  closeCodes.flooding,
  closeCodes.tooManySockets,
  closeCodes.tooBig,
] satisfies CloseCode[]

const needsRest = (code: number) => restful.includes(code)

function stop(connection: Connection, reason: StopReason): Step {
  const effects: Effect[] = []
  if (connection.state === 'open' || connection.state === 'connecting') {
    effects.push({ do: 'close', socket: connection.socket })
  }
  if (connection.state === 'polling' && 'socket' in connection.upgrade) {
    effects.push({ do: 'close', socket: connection.upgrade.socket })
  }
  return { connection: { state: 'stopped', reason }, effects }
}

const stay = (connection: Connection): Step => ({ connection, effects: [] })
