import type { Correct, Pin, Post, React, Retract } from '../../../protocol/client-message.ts'
import type { ClientId, EpochMs, Seq } from '../../../protocol/ids.ts'
import type { RefusalCode } from '../../../protocol/refusals.ts'
import type { Answer } from '../../../protocol/server-message.ts'

/**
 * What a person has said or done in one room that the room has not answered yet. Pure values: each function gives a new queue.
 *
 *   waiting ──sent──► underway ──answer──► stored ──entry seen──► (gone)
 *      ▲                 │ └──refusal──► failed ──retry──► waiting
 *      └─ connection lost, slow_down ─┘     └──remove──► (gone)
 *
 * 1. Texts leave in the order in which they were written, and one at a time: a text that follows must not overtake one that was told
 *    to slow down. What changes an entry that is stored goes in a lane of its own.
 * 2. A text that the room refused for good does not hold up those behind it.
 * 3. A text that is held so that it can be taken back holds up those behind it.
 * 4. A message whose photos and files are not whole in its room yet steps aside: it holds up nobody, and leaves when they are.
 */
export type OutboxCommand = Post | Correct | Retract | React | Pin

export type Pending = {
  command: OutboxCommand
  status: 'waiting' | 'underway' | 'stored' | 'failed'
  /** Of a failed one: why. */
  refusal?: RefusalCode
  /** Of a stored text: under which number. */
  seq?: Seq
  /** Of a text that can still be taken back: until then it does not leave. */
  heldUntil?: EpochMs
}

export type OutboxQueue = {
  items: readonly Pending[]
  /** The room asked to wait until then. */
  resumeAt: EpochMs
}

export const emptyQueue: OutboxQueue = { items: [], resumeAt: 0 }

/** Waits at least this long after `slow_down` without a time. */
const slowDownMs = 2_000

export const enqueue = (queue: OutboxQueue, command: OutboxCommand, heldUntil?: EpochMs): OutboxQueue => ({
  ...queue,
  items: [
    ...queue.items.filter((item) => !isReplacedBy(item, command)),
    { command, status: 'waiting', ...(heldUntil === undefined ? {} : { heldUntil }) },
  ],
})

/**
 * The queue as it lies on the device, in its order. What is under way here stays so, and what is not on the device any more was answered in
 * another tab.
 */
export function restored(queue: OutboxQueue, rows: readonly KeptPending[]): OutboxQueue {
  const statusOf = ({ command, seq, refusal }: KeptPending): Pending['status'] => {
    if (seq !== undefined) return 'stored'
    if (refusal !== undefined) return 'failed'
    return queue.items.find((item) => item.command.id === command.id)?.status === 'underway' ? 'underway' : 'waiting'
  }
  return { ...queue, items: rows.map((row) => ({ ...row, status: statusOf(row) })) }
}

/** What is kept of one thing that waits. */
export type KeptPending = Omit<Pending, 'status'>

/** The first of each lane, where nothing of that lane is under way; nothing while the room has asked to wait. */
export function due(queue: OutboxQueue, now: EpochMs, isWhole: IsWhole): OutboxCommand[] {
  if (now < queue.resumeAt) return []
  return firstOfLanes(queue, isWhole).flatMap((next) => (isHeld(next, now) ? [] : [next.command]))
}

/** How long until something is due that only has to wait for its time; null when nothing does. */
export function dueInMs(queue: OutboxQueue, now: EpochMs, isWhole: IsWhole): number | null {
  const waits = firstOfLanes(queue, isWhole).map(({ heldUntil = 0 }) => Math.max(queue.resumeAt, heldUntil) - now)
  const positive = waits.filter((ms) => ms > 0)
  return positive.length === 0 ? null : Math.min(...positive)
}

/** Whether everything that a message carries is whole in its room. */
export type IsWhole = (post: ClientId) => boolean

export const carriesFiles = ({ command }: Pending): boolean => 'files' in command

