import { describe, expect, test } from 'vitest'
import type { RoomState } from '../../core/room-state.ts'
import type { RoomStorage } from '../../durable/storage/room-storage.ts'
import { reactionCodes } from '../../protocol/entry.ts'
import { aMember, aRoom, clientId, id } from './builders.ts'
import { MemoryRoomStorage } from './memory-room-storage.ts'
import { SeededRandom } from './random.ts'
import { RoomHarness } from './room-harness.ts'

const names = ['ami', 'ben', 'cho', 'dai']

/** Everything of a state that members can notice; `recent` only as far as both sides must know it. */
const comparable = ({ facts, revision, people, stays, head, countable, rev, ledgers, recent }: RoomState) => ({
  facts,
  revision,
  people,
  stays: stays.map((stay) => ({ ...stay })),
  head,
  countable,
  rev,
  ledgers,
  recent: recent.slice(-100),
})

/** Random talk and membership into two rooms at once: one over the storage under test, one over the list of all changes. */
function talk(storage: RoomStorage, seed: number, steps: number) {
  const random = new SeededRandom(seed)
  const tested = new RoomHarness(aRoom(names), storage)
  const oracle = new RoomHarness(aRoom(names), new MemoryRoomStorage())
  const rooms = [tested, oracle]
  for (let n = 1; n <= steps; n += 1) {
    const present = names.filter((name) =>
      oracle.state.stays.some((stay) => stay.leftSeq === null && oracle.state.byAccount.get(id(name)) === stay.no),
    )
    const who = random.pick(present)
    const target = 1 + random.below(oracle.state.head)
    const kind = random.below(12)
    const cid = clientId(n)
    if (kind === 0) {
      const members = names.filter(() => random.below(4) > 0)
      const side = random.below(2) === 0 ? {} : { title: `題${n}` }
      const next = aRoom(
        (members.length > 0 ? members : ['ami']).map((name) => aMember(name, side)),
        { revision: n + 1 },
      )
      for (const room of rooms) room.applyDirectory(next)
      continue
    }
    if (kind === 11) {
      const files = [{ id: clientId(n), kind: 'file' as const, name: 'a', type: 'text/plain', size: 1, sha256: '00' }]
      const change = random.pick(['changed', 'archived', 'published'] as const)
      const note = clientId(random.below(3), 9)
      const told = { note, noteKind: 'text' as const, title: `題 ${n}`, version: n, change, by: id(who), files }
      const seqs = rooms.map((room) => room.service.applyNotes([told, told], room.now).seqs)
      expect(seqs[0]).toEqual(seqs[1])
      expect(tested.storage.noteEntries(note)).toEqual(oracle.storage.noteEntries(note))
      continue
    }
    const command =
      kind < 6
        ? ({ t: 'post', id: cid, text: `本文 ${n}`, ...(kind === 5 ? { mentions: [oracle.no(who)] } : {}) } as const)
        : kind === 6
          ? ({ t: 'correct', id: cid, target, text: `訂正 ${n}` } as const)
          : kind === 7
            ? ({ t: 'retract', id: cid, target } as const)
            : kind === 8
              ? ({
                  t: 'react',
                  id: cid,
                  target,
                  code: random.below(3) === 0 ? null : random.pick(reactionCodes),
                } as const)
              : kind === 9
                ? ({ t: 'pin', id: cid, target, pinned: random.below(2) === 0 } as const)
                : ({ t: 'read', seq: target } as const)
    const outcomes = rooms.map((room) => room.perform(who, command))
    expect(outcomes[0]).toEqual(outcomes[1])
    for (const room of rooms) room.advance(10)
    if (random.below(10) === 0) tested.evict()
  }
  return { tested, oracle }
}

/** What every storage of a room must do. */
export function roomStorageContract(withStorage: (use: (storage: RoomStorage) => void) => Promise<void>): void {
  describe('a room storage', () => {
    test('[MB7] a room that was never created loads as nothing', async () => {
      await withStorage((storage) => expect(storage.load()).toBeNull())
    })

    test.each([1, 2, 3, 4, 5, 6])(
      '[CU8] what it reloads is the fold of everything that happened (seed %i)',
      async (seed) => {
        await withStorage((storage) => {
          const { tested, oracle } = talk(storage, seed, 120)
          tested.evict()
          expect(comparable(tested.state)).toEqual(comparable(oracle.state))
          const { head } = oracle.state
          expect(storage.entries(1, head)).toEqual(oracle.storage.entries(1, head))
          expect(JSON.parse(storage.encodedEntries(1, head))).toEqual(oracle.storage.entries(1, head))
          expect(sorted(storage.marksOn(1, head))).toEqual(sorted(oracle.storage.marksOn(1, head)))
          expect(sorted(storage.marksSince(5))).toEqual(sorted(oracle.storage.marksSince(5)))
          expect(sorted(storage.pins())).toEqual(sorted(oracle.storage.pins()))
          for (let seq = 1; seq <= head; seq += 1) {
            expect(storage.versions(seq)).toEqual(oracle.storage.versions(seq))
            expect(storage.countableAt(seq)).toBe(oracle.storage.countableAt(seq))
          }
        })
      },
    )

    test('[RP13] own entries older than the newest thousand are still read after a reload', async () => {
      await withStorage((storage) => {
        const room = new RoomHarness(aRoom(['ami', 'ben']), storage)
        for (let n = 1; n <= 1_700; n += 1) room.perform('ami', { t: 'post', id: clientId(n), text: 'x' })
        room.evict()
        const stay = room.state.newest.get(1)
        expect([stay?.pointer, stay?.seen, stay?.ownAhead]).toEqual([1_701, 1_700, []])
      })
    })

    test('[LB3] up to which version the lobby was told is kept', async () => {
      await withStorage((storage) => {
        const room = new RoomHarness(aRoom(['ami']), storage)
        expect(storage.toldVersion()).toBe(0)
        storage.noteTold(7)
        room.evict()
        expect(storage.toldVersion()).toBe(7)
      })
    })
  })
}

const sorted = <T extends { rev: number }>(marks: T[]): T[] => [...marks].sort((a, b) => a.rev - b.rev)
