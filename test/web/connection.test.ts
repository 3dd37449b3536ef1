import { describe, expect, test } from 'vitest'
import { closeCodes } from '../../protocol/close-codes.ts'
import {
  type Circumstances,
  type Connection,
  type ConnectionEvent,
  nextWake,
  type Step,
  step,
  timing,
  unopened,
  unopenedWithoutSockets,
} from '../../web/transport/connection.ts'

const now = 1_000_000
const at = (rest: Partial<Circumstances> = {}): Circumstances => ({
  now,
  chance: 0,
  visible: true,
  nextSocket: 7,
  ...rest,
})

const waiting: Connection = { state: 'waiting', failures: 0, retryAt: now + 500 }
const connecting: Connection = { state: 'connecting', failures: 0, socket: 3, giveUpAt: now + timing.connectMs }
const open: Connection = { state: 'open', socket: 3, heardAt: now - 1_000, pingAt: now + 24_000, deadAt: null }
const polling: Connection = {
  state: 'polling',
  failures: 2,
  pollAt: now + 5_000,
  healthy: true,
  upgrade: { at: now + 10_000 },
}
const upgrading: Connection = { ...polling, upgrade: { socket: 3, giveUpAt: now + timing.connectMs } }

type Expected = { state: Connection['state']; effects?: Step['effects'] } & Record<string, unknown>
type Row = [what: string, from: Connection, event: ConnectionEvent, expected: Expected, circumstances?: Circumstances]

const closed = (code: number, socket = 3): ConnectionEvent => ({ type: 'closed', socket, code })
const opens = (socket: number): Step['effects'] => [{ do: 'open', socket }]
const closes = (socket: number): Step['effects'] => [{ do: 'close', socket }]

