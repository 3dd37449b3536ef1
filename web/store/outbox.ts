import { type Accessor, createSignal } from 'solid-js'
import type { ClientId, EpochMs, Seq } from '../../protocol/ids.ts'
import type { Answer } from '../../protocol/server-message.ts'
import * as queue from './outbox-queue.ts'

/** The outbox of one room. */
export type Outbox = {
  items: Accessor<readonly queue.Pending[]>
  add: (command: queue.OutboxCommand) => void
  retry: (id: ClientId) => void
  remove: (id: ClientId) => void
  answered: (answer: Answer) => void
  interrupted: () => void
  shown: (holds: (seq: Seq) => boolean) => void
  isBusy: () => boolean
  /** Sends what may leave now. */
  pump: () => void
}

export type OutboxParts = {
  /** Gives a command to whatever connection lives; false when none does. */
  send: (command: queue.OutboxCommand) => boolean
  now: () => EpochMs
  /** Calls back after so long; a room that asked to wait is asked again then. */
  later: (ms: number, then: () => void) => void
}

export function createOutbox({ send, now, later }: OutboxParts): Outbox {
  const [held, setHeld] = createSignal(queue.emptyQueue)

  function pump(): void {
    for (const command of queue.due(held(), now())) {
      if (send(command)) setHeld((q) => queue.underway(q, command.id))
    }
    const waitMs = held().resumeAt - now()
    if (waitMs > 0) later(waitMs, pump)
  }

  const change = (next: (q: queue.OutboxQueue) => queue.OutboxQueue): void => {
    setHeld(next)
    pump()
  }

  return {
    items: () => held().items,
    add: (command) => change((q) => queue.enqueue(q, command)),
    retry: (id) => change((q) => queue.retried(q, id)),
    remove: (id) => change((q) => queue.removed(q, id)),
    answered: (answer) => change((q) => queue.answered(q, answer, now())),
    interrupted: () => void setHeld(queue.interrupted),
    shown: (holds) => void setHeld((q) => queue.shown(q, holds)),
    isBusy: () => queue.isBusy(held()),
    pump,
  }
}
