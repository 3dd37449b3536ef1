import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Entry } from '../../protocol/entry.ts'
import { keptEntries, keptFrom, toHeld, toKept } from '../../web/offline/kept-room.ts'
import { emptyRoom, type HeldRoom } from '../../web/store/talk/room-fold.ts'

const entry = (seq: number): Entry => ({ seq, by: 1, storedAt: seq, kind: 'message', text: `t${seq}` }) as Entry

function heldWith(seqs: readonly number[], head: number): HeldRoom {
  const held = emptyRoom()
  held.facts = { id: 'r', organizationId: 'o' } as HeldRoom['facts']
  for (const seq of seqs) held.timeline.entries.set(seq, entry(seq))
  held.timeline.head = head
  held.timeline.rev = 3
  for (const seq of seqs) held.reads.set(seq, seq % 5)
  return held
}

test('[CL8] only the newest entries without a hole are kept, and of those the last ones', () => {
  expect(keptFrom(heldWith([1, 2, 3, 7, 8, 9], 9))).toBe(7)
  expect(keptFrom(heldWith([1, 2, 3], 9))).toBe(10)
  expect(keptFrom(heldWith([], 0))).toBe(1)
  const many = Array.from({ length: keptEntries + 50 }, (_, i) => i + 1)
  expect(keptFrom(heldWith(many, many.length))).toBe(51)
})

test('[CL8] what comes back is what was held from there on', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 60 })), fc.integer({ min: 0, max: 5 }), (seqs, beyond) => {
      const head = Math.max(0, ...seqs) + beyond
      const held = heldWith(seqs, head)
      const from = keptFrom(held)
      const room = toKept(held, from)
      if (room === null) throw new Error('a room with facts is kept')
      const kept = [...held.timeline.entries.values()].filter(({ seq }) => seq >= from)
      const back = toHeld({ room, roster: null, entries: kept, marks: [] })
      expect(back.timeline.head).toBe(head)
      expect([...back.timeline.entries.keys()].sort((a, b) => a - b)).toEqual(
        Array.from({ length: head + 1 - from }, (_, i) => from + i),
      )
      for (const { seq } of kept) expect(back.reads.get(seq)).toBe(held.reads.get(seq))
    }),
  )
})

test('[CL8] entries beyond the cursor are not taken: they belong to a write that was cut off', () => {
  const room = toKept(heldWith([4, 5], 5), 4)
  if (room === null) throw new Error('a room with facts is kept')
  const back = toHeld({ room, roster: null, entries: [entry(4), entry(5), entry(6)], marks: [] })
  expect([...back.timeline.entries.keys()]).toEqual([4, 5])
})
