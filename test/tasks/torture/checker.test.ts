import { describe, expect, test } from 'vitest'
import {
  checkTranscript,
  expectedFrom,
  expectedPointer,
  expectedReads,
  expectedUnread,
  type SenderList,
  shortened,
} from '../../../bench/torture/checker.ts'
import type { Entry } from '../../../protocol/entry.ts'
import type { Seq } from '../../../protocol/ids.ts'

/** Two senders, three messages each, taken in turns: seqs 2 to 7 after the joining. */
const lists = (): SenderList[] =>
  [1, 2].map((by) => ({
    by,
    written: [0, 1, 2].map((n) => ({
      id: `${by}-${n}`,
      text: `${by} の ${n}`,
      answers: [{ id: `${by}-${n}`, seq: 2 * n + by + 1 }],
    })),
  }))

function transcript(): Map<Seq, Entry> {
  const entries = new Map<Seq, Entry>([
    [1, { seq: 1, by: 0, storedAt: 0, kind: 'membership', joined: [1, 2], left: [] }],
  ])
  for (const { by, written } of lists())
    for (const { text, answers } of written) {
      const [answer] = answers
      const seq = answer && 'seq' in answer ? (answer.seq ?? 0) : 0
      entries.set(seq, { seq, by, storedAt: seq, kind: 'message', text })
    }
  return entries
}

const message = (seq: Seq): Extract<Entry, { kind: 'message' }> => {
  const entry = transcript().get(seq)
  if (entry?.kind !== 'message') throw new Error(`${seq} is no message`)
  return entry
}

const faultsOf = (entries: Map<Seq, Entry>, from = lists()) => checkTranscript('someone', entries, expectedFrom(from))

describe('a transcript against the senders’ own lists', () => {
  test('the right one has no fault', () => {
    expect(expectedFrom(lists()).faults).toEqual([])
    expect(faultsOf(transcript())).toEqual([])
  })

  test('an empty one is a fault, and so is one where nothing was sent', () => {
    expect(faultsOf(new Map())).toContain('someone: the transcript is empty')
    expect(checkTranscript('someone', new Map(), expectedFrom([]))).toEqual([
      'someone: nothing was acknowledged',
      'someone: the transcript is empty',
    ])
  })

  test.each([2, 4, 7])('a lost message (%d)', (seq) => {
    const entries = transcript()
    entries.delete(seq)
    expect(faultsOf(entries).join()).toContain(`seq ${seq} is lost`)
  })

  test('a hole that the sender was never told of', () => {
    const entries = transcript()
    entries.set(9, { seq: 9, by: 0, storedAt: 9, kind: 'renamed', name: '別の名前' })
    expect(faultsOf(entries)).toEqual(['someone: seq 8 is missing below 9'])
  })

  test('a doubled message', () => {
    const entries = transcript()
    entries.set(8, { ...message(4), seq: 8 })
    expect(faultsOf(entries).join()).toMatch(/stands twice, as 4 and 8/)
  })

  test('a message that nobody was told was stored', () => {
    const entries = transcript()
    entries.set(8, { ...message(4), seq: 8, text: '誰も送っていない' })
    expect(faultsOf(entries)).toEqual(['someone: seq 8 is nobody’s: “誰も送っていない”'])
  })

  test('two messages in each other’s places', () => {
    const entries = transcript()
    entries.set(4, { ...message(6), seq: 4 })
    entries.set(6, { ...message(4), seq: 6 })
    expect(faultsOf(entries)).toHaveLength(2)
  })

  test('another text and another author', () => {
    const entries = transcript()
    entries.set(4, { ...message(4), text: '1 の 9' })
    entries.set(5, { ...message(5), by: 1 })
    expect(faultsOf(entries)).toHaveLength(2)
  })

  test('an entry under a number that is not its own', () => {
    const entries = transcript()
    entries.set(4, { ...message(4), seq: 5 })
    expect(faultsOf(entries)).toEqual(['someone: seq 5 stands in the place of 4'])
  })
})

describe('the senders’ own lists', () => {
  const changed = (
    change: (written: { id: string; text: string; answers: { id: string; seq?: number }[] }[]) => void,
  ) => {
    const all = structuredClone(lists()) as never as { by: number; written: Parameters<typeof change>[0] }[]
    change(all[0]!.written)
    return expectedFrom(all).faults
  }

  test('a message without an answer', () => {
    expect(changed((written) => written[1]!.answers.pop())).toEqual(['member 1: 1-1 was never acknowledged'])
  })

  test('a message told a second number', () => {
    expect(changed((written) => written[1]!.answers.push({ id: '1-1', seq: 40 })).join()).toContain(
      'was renumbered, told 4 and 40',
    )
  })

  test('two messages under one number', () => {
    expect(changed((written) => (written[1]!.answers[0]!.seq = 3)).join()).toContain(
      'seq 3 was told to member 1 and to member 2',
    )
  })

  test('another order than that of composing', () => {
    expect(changed((written) => written.reverse()).join()).toContain('composed after 6 and numbered 4')
  })

  test('the same answer again is no fault', () => {
    expect(changed((written) => written[1]!.answers.push({ id: '1-1', seq: 4 }))).toEqual([])
  })
})

describe('what a member should see', () => {
  test('unread is what others said after what was read', () => {
    expect(expectedUnread(transcript(), { no: 1, read: 1 })).toBe(3)
    expect(expectedUnread(transcript(), { no: 1, read: 3 })).toBe(2)
    expect(expectedUnread(transcript(), { no: 2, read: 7 })).toBe(0)
  })

  test('a pointer goes on over own entries that follow it', () => {
    expect(expectedPointer(transcript(), { no: 1, read: 1 })).toBe(2)
    expect(expectedPointer(transcript(), { no: 1, read: 4 })).toBe(4)
    expect(expectedPointer(transcript(), { no: 1, read: 5 })).toBe(6)
  })

  test('readers are those whose pointers reach it, without the author', () => {
    const pointers = new Map([
      [1, 5],
      [2, 4],
      [3, 3],
    ])
    expect([2, 3, 4, 5].map((seq) => expectedReads(message(seq), pointers))).toEqual([2, 2, 1, 1])
  })
})

test('many faults are told as a few and how many more', () => {
  expect(shortened(['a', 'b'])).toEqual(['a', 'b'])
  expect(shortened(Array.from({ length: 9 }, (_, i) => `${i}`))).toEqual(['0', '1', '2', '3', '4', '… and 4 more'])
})
