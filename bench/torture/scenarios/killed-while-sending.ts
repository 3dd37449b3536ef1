import type { ClientId, Id, Seq } from '../../../protocol/ids.ts'
import type { ServerMessage } from '../../../protocol/server-message.ts'
import type { MintedTown } from '../../minted.ts'
import { checkTranscript, expectedFrom, type SenderList, shortened } from '../checker.ts'
import { phonesOf, putAway } from '../crowd.ts'
import { KillableTown, makeStateDir, removeStateDir } from '../killable-town.ts'
import { mintInto } from '../open-town.ts'
import type { Phone } from '../phone.ts'
import { RandomReader } from '../random-reader.ts'
import { Faults, type Finding, ms, percentile, type Rack } from '../scenario.ts'
import { settleAndCheck } from '../settled.ts'
import { pause } from '../waiting.ts'
import { stormyWeather } from '../weather.ts'

export type KillWish = {
  /** What tells its findings from those of the same with other wishes. */
  name?: string
  /** What stands behind the ids: which part of the storage is away. */
  without?: 'd1' | 'r2'
  messages: number
  kills: number
  senders: number
  receivers: number
  rooms: number
}

/** So long may any one step of a phone take: a town that restarts, two failures, a poll, and a half-open link besides. */
const patienceMs = 90_000

/**
 * Senders and receivers on bad networks, over sockets and over polls, while the town's whole process group is killed again and again. Then everyone's
 * transcript is held against the senders' own lists; and after one more kill, amid the last pointers, what the survivors show.
 */
export async function killedWhileSending(rack: Rack, wish: KillWish): Promise<Finding[]> {
  const stateDir = makeStateDir()
  const people = wish.senders + wish.receivers + 2
  const everyone = Array.from({ length: people }, (_, i) => i)
  try {
    const minted = await mintInto(stateDir, {
      people,
      devicesEach: 1,
      rooms: Array.from({ length: wish.rooms }, () => everyone),
    })
    const without = wish.without === undefined ? [] : ['--without', wish.without]
    const town = await KillableTown.start(stateDir, ['--env', 'MAX_MESSAGES_PER_WINDOW=1000000', ...without])
    try {
      return await new Killing(rack, wish, town, minted).run()
    } finally {
      await town.end()
    }
  } finally {
    removeStateDir(stateDir)
  }
}

class Killing {
  readonly #rack: Rack
  readonly #wish: KillWish
  readonly #town: KillableTown
  readonly #minted: MintedTown
  /** The highest seq that any sender was told, by room. */
  readonly #told = new Map<Id, Seq>()
  readonly #acknowledged = new Set<ClientId>()
  #composed = 0
  #isOver = false

  constructor(rack: Rack, wish: KillWish, town: KillableTown, minted: MintedTown) {
    this.#rack = rack
    this.#wish = wish
    this.#town = town
    this.#minted = minted
  }