const table: Row[] = [
  ['the first time opens a socket', unopened, { type: 'time' }, { state: 'connecting', socket: 7, effects: opens(7) }],
  ['waits until it is time', waiting, { type: 'time' }, { state: 'waiting' }],
  ['is hopeful when the network is back', waiting, { type: 'online' }, { state: 'connecting', effects: opens(7) }],
  ['is hopeful when somebody looks', waiting, { type: 'visible' }, { state: 'connecting', effects: opens(7) }],
  [
    'is open with the first frame',
    connecting,
    { type: 'heard', socket: 3, what: 'frame' },
    { state: 'open', socket: 3 },
  ],
  ['hears nothing from an orphan', connecting, { type: 'heard', socket: 2, what: 'frame' }, { state: 'connecting' }],
  ['does not mourn an orphan', connecting, closed(1006, 2), { state: 'connecting' }],
  ['waits after one failure', connecting, closed(1006), { state: 'waiting', failures: 1, retryAt: now + 500 }],
  [
    'gives a silent proxy up and polls',
    connecting,
    { type: 'time' },
    { state: 'polling', failures: 1, pollAt: null, healthy: false, effects: [...closes(3), { do: 'poll' }] },
    at({ now: now + timing.connectMs }),
  ],
  [
    'polls after two failures',
    { ...connecting, failures: 1 },
    closed(1006),
    { state: 'polling', pollAt: null, healthy: false, effects: [{ do: 'poll' }] },
  ],
  ['waits a moment after a loss', open, closed(1006), { state: 'waiting', failures: 0, retryAt: now + 500 }],
  ['opens anew when the socket grew too old', open, closed(closeCodes.expired), { state: 'waiting', failures: 0 }],
  [
    'rests when there were too many',
    open,
    closed(closeCodes.tooManySockets),
    { state: 'waiting', retryAt: now + timing.restMs },
  ],
  ['rests when it flooded', open, closed(closeCodes.flooding), { state: 'waiting', retryAt: now + timing.restMs }],
  ['stops for a reload', open, closed(closeCodes.reloadRequired), { state: 'stopped', reason: 'reload' }],
  ['stops when signed out', open, closed(closeCodes.sessionEnded), { state: 'stopped', reason: 'signed-out' }],
  [
    'stops when no member any more',
    connecting,
    closed(closeCodes.notMember),
    { state: 'stopped', reason: 'not-member' },
  ],
  [
    'asks whether the other end lives',
    open,
    { type: 'time' },
    { state: 'open', deadAt: now + 24_000 + timing.pongMs, effects: [{ do: 'ping', socket: 3 }] },
    at({ now: now + 24_000 }),
  ],
  [
    'is content with a pong',
    { ...open, deadAt: now + 1 },
    { type: 'heard', socket: 3, what: 'pong' },
    { state: 'open', deadAt: null, heardAt: now, pingAt: now + timing.pingMs },
  ],
  [
    'leaves a socket that does not answer',
    { ...open, deadAt: now },
    { type: 'time' },
    { state: 'connecting', socket: 7, effects: [...closes(3), ...opens(7)] },
  ],
  [
    'asks again when the network changed',
    open,
    { type: 'offline' },
    { state: 'open', effects: [{ do: 'ping', socket: 3 }] },
  ],
  [
    'asks soon when what was sent has no answer',
    open,
    { type: 'sent' },
    { state: 'open', pingAt: now + timing.answerMs, deadAt: null, effects: [] },
  ],
  [
    'sets no timer for what leaves while nobody looks',
    { ...open, pingAt: null },
    { type: 'sent' },
    { state: 'open', pingAt: null },
  ],
  [
    'polls at once and tries a socket where sockets did not work',
    unopenedWithoutSockets,
    { type: 'time' },
    { state: 'polling', pollAt: null, upgrade: { socket: 7 }, effects: [...opens(7), { do: 'poll' }] },
  ],
  ['is quiet while nobody looks', open, { type: 'hidden' }, { state: 'open', pingAt: null, deadAt: null }],
  ['asks when it wakes up', open, { type: 'visible' }, { state: 'open', effects: [{ do: 'ping', socket: 3 }] }],
  [
    'takes a new socket after a long sleep',
    { ...open, pingAt: null, heardAt: now - timing.staleMs },
    { type: 'visible' },
    { state: 'connecting', effects: [...closes(3), ...opens(7)] },
  ],
  [
    'polls when it is time',
    polling,
    { type: 'time' },
    { state: 'polling', pollAt: null, effects: [{ do: 'poll' }] },
    at({ now: now + 5_000 }),
  ],
  [
    'polls at once after sending',
    polling,
    { type: 'hurry' },
    { state: 'polling', pollAt: null, effects: [{ do: 'poll' }] },
  ],
  ['does not poll twice at once', { ...polling, pollAt: null }, { type: 'hurry' }, { state: 'polling', effects: [] }],
  [
    'polls calmly',
    { ...polling, pollAt: null },
    { type: 'polled', refusal: null },
    { state: 'polling', pollAt: now + timing.pollVisibleMs },
  ],
  [
    'polls rarely while nobody looks',
    { ...polling, pollAt: null },
    { type: 'polled', refusal: null },
    { state: 'polling', pollAt: now + timing.pollHiddenMs },
    at({ visible: false }),
  ],
  [
    'is ill when a poll failed',
    { ...polling, pollAt: null },
    { type: 'polled', refusal: 'unreachable' },
    { state: 'polling', healthy: false, pollAt: now + timing.pollRetryMs, effects: [] },
  ],
  [
    'tries a socket as soon as the network is back',
    { ...polling, pollAt: null, healthy: false },
    { type: 'polled', refusal: null },
    { state: 'polling', healthy: true, effects: opens(7) },
  ],
  [
    'tries a socket now and then',
    { ...polling, pollAt: now + 20_000 },
    { type: 'time' },
    { state: 'polling', effects: opens(7) },
    at({ now: now + 10_000 }),
  ],
  ['comes back to a socket', upgrading, { type: 'heard', socket: 3, what: 'frame' }, { state: 'open', socket: 3 }],
  [
    'tries later when there is still none',
    upgrading,
    closed(1006),
    { state: 'polling', failures: 3, upgrade: { at: now + 10_000 } },
  ],
  [
    'gives a hanging upgrade up',
    { ...upgrading, pollAt: now + 20_000 },
    { type: 'time' },
    { state: 'polling', upgrade: { at: now + timing.connectMs + 10_000 }, effects: closes(3) },
    at({ now: now + timing.connectMs }),
  ],
  [
    'stops polling when signed out',
    polling,
    { type: 'polled', refusal: 'signed_out' },
    { state: 'stopped', reason: 'signed-out' },
  ],
  [
    'stops polling a room that is not there',
    polling,
    { type: 'polled', refusal: 'not_found' },
    { state: 'stopped', reason: 'not-member' },
  ],
  [
    'stops polling for a reload',
    upgrading,
    { type: 'polled', refusal: 'reload_required' },
    { state: 'stopped', reason: 'reload', effects: closes(3) },
  ],
  ['leaves', open, { type: 'leave' }, { state: 'stopped', reason: 'left', effects: closes(3) }],
  [
    'stays stopped',
    { state: 'stopped', reason: 'left' },
    { type: 'online' },
    { state: 'stopped', reason: 'left', effects: [] },
  ],
]

describe('connection', () => {
  test.each(table)('%s', (_what, from, event, { effects, ...expected }, circumstances = at()) => {
    const next = step(from, event, circumstances)
    expect(next.connection).toMatchObject(expected)
    if (effects) expect(next.effects).toEqual(effects)
  })

  test('[CU6] a room that asks for a newer client is not asked again', () => {
    const { connection } = step(open, closed(closeCodes.reloadRequired), at())
    expect(step(connection, { type: 'visible' }, at()).effects).toEqual([])
    expect(nextWake(connection)).toBeNull()
  })

  test('every state but an open one that nobody looks at goes on by itself', () => {
    for (const connection of [waiting, connecting, open, polling, upgrading])
      expect(nextWake(connection)).toBeGreaterThan(now)
    expect(nextWake({ ...open, pingAt: null })).toBeNull()
  })

  test('a visible client waits between half a second and two, a hidden one up to five minutes', () => {
    const failing: Connection = { ...connecting, failures: 0 }
    for (const chance of [0, 0.3, 0.99]) {
      const seen = step(failing, closed(1006), at({ chance })).connection
      const unseen = step(failing, closed(1006), at({ chance, visible: false })).connection
      const waitMs = (connection: Connection) => (nextWake(connection) ?? 0) - now
      expect(waitMs(seen)).toBeGreaterThanOrEqual(500)
      expect(waitMs(seen)).toBeLessThanOrEqual(2_000)
      expect(waitMs(unseen)).toBeLessThanOrEqual(300_000)
    }
  })
})
