import { expect, test } from 'vitest'
import { readCount } from '../../core/read-counts.ts'
import { emptyTimeline, foldPage, foldUpdate, foldWelcome, type Timeline } from '../../core/timeline.ts'
import { reactionCodes } from '../../protocol/entry.ts'
import type { Reads } from '../../protocol/server-message.ts'
import { aRoom, clientId } from '../support/builders.ts'
import { SeededRandom } from '../support/random.ts'
import { type FakeSocket, RoomHarness } from '../support/room-harness.ts'

const names = ['ami', 'ben', 'cho', 'dai', 'eri']

/** A client as small as one can be: it folds what it hears, asks again when it sees a hole, and resends until answered. */
class Client {
  readonly timeline: Timeline = emptyTimeline()
  readonly counts = new Map<number, number>()
  readonly unanswered: object[] = []
  socket: FakeSocket | null = null
  heard = 0
  readonly room: RoomHarness
  readonly name: string

  constructor(room: RoomHarness, name: string) {
    this.room = room
    this.name = name
  }

  connect(): void {
    this.socket = this.room.open(this.name, { seq: this.timeline.head, rev: this.timeline.rev })
    this.heard = 0
    this.listen()
    for (const command of [...this.unanswered]) this.room.send(this.socket, JSON.stringify(command))
  }

  drop(): void {
    if (this.socket) this.room.close(this.socket)
    this.socket = null
  }

  /** Folds frames that arrived; `upTo` leaves the rest unheard, as a cut connection does. */
  listen(upTo = Number.MAX_SAFE_INTEGER): void {
    if (!this.socket) return
    for (const message of this.socket.messages().slice(this.heard, upTo)) {
      this.heard += 1
      if (message.t === 'welcome') foldWelcome(this.timeline, message)
      if (message.t === 'page') foldPage(this.timeline, message)
      if (message.t === 'update' && !foldUpdate(this.timeline, message)) throw new Error('a hole on a live socket')
      if ('reads' in message && message.reads) this.#count(message.reads)
      if (message.t !== 'update') continue
      for (const answer of message.answers ?? []) {
        const at = this.unanswered.findIndex((command) => 'id' in command && command.id === answer.id)
        if (at >= 0) this.unanswered.splice(at, 1)
      }
    }
  }

  #count({ from, counts }: Reads): void {
    for (const [i, count] of counts.entries()) this.counts.set(from + i, count)
  }

  command(command: object): void {
    this.unanswered.push(command)
    if (this.socket) this.room.send(this.socket, JSON.stringify(command))
  }
}

function randomCommand(random: SeededRandom, n: number, head: number): object {
  const id = clientId(n)
  const target = 1 + random.below(head)
  const kind = random.below(10)
  if (kind < 5) return { t: 'post', id, text: `本文 ${n}`, ...(random.below(4) === 0 ? { replyTo: target } : {}) }
  if (kind === 5) return { t: 'correct', id, target, text: `訂正 ${n}` }
  if (kind === 6) return { t: 'retract', id, target }
  if (kind === 7) return { t: 'pin', id, target, pinned: random.below(2) === 0 }
  return { t: 'react', id, target, code: random.below(4) === 0 ? null : random.pick(reactionCodes) }
}

/** Random talk with cuts in every place, evictions and late readers; returns what everyone holds in the end. */
function run(seed: number): { room: RoomHarness; clients: Client[] } {
  const random = new SeededRandom(seed)
  const room = new RoomHarness(aRoom(names))
  const clients = names.map((name) => new Client(room, name))
  for (const client of clients) client.connect()
  for (let n = 1; n <= 250; n += 1) {
    const client = random.pick(clients)
    const event = random.below(12)
    if (event === 0) client.drop()
    else if (event === 1 && !client.socket) client.connect()
    else if (event === 2) room.evict()
    else if (event === 3) room.advance(random.below(12_000))
    else if (event === 4 && client.socket)
      room.send(client.socket, { t: 'read', seq: random.below(room.state.head + 1) })
    else if (event === 5) {
      // The connection is cut after some of what was sent has arrived: the client does not know what became of the rest.
      client.listen(client.heard + random.below(3))
      client.drop()
    } else {
      client.command(randomCommand(random, n, room.state.head))
      room.advance(random.below(1_500))
    }
    for (const other of clients) if (random.below(3) > 0) other.listen()
  }
  for (const client of clients) {
    client.listen()
    client.drop()
    client.connect()
  }
  room.advance(20_000)
  for (const client of clients) client.listen()
  return { room, clients }
}

const seeds = Array.from({ length: 40 }, (_, i) => 20_261_122 + i)

test.each(seeds)(
  '[CU8] [CU9] [LG1] whatever is cut and evicted, every client holds what the room reloads (seed %i)',
  (seed) => {
    const { room, clients } = run(seed)
    room.evict()
    const served = room.storage.entries(1, room.state.head)
    const marks = room.storage.marksOn(1, room.state.head)
    for (const client of clients) {
      expect(client.unanswered).toEqual([])
      expect([...client.timeline.entries.values()].sort((a, b) => a.seq - b.seq)).toEqual(served)
      const held = [...client.timeline.marks.values()].flat().filter((mark) => mark.value !== null)
      expect(held.sort((a, b) => a.rev - b.rev)).toEqual([...marks].sort((a, b) => a.rev - b.rev))
      for (const { seq, by, kind } of served.slice(-100)) {
        const truth = kind === 'message' || kind === 'correction' ? readCount(room.state, seq, by) : 0
        expect([seq, client.counts.get(seq) ?? 0]).toEqual([seq, truth])
      }
    }
  },
)
