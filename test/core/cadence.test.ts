import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCount } from '../../core/read-counts.ts'
import { decodeSheet } from '../../core/read-sheet.ts'
import type { Update } from '../../protocol/server-message.ts'
import { aRoom, clientId } from '../support/builders.ts'
import { type FakeSocket, RoomHarness } from '../support/room-harness.ts'

const post = (n: number) => ({ t: 'post', id: clientId(n), text: '一斉連絡' }) as const

/** The count that a socket shows for an entry, by all it was told. */
function shown(socket: FakeSocket, seq: number): number {
  let count = 0
  for (const { reads } of socket.messages().filter((message): message is Update => message.t === 'update')) {
    if (reads && seq >= reads.from && seq < reads.from + reads.counts.length) count = reads.counts[seq - reads.from]!
  }
  return count
}

const people = (count: number) => Array.from({ length: count }, (_, i) => `m${i}`)
const frames = (sockets: FakeSocket[]) => sockets.reduce((sum, socket) => sum + socket.frames.length, 0)

/** A room where everyone has a socket, one message was posted, and everyone's frames are forgotten. */
function storm(members: number) {
  const room = new RoomHarness(aRoom(people(members)))
  const sockets = people(members).map((name) => room.open(name))
  room.send(sockets[0]!, post(1))
  const seq = room.state.head
  for (const socket of sockets) socket.frames.length = 0
  return { room, sockets, author: sockets[0]!, readers: sockets.slice(1), seq }
}

describe('near and wide', () => {
  test('[RP10] the author is told within one gathering window, the reader within 200 ms', () => {
    const { room, author, readers, seq } = storm(100)
    room.send(readers[0]!, { t: 'read', seq })
    room.advance(49)
    expect(author.frames).toEqual([])
    room.advance(1)
    expect(shown(author, seq)).toBe(1)
    room.advance(200)
    expect(readers[0]!.updates().at(-1)).toEqual({ t: 'update', pointer: seq })
    expect(readers[1]!.frames).toEqual([])
  })

  test('[RP10] an open sheet is kept live for its viewer alone', () => {
    const { room, author, readers, seq } = storm(34)
    room.send(readers[5]!, { t: 'sheet', seq })
    const opened = readers[5]!.updates().at(-1)?.sheet
    room.send(readers[0]!, { t: 'read', seq })
    room.advance(50)
    const sheet = readers[5]!.updates().at(-1)!.sheet!
    expect(sheet).not.toHaveProperty('members')
    const rows = decodeSheet(sheet, opened!.members!)
    expect(rows.members.filter((_, i) => rows.read[i])).toEqual([readers[0]!.session.no])
    expect(rows.members).toHaveLength(33)
    expect(author.updates().every((update) => update.sheet === undefined)).toBe(true)
    room.send(readers[5]!, { t: 'sheet', seq: null })
    const told = readers[5]!.frames.length
    room.send(readers[1]!, { t: 'read', seq })
    room.advance(60)
    expect(readers[5]!.frames).toHaveLength(told)
  })

  test('[RP10] who reads over HTTP is on the open sheets and in everyone’s counts at once', () => {
    const { room, author, readers, seq } = storm(34)
    room.send(author, { t: 'sheet', seq })
    const { members } = author.updates().at(-1)!.sheet!
    room.perform('m7', { t: 'read', seq })
    const rows = decodeSheet(author.updates().at(-1)!.sheet!, members!)
    expect(rows.members.filter((_, i) => rows.read[i])).toEqual([room.no('m7')])
    expect(shown(readers[3]!, seq)).toBe(1)
  })

  test('[RP11] everyone is told 10 s after the last move, and along with what goes to all anyway', () => {
    const { room, readers, seq } = storm(100)
    room.send(readers[0]!, { t: 'read', seq })
    room.advance(9_999)
    expect(readers[9]!.frames).toEqual([])
    room.advance(1)
    expect(shown(readers[9]!, seq)).toBe(1)
    room.send(readers[1]!, { t: 'read', seq })
    room.advance(300)
    room.send(readers[2]!, post(1))
    const [told, ...more] = readers[9]!.updates().slice(1)
    expect(more).toEqual([])
    expect(told).toMatchObject({ entries: [{ seq: seq + 1 }], reads: { from: seq } })
    expect(shown(readers[9]!, seq)).toBe(2)
  })

  test('[RP11] a storm of 580 reads costs everyone one frame, right within 300 ms', () => {
    const { room, sockets, readers, seq } = storm(580)
    readers.forEach((reader, i) => {
      room.send(reader, { t: 'read', seq })
      if (i % 10 === 9) room.advance(1)
    })
    room.advance(250)
    expect(sockets.map((socket) => shown(socket, seq))).toEqual(sockets.map(() => 579))
    const bytes = sockets.flatMap((socket) => socket.frames).reduce((sum, frame) => sum + frame.length, 0)
    expect(frames(sockets)).toBeLessThanOrEqual(0.1 * 2 * 580 + 1.1 * 580)
    expect(bytes).toBeLessThanOrEqual(130_000)
  })

  test.each([
    ['60 s', 60_000],
    ['10 min', 600_000],
  ])(
    '[RP11] 580 reads spread evenly over %s cost at most 25 frames a member, and the author is right after each',
    (_, spanMs) => {
      const { room, sockets, author, readers, seq } = storm(580)
      const pauseMs = spanMs / readers.length
      readers.forEach((reader, i) => {
        room.send(reader, { t: 'read', seq })
        room.advance(Math.min(pauseMs, 300))
        expect(shown(author, seq)).toBeGreaterThanOrEqual(pauseMs >= 300 ? i + 1 : i - 2)
        room.advance(Math.max(0, pauseMs - 300))
      })
      room.advance(10_000)
      expect(sockets.map((socket) => shown(socket, seq))).toEqual(sockets.map(() => 579))
      expect(frames(sockets)).toBeLessThanOrEqual(25 * 580)
    },
  )

  test('[RP11] whenever reads come in, everyone is right 10 s after the last', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ who: fc.nat(18), afterMs: fc.nat(400), posts: fc.boolean() }), { maxLength: 40 }),
        (events) => {
          const { room, sockets, readers } = storm(20)
          for (const [n, { who, afterMs, posts }] of events.entries()) {
            room.advance(afterMs)
            if (posts && n % 5 === 0) room.send(readers[who]!, post(n + 2))
            else room.send(readers[who]!, { t: 'read', seq: room.state.head })
          }
          room.advance(10_300)
          for (let seq = 2; seq <= room.state.head; seq += 1) {
            const truth = readCount(room.state, seq, room.storage.entry(seq)!.by)
            expect(sockets.map((socket) => shown(socket, seq))).toEqual(sockets.map(() => truth))
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  test('[RP12] hearing a count twice, or only the last of several, leaves the same counts', () => {
    const { room, author, readers, seq } = storm(34)
    for (const reader of readers) {
      room.send(reader, { t: 'read', seq })
      room.advance(60)
    }
    const right = shown(author, seq)
    author.frames.push(...author.frames.slice(-1))
    expect(shown(author, seq)).toBe(right)
    author.frames.splice(0, author.frames.length - 1)
    expect(shown(author, seq)).toBe(right)
    expect(right).toBe(33)
  })

  test('[RP10] a claim that no window has stored yet survives an eviction', () => {
    const { room, author, readers, seq } = storm(34)
    room.send(readers[0]!, { t: 'read', seq })
    room.evict()
    room.advance(50)
    expect(shown(author, seq)).toBe(1)
    room.advance(250)
    expect(readers[0]!.updates().at(-1)?.pointer).toBe(seq)
  })
})
