import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { emptyTimeline, foldUpdate, foldWelcome, type Timeline } from '../../core/timeline.ts'
import type { Post } from '../../protocol/client-message.ts'
import { clientId } from '../support/builders.ts'
import { SeededRandom } from '../support/random.ts'
import { planTown } from '../town/plan.ts'
import { demoPassword } from '../town/sign-ins.ts'
import { personOf } from '../town/town.ts'
import { DemoTown } from './support/demo-town.ts'
import { Phone, type RoomSocket } from './support/phone.ts'

const messages = 1_000
const seed = 20_261_122
const town = new DemoTown('day')
const random = new SeededRandom(seed)

/** A sender's own list: what was sent under which id, and the seq that the room answered. */
type Sent = { roomName: string; id: string; text: string; seq: number | null }

/** One person on one phone: a socket or polls, an outbox that is kept until answered, and a transcript per room. */
class Talker {
  readonly phone: Phone
  readonly isOnSocket: boolean
  readonly sent: Sent[] = []
  readonly timelines = new Map<string, Timeline>()
  rooms = new Map<string, string>()
  readonly mayPostIn: string[] = []
  readonly #sockets = new Map<string, RoomSocket>()
  readonly #index: number

  constructor(phone: Phone, isOnSocket: boolean, index: number) {
    this.phone = phone
    this.isOnSocket = isOnSocket
    this.#index = index
  }

  /** Sends until the room answers, whatever is killed meanwhile: the same id again. */
  async say(roomName: string, n: number): Promise<void> {
    const entry: Sent = {
      roomName,
      id: clientId(n, this.#index),
      text: `${this.phone.loginId} の ${n} 番目の報告`,
      seq: null,
    }
    this.sent.push(entry)
    for (let tries = 0; entry.seq === null && tries < 100; tries += 1) {
      entry.seq = await this.#trySending(entry).catch(() => null)
      if (entry.seq === null) await townIsUp()
    }
  }

  async #trySending({ roomName, id, text }: Sent): Promise<number | null> {
    const roomId = this.rooms.get(roomName) as string
    const post: Post = { t: 'post', id, text }
    const answer = this.isOnSocket
      ? await this.#overSocket(roomName, roomId, post)
      : await this.phone.command(roomId, post)
    if ('refusal' in answer && answer.refusal === 'slow_down') await pause(answer.retryAfterMs ?? 0)
    return 'seq' in answer ? (answer.seq ?? null) : null
  }

  async #overSocket(roomName: string, roomId: string, post: Post) {
    let socket = this.#sockets.get(roomName)
    if (!socket?.isOpen) {
      socket = await this.phone.open(roomId, this.timeline(roomName).head, this.timeline(roomName).rev)
      foldWelcome(this.timeline(roomName), await socket.welcome())
      this.#sockets.set(roomName, socket)
    }
    socket.send(post)
    for (;;) {
      const message = await socket.next()
      if (!message) throw new Error('closed before the answer')
      if (message.t !== 'update') continue
      expect(foldUpdate(this.timeline(roomName), message)).toBe(true)
      const answer = message.answers?.find(({ id }) => id === post.id)
      if (answer) return answer
    }
  }

  timeline(roomName: string): Timeline {
    const timeline = this.timelines.get(roomName) ?? emptyTimeline()
    this.timelines.set(roomName, timeline)
    return timeline
  }

  /** Closes what is open and catches up with everything. */
  async finish(): Promise<void> {
    for (const socket of this.#sockets.values()) socket.close()
    for (const [roomName, roomId] of this.rooms)
      foldWelcome(this.timeline(roomName), await this.phone.sync(roomId, this.timeline(roomName).head))
  }
}

let isUp: Promise<void> = Promise.resolve()
const townIsUp = () => isUp
/** The room's own word on how long to wait. */
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const plan = planTown()
const captains = Array.from({ length: 34 }, (_, i) => personOf(plan, `captain${i + 1}`).loginId)
const others = ['kiki/係長', 'gateArea4', 'mayor', 'desk1', 'chief'].map((role) => personOf(plan, role).loginId)
const talkers = [...captains, ...others].map(
  (loginId, i) => new Talker(new Phone(() => town.url, loginId), i < captains.length, i + 1),
)

beforeAll(async () => {
  await town.start()
  for (const talker of talkers) {
    await talker.phone.signIn(demoPassword)
    // Rooms tell the lobby of themselves a moment after the town has come up.
    await vi.waitFor(async () => {
      talker.rooms = await talker.phone.rooms()
      expect(talker.rooms.size).toBeGreaterThan(0)
    }, 10_000)
  }
})
afterAll(() => town.kill())

test(`[LG1] [LG3] [LB3] a day of ${messages} messages, killed in the middle: every transcript equals the senders' own lists (seed ${seed})`, async () => {
  const started = new Map<string, number>()
  for (const talker of talkers) {
    for (const [roomName, roomId] of talker.rooms) {
      const welcome = await talker.phone.sync(roomId)
      foldWelcome(talker.timeline(roomName), welcome)
      started.set(roomId, welcome.head)
      if (welcome.rights.post) talker.mayPostIn.push(roomName)
    }
  }
  let said = 0
  const talk = async (talker: Talker) => {
    while (said < messages) {
      said += 1
      if (said === messages / 2) isUp = town.restart()
      await talker.say(random.pick(talker.mayPostIn), said)
    }
  }
  await Promise.all(talkers.map(talk))
  for (const talker of talkers) await talker.finish()

  const sent = talkers.flatMap((talker) =>
    talker.sent.map((entry) => ({
      ...entry,
      roomId: talker.rooms.get(entry.roomName),
      by: talker.phone.session?.name,
    })),
  )
  expect(sent).toHaveLength(messages)
  expect(sent.every(({ seq }) => seq !== null)).toBe(true)
  const roomIds = new Set(sent.map(({ roomId }) => roomId as string))
  for (const roomId of roomIds) {
    const expected = sent.filter((entry) => entry.roomId === roomId).sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0))
    const first = started.get(roomId) as number
    expect(expected.map(({ seq }) => seq)).toEqual(expected.map((_, i) => first + 1 + i))
    for (const talker of talkers) {
      const roomName = [...talker.rooms].find(([, id]) => id === roomId)?.[0]
      if (!roomName) continue
      const { entries, head } = talker.timeline(roomName)
      expect(head).toBe(first + expected.length)
      const texts = expected
        .map(({ seq }) => entries.get(seq as number))
        .map((entry) => entry?.kind === 'message' && entry.text)
      expect(texts).toEqual(expected.map(({ text }) => text))
    }
  }
})
