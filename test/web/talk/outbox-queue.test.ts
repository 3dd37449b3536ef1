import { describe, expect, test } from 'vitest'
import {
  answered,
  due,
  dueInMs,
  emptyQueue,
  enqueue,
  interrupted,
  isBusy,
  type OutboxCommand,
  type OutboxQueue,
  released,
  removed,
  restored,
  retried,
  shown,
  underway,
} from '../../../web/store/talk/outbox-queue.ts'

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
const post = (n: number): OutboxCommand => ({ t: 'post', id: id(n), text: `text ${n}` })
const withPhoto = (n: number): OutboxCommand => ({ t: 'post', id: id(n), text: '', files: [{ id: id(100 + n) }] })
const react = (n: number, target: number, code: 'roger' | 'checked' | null = 'roger'): OutboxCommand => ({
  t: 'react',
  id: id(n),
  target,
  code,
})
const queueOf = (...commands: OutboxCommand[]) =>
  commands.reduce((queue, command) => enqueue(queue, command), emptyQueue)
const send = (queue: OutboxQueue, now = 0) =>
  due(queue, now, () => false).reduce((held, command) => underway(held, command.id), queue)
const texts = (queue: OutboxQueue, now = 0, whole: readonly string[] = []) =>
  due(queue, now, (post) => whole.includes(post)).map((command) => command.id)

describe('outbox', () => {
  test('texts leave one at a time, in the order in which they were written', () => {
    let queue = send(queueOf(post(1), post(2), post(3)))
    expect(texts(queue)).toEqual([])
    queue = answered(queue, { id: id(1), seq: 10 }, 0)
    expect(texts(queue)).toEqual([id(2)])
  })

  test('a reaction does not wait for a text', () => {
    const queue = send(queueOf(post(1)))
    expect(texts(enqueue(queue, react(2, 5)))).toEqual([id(2)])
  })

  test('[FO3] after slow_down nothing leaves until the room’s time, and then the same text first', () => {
    const queue = answered(send(queueOf(post(1), post(2))), { id: id(1), refusal: 'slow_down', retryAfterMs: 900 }, 100)
    expect(texts(queue, 999)).toEqual([])
    expect(texts(queue, 1_000)).toEqual([id(1)])
    expect(isBusy(queue)).toBe(true)
  })

  test('[LG3] what was under way when the connection went is sent again under the same id', () => {
    const queue = interrupted(send(queueOf(post(1))))
    expect(texts(queue)).toEqual([id(1)])
  })

  test('[LG2] a text counts as sent with the room’s answer, and goes when its entry is there', () => {
    const stored = answered(send(queueOf(post(1))), { id: id(1), seq: 10 }, 0)
    expect(stored.items).toMatchObject([{ status: 'stored', seq: 10 }])
    expect(isBusy(stored)).toBe(false)
    expect(shown(stored, (seq) => seq === 9)).toBe(stored)
    expect(shown(stored, (seq) => seq === 10).items).toEqual([])
  })

  test('a refused text stays, tells why, and does not hold up the next', () => {
    const queue = answered(send(queueOf(post(1), post(2))), { id: id(1), refusal: 'read_only_room' }, 0)
    expect(queue.items[0]).toMatchObject({ status: 'failed', refusal: 'read_only_room' })
    expect(texts(queue)).toEqual([id(2)])
    expect(texts(retried(queue, id(1)))).toEqual([id(1)])
    expect(removed(queue, id(1)).items).toHaveLength(1)
  })

  test('of reactions that have not left only the last on an entry matters', () => {
    const queue = queueOf(react(1, 5), react(2, 6), react(3, 5, 'checked'), react(4, 5, null))
    expect(queue.items.map(({ command }) => command.id)).toEqual([id(2), id(4)])
    expect(enqueue(send(queueOf(react(1, 5))), react(2, 5, null)).items).toHaveLength(2)
  })

  test('a reaction is done with its answer; an answer that is not awaited changes nothing', () => {
    const queue = send(queueOf(react(1, 5)))
    expect(answered(queue, { id: id(1), rev: 3 }, 0).items).toEqual([])
    expect(answered(queue, { id: id(9), seq: 3 }, 0)).toBe(queue)
  })

  test('[CL3] a held text waits for its time and holds up those behind it, until it is released', () => {
    const queue = enqueue(enqueue(emptyQueue, post(1), 10_000), post(2))
    expect(texts(queue, 9_000)).toEqual([])
    expect(dueInMs(queue, 9_000, () => false)).toBe(1_000)
    expect(texts(queue, 10_000)).toEqual([id(1)])
    expect(texts(released(queue, id(1)), 9_000)).toEqual([id(1)])
    expect(texts(removed(queue, id(1)), 9_000)).toEqual([id(2)])
    expect(texts(enqueue(queue, react(3, 5)), 9_000)).toEqual([id(3)])
  })

  test('[CL13] a message whose photos are not whole steps aside, and leaves as soon as they are', () => {
    const queue = queueOf(post(1), withPhoto(2), post(3), withPhoto(4))
    expect(texts(queue)).toEqual([id(1)])
    const without = removed(queue, id(1))
    expect(texts(without)).toEqual([id(3)])
    expect(texts(without, 0, [id(4)])).toEqual([id(3)])
    expect(texts(without, 0, [id(2), id(4)])).toEqual([id(2)])
    expect(texts(removed(without, id(3)))).toEqual([])
    expect(isBusy(removed(without, id(3)))).toBe(true)
    expect(due(underway(without, id(2)), 0, () => true)).toEqual([])
  })

  test('[CL3] a clock that was set back does not hold a text for longer than its time', () => {
    const queue = enqueue(emptyQueue, post(1), 100_000)
    expect(texts(queue, 99_000)).toEqual([])
    expect(texts(queue, 50_000)).toEqual([id(1)])
  })

  test('[CL2] the queue comes back from the device in its order; what is under way here stays so', () => {
    const queue = send(queueOf(post(1), post(2)))
    const rows = [
      { command: post(1) },
      { command: post(3) },
      { command: post(4), refusal: 'text_too_long' as const },
      { command: post(5), seq: 9 },
    ]
    const statuses = restored(queue, rows).items.map(({ command, status }) => [command.id, status])
    expect(statuses).toEqual([
      [id(1), 'underway'],
      [id(3), 'waiting'],
      [id(4), 'failed'],
      [id(5), 'stored'],
    ])
  })
})