  async run(): Promise<Finding[]> {
    const { random, note } = this.#rack
    const { senders, receivers } = this.#wish
    const phones = await phonesOf(this.#minted, this.#town.port, random, (place) => ({
      isWithoutSockets: place % 5 === 4,
      // The last two read at random and afresh: they judge, so their networks are fair.
      ...(place < senders + receivers
        ? { weather: stormyWeather(random.fork(), { maySilence: place >= senders }) }
        : {}),
    }))
    const [reader, fresh] = phones.slice(-2) as [Phone, Phone]
    const [writing, watching] = [phones.slice(0, senders), phones.slice(senders, senders + receivers)]
    const [log, receiving, reading] = [new Faults(), new Faults(), new RandomReader(reader, this.#told, random.fork())]
    try {
      await log.during('sending', async () => {
        for (const phone of [...writing, ...watching]) phone.lobby.enter()
        const watched = watching.map((phone) => this.#watch(phone))
        const read = reading.run(this.#minted.roomIds, () => this.#isOver)
        const killed = this.#kill()
        await Promise.all(writing.map((phone) => this.#write(phone))).finally(() => {
          this.#isOver = true
        })
        await Promise.all([...watched, read, killed])
      })
      note(`${this.#acknowledged.size} acknowledged, ${this.#town.kills} kills; everyone reads up`)
      await receiving.during('reading up', () => this.#readUp([...writing, ...watching, fresh]))
      this.#checkLogs(writing, [...writing, ...watching], fresh, log, receiving)
      note('one more kill amid the last pointers')
      await receiving.during('settling', async () => {
        const kill = async () => {
          await this.#town.kill()
          await this.#town.start()
        }
        receiving.list.push(...(await settleAndCheck([...writing, ...watching], this.#minted.roomIds, kill)))
      })
      return this.#findings(writing, log, receiving, reading)
    } finally {
      await putAway(phones)
    }
  }

  /** Bursts into one room and then another; leaves none before all of it is acknowledged. */
  async #write(phone: Phone): Promise<void> {
    for (let n = 0; this.#composed < this.#wish.messages; ) {
      const room = phone.room(phone.random.pick(this.#minted.roomIds))
      room.witness = (message) => this.#count(room.roomId, message)
      room.enter()
      const burst = Math.min(this.#wish.messages - this.#composed, 1 + phone.random.below(8))
      this.#composed += burst
      const written = Array.from({ length: burst }, () => {
        n += 1
        return room.post(`${phone.person.name} の ${n} 番目の報告${'。'.repeat(phone.random.below(200))}`)
      })
      const isTold = () => written.every(({ answeredAt }) => answeredAt !== null)
      await room.until.holds(`${phone.person.name} is told of ${burst} messages`, isTold, patienceMs)
      room.leave()
    }
  }

  #count(roomId: Id, message: ServerMessage): void {
    if (message.t !== 'update') return
    for (const answer of message.answers ?? []) {
      if ('refusal' in answer || answer.seq === undefined) continue
      this.#acknowledged.add(answer.id)
      this.#told.set(roomId, Math.max(this.#told.get(roomId) ?? 0, answer.seq))
    }
  }

  /** Looks into one room and then another, and reads along. */
  async #watch(phone: Phone): Promise<void> {
    while (!this.#isOver) {
      const room = phone.room(phone.random.pick(this.#minted.roomIds))
      room.witness = () => phone.random.below(10) === 0 && room.markRead(room.held.timeline.head)
      room.enter()
      await pause(1_000 + phone.random.below(5_000))
      room.leave()
    }
  }

  /** Evenly over the messages, and each time at another moment after an answer. */
  async #kill(): Promise<void> {
    const { messages, kills } = this.#wish
    for (let kill = 1; kill <= kills; kill += 1) {
      const at = Math.floor((messages * kill) / (kills + 1))
      while (this.#acknowledged.size < at && !this.#isOver) await pause(10)
      await pause(this.#rack.random.below(60))
      await this.#town.kill()
      await this.#town.start()
      if (kill % 10 === 0) this.#rack.note(`${kill} kills, ${this.#acknowledged.size} acknowledged`)
    }
  }

  /** Everyone opens every room and scrolls up to its beginning. */
  async #readUp(phones: readonly Phone[]): Promise<void> {
    const visit = async (phone: Phone) => {
      for (const roomId of this.#minted.roomIds) {
        const room = phone.room(roomId)
        room.witness = () => {}
        room.enter()
        const isThere = () => room.isCaughtUp && room.held.timeline.head >= (this.#told.get(roomId) ?? 1)
        await room.until.holds(`${phone.person.name} has caught up`, isThere, patienceMs)
        await room.readUp(patienceMs)
        room.leave()
      }
    }
    await Promise.all(phones.map(visit))
  }

  #checkLogs(writing: Phone[], everyone: Phone[], fresh: Phone, log: Faults, receiving: Faults): void {
    for (const roomId of this.#minted.roomIds) {
      const lists: SenderList[] = writing.map((phone) => ({
        by: phone.room(roomId).held.me,
        written: phone.room(roomId).written,
      }))
      const expected = expectedFrom(lists)
      log.list.push(...shortened(expected.faults))
      log.list.push(...checkTranscript('a fresh reader', fresh.room(roomId).held.timeline.entries, expected))
      for (const phone of everyone) {
        const early = phone.room(roomId).earlyCount
        receiving.check(early === 0, `${phone.person.name}: ${early} frames came before a welcome`)
        const { entries } = phone.room(roomId).held.timeline
        receiving.list.push(...checkTranscript(phone.person.name, entries, expected))
      }
    }
  }

  #findings(writing: Phone[], log: Faults, receiving: Faults, reading: RandomReader): Finding[] {
    const { messages, kills, receivers, rooms, name = '' } = this.#wish
    log.check(this.#acknowledged.size >= messages, `only ${this.#acknowledged.size} of ${messages} were acknowledged`)
    log.check(this.#town.kills === kills + 1, `${this.#town.kills} kills instead of ${kills + 1}`)
    const times = writing.flatMap((phone) =>
      [...phone.rooms.values()].flatMap(({ written }) =>
        written.flatMap(({ sentAt, answeredAt }) => (sentAt && answeredAt ? [answeredAt - sentAt] : [])),
      ),
    )
    const links = writing.reduce((sum, phone) => sum + phone.line.linkCount, 0)
    const kill = {
      what: 'kills of the process group, port and workerd proven dead each time',
      value: `${this.#town.kills}`,
    }
    const r01: Finding = {
      id: `R-01${name}`,
      title: `kill -9 while sending${name}`,
      figures: [
        { what: 'messages acknowledged', value: `${times.length}`, bar: `≥ ${messages}` },
        kill,
        {
          what: 'from the first sending to the answer, p50 / p99',
          value: `${ms(percentile(times, 0.5))} / ${ms(percentile(times, 0.99))}`,
        },
        { what: "connections of the senders' phones", value: `${links}` },
      ],
      faults: shortened(log.list),
    }
    const r02: Finding = {
      id: `R-02${name}`,
      title: `everyone's transcript, pointers, unread and lobby${name}`,
      figures: [
        {
          what: 'transcripts compared',
          value: `${(receivers + writing.length + 1) * rooms} of ${receivers} receivers, ${writing.length} senders and a fresh reader in ${rooms} rooms`,
        },
      ],
      faults: shortened(receiving.list),
    }
    return [r01, r02, reading.finding(name)]
  }
}
