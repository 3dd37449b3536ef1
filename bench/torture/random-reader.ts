import type { Entry } from '../../protocol/entry.ts'
import type { Id, Seq } from '../../protocol/ids.ts'
import { limits } from '../../protocol/limits.ts'
import type { ServerMessage } from '../../protocol/server-message.ts'
import { protocolVersion } from '../../protocol/version.ts'
import type { SeededRandom } from '../../test/support/random.ts'
import { paths } from '../../web/transport/paths.ts'
import { askByHttp } from '../../web/transport/room-http.ts'
import { welcome } from '../../web/transport/shape.ts'
import { shortened } from './checker.ts'
import type { Phone } from './phone.ts'
import type { Finding } from './scenario.ts'
import { pause } from './waiting.ts'

/**
 * Reads at random while others write and the town dies: whatever a read answers has no hole, holds everything that any sender had been told before the
 * read began, and agrees with every other read for ever.
 */
export class RandomReader {
  readonly #phone: Phone
  readonly #told: ReadonlyMap<Id, Seq>
  readonly #random: SeededRandom
  /** What stands under each number, as first seen. */
  readonly #seen = new Map<string, string>()
  readonly #faults: string[] = []
  #reads = 0
  #entries = 0
  #unanswered = 0

  constructor(phone: Phone, told: ReadonlyMap<Id, Seq>, random: SeededRandom) {
    this.#phone = phone
    this.#told = told
    this.#random = random
  }

  async run(roomIds: readonly Id[], isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      const roomId = this.#random.pick(roomIds)
      const read = this.#random.below(3) === 0 ? this.#readDown(roomId) : this.#catchUp(roomId)
      if (!(await read)) this.#unanswered += 1
      await pause(this.#random.below(20))
    }
  }

  finding(name: string): Finding {
    if (this.#reads === 0) this.#faults.push('nothing was read')
    return {
      id: `R-20${name}`,
      title: `random reads meanwhile${name}`,
      figures: [
        { what: 'reads answered', value: `${this.#reads}, with ${this.#entries} entries` },
        { what: 'reads that the dying town did not answer', value: `${this.#unanswered}` },
      ],
      faults: shortened(this.#faults),
    }
  }

  /** From a cursor somewhere: all after it, or the newest ones after a gap. */
  async #catchUp(roomId: Id): Promise<boolean> {
    const told = this.#told.get(roomId) ?? 0
    const seq = this.#random.below(told + 1)
    const hello = { version: protocolVersion, seq, rev: 0, roster: 0 }
    const reply = await this.#phone.api({ method: 'GET', path: paths.sync(roomId, hello), answer: welcome })
    if (!reply.ok) return false
    const { entries, head, gap, around = [] } = reply.value
    const read = `${roomId.slice(0, 6)} after ${seq}`
    if (head < told) this.#faults.push(`${read}: the head is ${head} although ${told} had been acknowledged`)
    this.#take(roomId, read, entries, gap ? null : seq + 1, head)
    this.#take(roomId, read, around, null, null)
    return true
  }

  /** The whole room, page by page from where the acknowledged ones end: everything below what is seen is there. */
  async #readDown(roomId: Id): Promise<boolean> {
    const told = this.#told.get(roomId) ?? 0
    for (let before = told + 1; before > 1; ) {
      const page: ServerMessage | null = await askByHttp(this.#phone.api, roomId, {
        t: 'page',
        before,
        limit: limits.maxPageEntries,
      })
      if (page?.t !== 'page') return false
      const from = Math.max(1, before - limits.maxPageEntries)
      this.#take(roomId, `${roomId.slice(0, 6)} before ${before}`, page.entries, from, before - 1)
      before = from
    }
    return told > 0
  }

  #take(roomId: Id, read: string, entries: readonly Entry[], from: Seq | null, to: Seq | null): void {
    this.#reads += 1
    this.#entries += entries.length
    const [first, last] = [entries[0]?.seq ?? from, entries.at(-1)?.seq ?? to]
    if (from !== null && entries.length > 0 && first !== from)
      this.#faults.push(`${read}: begins with ${first}, not ${from}`)
    if (to !== null && entries.length > 0 && last !== to) this.#faults.push(`${read}: ends with ${last}, not ${to}`)
    if (from !== null && to !== null && entries.length !== to - from + 1)
      this.#faults.push(`${read}: ${entries.length} entries from ${from} to ${to}`)
    for (const [i, entry] of entries.entries()) {
      const before = entries[i - 1]
      if (before && entry.seq !== before.seq + 1) this.#faults.push(`${read}: ${entry.seq} follows ${before.seq}`)
      const content = `${entry.kind} ${entry.by} ${entry.storedAt} ${entry.kind === 'message' ? entry.text : ''}`
      const key = `${roomId} ${entry.seq}`
      const seen = this.#seen.get(key) ?? content
      this.#seen.set(key, seen)
      if (seen !== content) this.#faults.push(`${read}: seq ${entry.seq} was “${seen}” and is “${content}”`)
    }
  }
}
