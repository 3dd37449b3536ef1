import { joinPositions } from '../core/live-position.ts'
import type { Entry, Mark } from '../protocol/entry.ts'
import type { MemberNo, Seq } from '../protocol/ids.ts'
import type { Positions } from '../protocol/position.ts'
import type { Rights, RoomFacts, Roster } from '../protocol/roster.ts'
import type { Answer, Reads, Sheet } from '../protocol/server-message.ts'
import type { RoomSession, SessionSocket, Sessions } from './session.ts'

type Socket = SessionSocket<RoomSession>

/** What waits for every socket. */
type ForAll = { room?: RoomFacts; roster?: Roster; entries: Entry[]; marks: Mark[]; readsFrom: Seq | null }

/** What waits for one socket beside that. */
type ForOne = {
  rights?: Rights
  readsFrom?: Seq
  pointer?: true
  sheet?: Sheet
  positions?: Positions
  answers: Answer[]
}

export type FanOutDeps = {
  sessions: Sessions<RoomSession>
  /** Read counts from a seq to the head, as they are when the frame leaves. */
  readsFrom: (from: Seq) => Reads
  pointerOf: (no: MemberNo) => Seq
}

/**
 * Sends updates: joins what waits for a socket into one frame, encodes what all get once, and sends a lone update at once.
 * Nothing else in the room sends frames. Called after the commit; the runtime's output gate holds frames until it is durable.
 */
export class FanOut {
  readonly #deps: FanOutDeps
  #forAll: ForAll = nothing()
  readonly #forOne = new Map<Socket, ForOne>()
  #isScheduled = false

  constructor(deps: FanOutDeps) {
    this.#deps = deps
  }

  toAll(part: Partial<ForAll>): void {
    const all = this.#forAll
    if (part.room) all.room = part.room
    if (part.roster) all.roster = all.roster ? joinRosters(all.roster, part.roster) : part.roster
    all.entries.push(...(part.entries ?? []))
    all.marks.push(...(part.marks ?? []))
    if (part.readsFrom !== undefined && part.readsFrom !== null) all.readsFrom = earlier(all.readsFrom, part.readsFrom)
    this.#schedule()
  }

  toOne(socket: Socket, part: Partial<ForOne>): void {
    const one = this.#forOne.get(socket) ?? { answers: [] }
    const { answers, readsFrom, positions, ...rest } = part
    Object.assign(one, rest)
    if (positions) one.positions = one.positions ? joinPositions(one.positions, positions) : positions
    one.answers.push(...(answers ?? []))
    if (readsFrom !== undefined) one.readsFrom = earlier(one.readsFrom ?? null, readsFrom)
    this.#forOne.set(socket, one)
    this.#schedule()
  }

  /** A frame of its own, not joined: the welcome, a page. What waited for all goes before it. */
  alone(socket: Socket, frame: string): void {
    this.flush()
    socket.send(frame)
  }

  /** Runs what changes a room and sends all that follows from it at once. */
  together(run: () => void): void {
    this.#isScheduled = true
    try {
      run()
    } finally {
      this.flush()
    }
  }

  forget(socket: Socket): void {
    this.#forOne.delete(socket)
  }

  /** Waits for the end of the event that made it, so that its parts share one frame. */
  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    queueMicrotask(() => this.flush())
  }

  flush(): void {
    this.#isScheduled = false
    const all = this.#forAll
    const ones = new Map(this.#forOne)
    this.#forAll = nothing()
    this.#forOne.clear()
    const common = this.#commonParts(all)
    const isForAll = common.head !== '' || common.tail !== ''
    if (!isForAll && ones.size === 0) return
    const plain = isForAll ? `{"t":"update"${common.head}${common.tail}}` : ''
    const sockets = isForAll ? this.#deps.sessions.all() : ones.keys()
    for (const socket of sockets) {
      const one = ones.get(socket)
      socket.send(one ? this.#privateFrame(socket, one, all, common) : plain)
    }
  }

  /** Encoded once for all: what goes before the private parts, and the read counts. */
  #commonParts(all: ForAll): { head: string; tail: string } {
    const head =
      part('room', all.room) +
      part('roster', all.roster) +
      part('entries', all.entries.length > 0 ? all.entries : undefined) +
      part('marks', all.marks.length > 0 ? all.marks : undefined)
    return { head, tail: all.readsFrom === null ? '' : part('reads', this.#deps.readsFrom(all.readsFrom)) }
  }

  #privateFrame(socket: Socket, one: ForOne, all: ForAll, common: { head: string; tail: string }): string {
    const from = one.readsFrom === undefined ? all.readsFrom : earlier(all.readsFrom, one.readsFrom)
    const reads = from === null ? '' : from === all.readsFrom ? common.tail : part('reads', this.#deps.readsFrom(from))
    return `{"t":"update"${part('rights', one.rights)}${common.head}${reads}${
      one.pointer ? part('pointer', this.#deps.pointerOf(socket.session.no)) : ''
    }${part('sheet', one.sheet)}${part('positions', one.positions)}${part('answers', one.answers.length > 0 ? one.answers : undefined)}}`
  }
}

const nothing = (): ForAll => ({ entries: [], marks: [], readsFrom: null })

const part = (name: string, value: unknown): string =>
  value === undefined ? '' : `,"${name}":${JSON.stringify(value)}`

const earlier = (a: Seq | null, b: Seq): Seq => (a === null ? b : Math.min(a, b))

/** Two changes of the roster as one: the later word about each member. */
function joinRosters(first: Roster, second: Roster): Roster {
  if (second.since === undefined) return second
  const later = new Set(second.members.map((member) => member.no))
  const members = [...first.members.filter((member) => !later.has(member.no)), ...second.members]
  return first.since === undefined
    ? { version: second.version, units: second.units, members }
    : { ...second, since: first.since, members }
}
