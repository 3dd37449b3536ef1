import { describe, expect, test, vi } from 'vitest'
import { limits } from '../../protocol/limits.ts'
import { aRoom, clientId } from '../support/builders.ts'
import { RoomHarness } from '../support/room-harness.ts'

const post = (n: number, sender = 0) => ({ t: 'post', id: clientId(n, sender), text: `${n}` }) as const

describe('frames', () => {
  test('[LG2] nobody hears of a message whose storing failed, and the room goes on as it was', () => {
    const room = new RoomHarness(aRoom(['ami', 'ben']))
    const ben = room.open('ben')
    const ami = room.open('ami')
    const { write } = room.storage
    room.storage.write = () => {
      throw new Error('disk full')
    }
    expect(() => room.send(ami, post(1))).toThrow('disk full')
    room.storage.write = write
    expect([ben.frames.length, ami.frames.length, room.state.head]).toEqual([1, 1, 1])
    room.send(ami, post(1))
    expect(ben.updates()).toMatchObject([{ entries: [{ seq: 2, text: '1' }] }])
  })

  test('[FO1] unreadable frames are refused, the sixth closes this socket, and the others do not notice', () => {
    const room = new RoomHarness(aRoom(['ami', 'ben']))
    const ami = room.open('ami')
    const ben = room.open('ben')
    const bad = ['', 'null', '[]', '{"t":"nothing"}', '{"t":"read","seq":-1}', '{"t":"read","seq":1,"room":"other"}']
    for (const frame of bad.slice(0, 5)) room.send(ami, frame)
    expect(ami.messages().slice(1)).toEqual(Array(5).fill({ t: 'refused', code: 'malformed' }))
    room.send(ami, bad[5]!)
    expect([ami.closedWith, ben.closedWith, ben.frames.length]).toEqual([4400, null, 1])
    room.send(ben, post(1))
    expect(ben.updates()).toMatchObject([{ answers: [{ seq: 2 }] }])
  })

  test('[FO2] a frame above 64 KB closes this socket with 1009', () => {
    const room = new RoomHarness(aRoom(['ami']))
    const frame = (bytes: number) => JSON.stringify({ t: 'read', seq: 0 }).padEnd(bytes)
    const ami = room.open('ami')
    room.send(ami, frame(limits.maxFrameBytes))
    expect(ami.closedWith).toBeNull()
    room.send(ami, frame(limits.maxFrameBytes + 1))
    expect(ami.closedWith).toBe(1009)
    const ben = room.open('ami')
    room.send(ben, `{"t":"${'災'.repeat(22_000)}"}`)
    expect(ben.closedWith).toBe(1009)
  })

  test('[FO3] an outbox of fifty paces itself by slow_down, and loses and doubles nothing', () => {
    const room = new RoomHarness(aRoom(['ami']))
    const ami = room.open('ami')
    const waiting = Array.from({ length: 50 }, (_, i) => i + 1)
    for (let tries = 0; waiting.length > 0 && tries < 200; tries += 1) {
      room.send(ami, post(waiting[0]!))
      const answer = ami.updates().at(-1)?.answers?.[0]
      if (answer && 'refusal' in answer) {
        expect(answer.refusal).toBe('slow_down')
        room.advance(answer.retryAfterMs!)
      } else waiting.shift()
    }
    const texts = room.storage.entries(2, room.state.head).map((entry) => 'text' in entry && entry.text)
    expect(texts).toEqual(Array.from({ length: 50 }, (_, i) => `${i + 1}`))
    expect(ami.closedWith).toBeNull()
  })

  test('[FO4] above 200 frames in 10 s this socket closes with 4429', () => {
    const room = new RoomHarness(aRoom(['ami']))
    const ami = room.open('ami')
    for (let n = 0; n < limits.maxFramesPerWindow; n += 1) room.send(ami, { t: 'read', seq: 0 })
    expect(ami.closedWith).toBeNull()
    room.send(ami, { t: 'read', seq: 0 })
    expect(ami.closedWith).toBe(4429)
  })

  test('[FO5] all who get the same get the same frame, and what waits for a socket is joined', () => {
    const room = new RoomHarness(aRoom(['ami', 'ben', 'cho']))
    const [ami, ben, cho] = ['ami', 'ben', 'cho'].map((name) => room.open(name))
    const receive = (socket = ami!, n = 1, sender = 0) =>
      room.connection.receive(socket, JSON.stringify(post(n, sender)), room.now)
    receive(ami, 1)
    receive(ami, 2)
    receive(ben, 1, 1)
    receive(ami, 3)
    expect(cho!.updates().map((update) => update.entries?.map((entry) => entry.seq))).toEqual([[2], [3]])
    room.advance(limits.maxGatherWritingMs)
    expect(cho!.updates().map((update) => update.entries?.map((entry) => entry.seq))).toEqual([[2], [3], [4, 5]])
    expect(ami!.updates().map((update) => update.answers?.length)).toEqual([1, 1, 1])
    expect(ami!.frames).toHaveLength(ben!.frames.length)
  })

  test('[FO6] a lone message leaves in the same turn, and so does that of who writes alone', () => {
    const room = new RoomHarness(aRoom(['ami', 'ben']))
    const ben = room.open('ben')
    const ami = room.open('ami')
    for (let n = 1; n <= 3; n += 1) {
      room.connection.receive(ami, JSON.stringify(post(n)), room.now)
      expect(ben.updates()).toHaveLength(n)
    }
    room.advance(limits.writingTogetherMs + 1)
    room.connection.receive(ben, JSON.stringify(post(1, 1)), room.now)
    expect(ami.updates()).toHaveLength(4)
  })

  test('[FO6] what several write within a short time is one commit, and each has its own answer', () => {
    const room = new RoomHarness(aRoom(['ami', 'ben', 'cho']))
    const [ami, ben, cho] = ['ami', 'ben', 'cho'].map((name) => room.open(name))
    room.send(ami!, post(1))
    const transaction = vi.spyOn(room.storage, 'transaction')
    room.send(ben!, post(1, 1))
    room.send(cho!, { t: 'retract', id: clientId(1, 2), target: 2 })
    room.send(ami!, post(1))
    room.advance(limits.maxGatherWritingMs)
    expect(transaction).toHaveBeenCalledTimes(1)
    expect(ben!.updates().at(-1)?.answers).toEqual([{ id: clientId(1, 1), seq: 3 }])
    expect(cho!.updates().at(-1)?.answers).toEqual([{ id: clientId(1, 2), refusal: 'not_author' }])
    expect(ami!.updates().at(-1)?.answers).toEqual([{ id: clientId(1), seq: 2 }])
  })

  test('[FO8] a fault in one command closes the socket it came over, and the others are stored', () => {
    const room = new RoomHarness(aRoom(['ami', 'ben', 'cho']))
    const [ami, ben, cho] = ['ami', 'ben', 'cho'].map((name) => room.open(name))
    room.send(ami!, post(1))
    const append = room.storage.append.bind(room.storage)
    vi.spyOn(room.storage, 'append').mockImplementation((entry) => {
      if (entry.by === 2) throw new Error('the disk is full')
      return append(entry)
    })
    room.send(ben!, post(1, 1))
    room.send(cho!, post(1, 2))
    expect(() => room.advance(limits.maxGatherWritingMs)).toThrow('the disk is full')
    expect(ben!.closedWith).toBe(1011)
    expect(cho!.updates().at(-1)?.answers).toEqual([{ id: clientId(1, 2), seq: 3 }])
    expect(room.storage.entries(1, 9).map(({ seq }) => seq)).toEqual([1, 2, 3])
  })
})
