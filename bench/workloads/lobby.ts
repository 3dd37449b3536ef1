import { performance } from 'node:perf_hooks'
import { asMember, newKey, openMember, postFrame, socketUrl } from '../crowd.ts'
import { RawSocket } from '../raw-socket.ts'
import { counted, type Row } from '../result.ts'
import type { Workload } from '../workload.ts'

const people = 580
const rooms = 60
const perRoom = 97
/** A device is told at most once in this time, from when the lobby begins to tell; telling the devices before it may take this much less the next time. */
const tellMs = 250
const tellingMs = 15

type Rooms = { whole: boolean; rooms: { id: string; unread: number }[] }

/** One message in each of sixty rooms at the same moment, while 580 people have their lists open. */
export const lobby: Workload = {
  name: 'lobby',
  async run({ town, isQuick }) {
    const minted = await town.mint({ members: people, rooms, perRoom })
    const lists = await Promise.all(
      minted.tokens.map((token) =>
        List.open(
          `${town.url.replace('http', 'ws')}/api/organizations/${minted.organizationId}/socket?v=1&seq=0&rev=0&roster=0`,
          token,
        ),
      ),
    )
    const writers = await Promise.all(
      minted.roomIds.map((roomId, n) =>
        openMember(socketUrl(town.url, roomId), minted.tokens[(n * perRoom) % people] ?? ''),
      ),
    )
    const rounds = isQuick ? 2 : 5
    const rows: number[] = []
    let perDevice = 0
    let isEachRight = true
    for (let round = 1; round <= rounds; round += 1) {
      for (const list of lists) list.forget()
      const startedAt = performance.now()
      for (const writer of writers) writer.send(postFrame(newKey()))
      await Promise.all(lists.map((list, i) => list.until(() => list.unread() === round * expected(i))))
      rows.push(performance.now() - startedAt)
      perDevice = Math.max(perDevice, ...lists.map((list) => list.frames))
      isEachRight &&= lists.every((list, i) => list.unread() === round * expected(i))
    }
    const gap = Math.min(...lists.map((list) => list.leastGapMs))
    for (const socket of [...writers, ...lists.map((list) => list.socket)]) socket?.drop()
    return [
      {
        workload: 'lobby',
        what: `a message in each of ${rooms} rooms at once, ${people} people online`,
        figures: [
          counted('badges right', 'of all', isEachRight ? 1 : 0, { atLeast: 1 }),
          counted('every badge right', 'ms', Math.max(...rows)),
          counted('frames of a device for the 60', '', perDevice),
          counted('least time between two frames of a device', 'ms', gap, { atLeast: tellMs - tellingMs }),
        ],
      } satisfies Row,
    ]
  },
}

/** Messages of one round that are unread for person `i`: one for each room of theirs that they do not write in. */
function expected(i: number): number {
  let count = 0
  for (let room = 0; room < rooms; room += 1) {
    const first = (room * perRoom) % people
    const place = (i - first + people) % people
    if (place > 0 && place < perRoom) count += 1
  }
  return count
}

/** A device with its list open. */
class List {
  socket: RawSocket | null = null
  frames = 0
  leastGapMs = Number.POSITIVE_INFINITY
  readonly #unread = new Map<string, number>()
  #heardAt = Number.NEGATIVE_INFINITY
  #wake = () => {}

  static async open(url: string, token: string): Promise<List> {
    const list = new List()
    list.socket = await RawSocket.open(url, (payload) => list.#hear(payload), {
      headers: asMember(token),
    })
    await list.until(() => list.frames > 0)
    return list
  }

  unread(): number {
    let sum = 0
    for (const unread of this.#unread.values()) sum += unread
    return sum
  }

  forget(): void {
    this.frames = 0
  }

  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  #hear(payload: Buffer): void {
    const { whole, rooms: told } = JSON.parse(payload.toString()) as Rooms
    const now = performance.now()
    if (!whole) this.leastGapMs = Math.min(this.leastGapMs, now - this.#heardAt)
    if (!whole) this.#heardAt = now
    this.frames += 1
    for (const { id, unread } of told) this.#unread.set(id, unread)
    this.#wake()
  }
}
