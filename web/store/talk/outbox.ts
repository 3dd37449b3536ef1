import { type Accessor, createSignal } from 'solid-js'
import type { ClientId, EpochMs, Seq } from '../../../protocol/ids.ts'
import type { Answer } from '../../../protocol/server-message.ts'
import * as queue from './outbox-queue.ts'

/** The outbox of one room. What is in it lies on the device first, and is shown and sent after that. */
export type Outbox = {
  items: Accessor<readonly queue.Pending[]>
  add: (command: queue.OutboxCommand, options?: { heldUntil?: EpochMs }) => Promise<void>
  retry: (id: ClientId) => void
  remove: (id: ClientId) => void
  /** Sends a held one now. */
  release: (id: ClientId) => void
  /** Takes a held one back; null when it has left already. */
  takeBack: (id: ClientId) => queue.OutboxCommand | null
  answered: (answer: Answer) => void
  interrupted: () => void
  /** Entries that are there to be shown instead. */
  shown: (holds: (seq: Seq) => boolean) => void
  isBusy: () => boolean
  /** Sends what may leave now. */
  pump: () => void
  /** Takes what lies on the device: at the beginning, and when another tab changed it. */
  reload: () => Promise<void>
}

/** Where the outbox of one room lies on the device. Everything is done in the order in which it was asked for. */
export type OutboxKeeping = {
  rows: () => Promise<queue.KeptPending[]>
  put: (pending: queue.KeptPending) => Promise<void>
  change: (id: ClientId, next: Omit<queue.KeptPending, 'command'>) => void
  remove: (id: ClientId) => void
  /** Their entries are shown, and will be kept. */
  settled: (ids: readonly ClientId[]) => void
}

export type OutboxParts = {
  /** Gives a command to whatever connection lives; false when none does, or when another tab sends. */
  send: (command: queue.OutboxCommand) => boolean
  now: () => EpochMs
  /** Calls back after so long; a room that asked to wait is asked again then. */
  later: (ms: number, then: () => void) => void
  keeping: OutboxKeeping
  isWhole: queue.IsWhole
  /** Some message here carries photos or files, which somebody has to see to. */
  seeToFiles: () => void
}

export function createOutbox({ send, now, later, keeping, isWhole, seeToFiles }: OutboxParts): Outbox {
  const [held, setHeld] = createSignal(queue.emptyQueue)
  /** What is done on the device one after another. */
  let writing: Promise<unknown> = Promise.resolve()
  /** Taken away here: a list that was read before that does not bring it back. */
  const gone = new Set<ClientId>()

  const isHere = ({ command }: queue.KeptPending) => !gone.has(command.id)

  function inOrder<T>(work: () => Promise<T>): Promise<T> {
    const done = writing.then(work)
    writing = done.catch(() => undefined)
    return done
  }

  function pump(): void {
    for (const command of queue.due(held(), now(), isWhole)) {
      if (send(command)) setHeld((q) => queue.underway(q, command.id))
    }
    const waitMs = queue.dueInMs(held(), now(), isWhole)
    if (waitMs !== null) later(waitMs, pump)
    if (held().items.some(queue.carriesFiles)) seeToFiles()
  }

  const change = (next: (q: queue.OutboxQueue) => queue.OutboxQueue): void => {
    const before = held().items
    const after = setHeld(next).items
    const stays = new Set(after.map(({ command }) => command.id))
    for (const { command } of before) {
      if (stays.has(command.id)) continue
      gone.add(command.id)
      keeping.remove(command.id)
    }
    pump()
  }

  function add(command: queue.OutboxCommand, { heldUntil }: { heldUntil?: EpochMs } = {}): Promise<void> {
    const pending = { command, ...(heldUntil === undefined ? {} : { heldUntil }) }
    return inOrder(async () => {
      await keeping.put(pending)
      change((q) => queue.enqueue(q, command, heldUntil))
    })
  }

  return {
    items: () => held().items,
    add,
    retry(id) {
      keeping.change(id, {})
      change((q) => queue.retried(q, id))
    },
    remove: (id) => change((q) => queue.removed(q, id)),
    release(id) {
      keeping.change(id, {})
      change((q) => queue.released(q, id))
    },
    takeBack(id) {
      const item = held().items.find(({ command }) => command.id === id)
      if (item === undefined || !queue.isHeld(item, now())) return null
      change((q) => queue.removed(q, id))
      return item.command
    },
    answered(answer) {
      change((q) => queue.answered(q, answer, now()))
      const item = held().items.find(({ command }) => command.id === answer.id)
      if (item?.status === 'stored') keeping.change(answer.id, { seq: item.seq as Seq })
      if (item?.status === 'failed' && item.refusal) keeping.change(answer.id, { refusal: item.refusal })
    },
    interrupted: () => void setHeld(queue.interrupted),
    shown(holds) {
      const before = held().items
      const after = setHeld((q) => queue.shown(q, holds)).items
      const settled = before.filter((item) => !after.includes(item)).map(({ command }) => command.id)
      for (const id of settled) gone.add(id)
      if (settled.length > 0) keeping.settled(settled)
    },
    isBusy: () => queue.isBusy(held()),
    pump,
    reload: () =>
      inOrder(async () => {
        const rows = await keeping.rows()
        setHeld((q) => queue.restored(q, rows.filter(isHere)))
        pump()
      }),
  }
}
