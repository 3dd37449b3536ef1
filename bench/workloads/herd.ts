import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { newKey, openMember, openReference, postFrame, referenceFrame, referenceUrl, socketUrl } from '../crowd.ts'
import { quantile } from '../pairs.ts'
import { cpuMsOf } from '../process-figures.ts'
import type { RawSocket } from '../raw-socket.ts'
import { clockRatio, counted, ratio, side } from '../result.ts'
import type { Minted, Town } from '../town.ts'
import { inPairs, type Workload } from '../workload.ts'

const people = 580
const missed = 50
const frameBytes = 200
const writeEveryMs = 50

/** Everybody's connection is cut at once and everybody comes back at once, while one more member goes on writing. */
export const herd: Workload = {
  name: 'herd',
  async run({ town, pairs }) {
    const minted = await town.mint({ members: people + 1, entries: missed })
    await town.ask('reference', `/${minted.roomId}?count=${missed}`, referenceFrame(1, frameBytes))
    const [ours, reference] = [new ProductHerd(town, minted), new ReferenceHerd(town, minted.roomId)]
    await Promise.all([ours.start(), reference.start()])
    const measured = await inPairs(
      Math.min(pairs, 9),
      () => comeBack(town, reference),
      () => comeBack(town, ours),
    )
    const of = (name: 'allMs' | 'cpuMs') =>
      [measured.reference.map((one) => one[name]), measured.ours.map((one) => one[name])] as const
    const answers = measured.ours.flatMap(({ answerMs }) => answerMs)
    const [ms, cpu] = [of('allMs'), of('cpuMs')]
    ours.end()
    reference.end()
    return [
      {
        workload: 'herd',
        what: `${people} return at once, ${missed} missed`,
        figures: [
          clockRatio('all caught up', ...ms, { atMost: 1.2 }),
          ratio('CPU', ...cpu),
          counted('answer to who writes meanwhile, p99', 'ms', quantile(answers, 0.99), { atMost: 2_000 }),
        ],
        sides: [side('all caught up', 'ms', ...ms), side('CPU', 'ms', ...cpu)],
      },
    ]
  },
}

type Return = { allMs: number; cpuMs: number; answerMs: number[] }

async function comeBack(town: Town, herdOf: Herd): Promise<Return> {
  herdOf.scatter()
  const answerMs: number[] = []
  let isBack = false
  const cpuBefore = cpuMsOf(town.pid)
  const startedAt = performance.now()
  const writing = (async () => {
    while (!isBack) {
      const sentAt = performance.now()
      await herdOf.write()
      answerMs.push(performance.now() - sentAt)
      await pause(writeEveryMs)
    }
  })()
  await herdOf.gather()
  const allMs = performance.now() - startedAt
  isBack = true
  await writing
  return { allMs, cpuMs: cpuMsOf(town.pid) - cpuBefore, answerMs }
}

abstract class Herd {
  protected readonly town: Town
  #sockets: RawSocket[] = []
  protected writer: RawSocket | null = null
  protected head = 0

  constructor(town: Town) {
    this.town = town
  }

  abstract open(i: number): Promise<RawSocket>
  abstract frame(key: number): string
  /** The newest seq in a frame that carries the key, or null. */
  abstract headIn(payload: Buffer, key: number): number | null

  scatter(): void {
    for (const socket of this.#sockets) socket.drop()
    this.#sockets = []
  }

  async start(): Promise<void> {
    this.writer = await this.open(people)
  }

  async gather(): Promise<void> {
    this.#sockets = await Promise.all(Array.from({ length: people }, (_, i) => this.open(i)))
  }

  /** One message of the member who stayed; resolves with its answer. */
  write(): Promise<void> {
    const key = newKey()
    return new Promise((resolve) => {
      const { writer } = this
      if (!writer) return resolve()
      writer.onFrame = (payload) => {
        const head = this.headIn(payload, key)
        if (head === null) return
        this.head = head
        resolve()
      }
      writer.send(this.frame(key))
    })
  }

  end(): void {
    this.scatter()
    this.writer?.drop()
  }
}

class ProductHerd extends Herd {
  readonly #minted: Minted

  constructor(town: Town, minted: Minted) {
    super(town)
    this.#minted = minted
    this.head = missed + 1
  }

  open(i: number): Promise<RawSocket> {
    const { roomId, tokens } = this.#minted
    return openMember(socketUrl(this.town.url, roomId, `v=1&seq=${this.head - missed}&rev=0&roster=1`), tokens[i] ?? '')
  }

  frame = postFrame

  headIn(payload: Buffer, key: number): number | null {
    const text = payload.toString()
    if (!text.includes(`"${key} `)) return null
    const { entries } = JSON.parse(text) as { entries?: { seq: number }[] }
    return entries?.at(-1)?.seq ?? null
  }
}

class ReferenceHerd extends Herd {
  readonly #room: string

  constructor(town: Town, room: string) {
    super(town)
    this.#room = room
    this.head = missed
  }

  open(): Promise<RawSocket> {
    return openReference(referenceUrl(this.town.url, this.#room, this.head - missed))
  }

  frame(key: number): string {
    return referenceFrame(key, frameBytes)
  }

  headIn(payload: Buffer, key: number): number | null {
    return payload.includes(`"k":${key},`) ? this.head + 1 : null
  }
}