function firstOfLanes({ items }: OutboxQueue, isWhole: IsWhole): Pending[] {
  return [isText, isChange].flatMap((isOfLane) => {
    const lane = items.filter((item) => isOfLane(item.command) && (!carriesFiles(item) || isWhole(item.command.id)))
    if (lane.some((item) => item.status === 'underway')) return []
    const next = lane.find((item) => item.status === 'waiting')
    return next ? [next] : []
  })
}

/** Whether a text can still be taken back. A clock that was set back by more than the time itself does not hold it for longer. */
export const isHeld = ({ heldUntil = 0, status }: Pending, now: EpochMs): boolean =>
  status === 'waiting' && heldUntil > now && heldUntil <= now + holdMs

/** So long can a message to many be taken back before it leaves. */
export const holdMs = 5_000

/** Sends a held text at once. */
export const released = (queue: OutboxQueue, id: ClientId): OutboxQueue => change(queue, id, { status: 'waiting' })

export const underway = (queue: OutboxQueue, id: ClientId): OutboxQueue => change(queue, id, { status: 'underway' })

/** The connection on which they were sent is gone: the room knows them or it does not, and sending twice is sending once. */
export const interrupted = (queue: OutboxQueue): OutboxQueue => ({
  ...queue,
  items: queue.items.map((item) => (item.status === 'underway' ? { command: item.command, status: 'waiting' } : item)),
})

export function answered(queue: OutboxQueue, answer: Answer, now: EpochMs): OutboxQueue {
  if ('refusal' in answer) return refused(queue, answer, now)
  const item = queue.items.find(({ command }) => command.id === answer.id)
  if (!item) return queue
  if (answer.seq === undefined || !isText(item.command)) return removed(queue, answer.id)
  return change(queue, answer.id, { status: 'stored', seq: answer.seq })
}

function refused(queue: OutboxQueue, answer: Extract<Answer, { refusal: unknown }>, now: EpochMs): OutboxQueue {
  if (answer.refusal === 'slow_down') {
    const resumeAt = now + (answer.retryAfterMs ?? slowDownMs)
    return { ...change(queue, answer.id, { status: 'waiting' }), resumeAt: Math.max(queue.resumeAt, resumeAt) }
  }
  return change(queue, answer.id, { status: 'failed', refusal: answer.refusal })
}

/** A stored text goes when its entry is there to be shown instead. */
export function shown(queue: OutboxQueue, holds: (seq: Seq) => boolean): OutboxQueue {
  const items = queue.items.filter((item) => item.seq === undefined || !holds(item.seq))
  return items.length === queue.items.length ? queue : { ...queue, items }
}

/** Sends a failed one again under the same id. */
export const retried = (queue: OutboxQueue, id: ClientId): OutboxQueue => change(queue, id, { status: 'waiting' })

export const removed = (queue: OutboxQueue, id: ClientId): OutboxQueue => ({
  ...queue,
  items: queue.items.filter(({ command }) => command.id !== id),
})

/** Whether something still has to leave. */
export const isBusy = (queue: OutboxQueue): boolean =>
  queue.items.some(({ status }) => status === 'waiting' || status === 'underway')

/** A text that its room has not stored. */
export const isUnsent = ({ command, status }: Pending): boolean => isText(command) && status !== 'stored'

const isText = (command: OutboxCommand): command is Post => command.t === 'post'
const isChange = (command: OutboxCommand) => !isText(command)

/** Of reactions and pins that have not left, only the last one on an entry matters. */
function isReplacedBy({ command: earlier, status }: Pending, later: OutboxCommand): boolean {
  if (status === 'underway' || (later.t !== 'react' && later.t !== 'pin')) return false
  return earlier.t === later.t && earlier.target === later.target
}

function change(queue: OutboxQueue, id: ClientId, next: Omit<Pending, 'command'>): OutboxQueue {
  return {
    ...queue,
    items: queue.items.map((item) => (item.command.id === id ? { command: item.command, ...next } : item)),
  }
}
